// Below an answer that credit or a budget kept from being written: what happened, what is there, and the ways on.
import { useCallback, useEffect, useRef, useState } from "react";
import { Gauge, WalletMinimal } from "lucide-react";
import { ModelChoice } from "$/public/external/chat_app/components/chat/library/model_choice.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { newKey, once } from "$/public/external/chat_app/components/ui/library/intent.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { Popover } from "$/public/external/chat_app/components/ui/library/popover.jsx";
import { AllowMore } from "./budget_row.jsx";
import { EUR, balanceText, nanoText } from "./money.js";
import { reloadWallet, useWallet } from "./wallet.js";
import "$/public/styles/money_card.css";

const NONE = [];

/** `message.money`: "credit", or "budget:<scope>" and "question:<scope>" for a budget that stops or asks. */
export function MoneyCard({ message, conversationId, models = NONE, labels, pickerLabels, onRegenerate, onContinue, onModels }) {
  const [kind, scope] = message.money.split(":");
  const go = useRef(null);
  go.current = (modelId) => (message.can_continue && !modelId ? onContinue(message.id, newKey()) : onRegenerate(message.id, modelId, newKey()));
  const goOn = useRef(once((modelId = "") => go.current(modelId))).current;
  const Icon = kind === "credit" ? WalletMinimal : Gauge;
  return (
    <section className="money-card" role="alert" data-testid="money-card" data-kind={kind}>
      <Icon size={20} strokeWidth={1.75} aria-hidden />
      <div>
        <p className="money-card-text">{kind === "credit" ? labels.not_enough : message.unfinished}</p>
        {kind === "credit" ? <CreditWays message={message} conversationId={conversationId} labels={labels} onGo={() => goOn()} /> : <BudgetWays kind={kind} scope={scope} message={message} labels={labels} onGo={() => goOn()} />}
        {onModels && <OtherModel message={message} models={models} labels={labels} pickerLabels={pickerLabels} onChoose={goOn} onModels={onModels} />}
      </div>
    </section>
  );
}

// Once there is credit, going on is the first thing to do; until then it is topping up.
function CreditWays({ message, conversationId, labels, onGo }) {
  const language = useLanguage();
  const { wallet } = useWallet();
  const grown = useGrown(wallet);
  useEffect(() => {
    reloadWallet();
  }, [message.id]);
  const ready = wallet && !wallet.blocked && (grown || !wallet.low);
  const next = conversationId ? `?next=${encodeURIComponent(`/c/${conversationId}`)}` : "";
  return (
    <>
      {wallet && (
        <p className="money-card-facts" data-testid="money-available">
          {fill(labels.available, { amount: balanceText(wallet.available_nano, wallet.currency, language) })}
          {BigInt(wallet.held_nano) > 0n && ` ${fill(labels.held, { amount: balanceText(wallet.held_nano, wallet.currency, language) })}`}
          {message.can_continue && ` ${labels.kept}`}
          {!wallet.can_top_up && ` ${labels.ask_admin}`}
        </p>
      )}
      <div className="money-card-ways">
        {ready && <GoOn primary label={labels.go_on} onGo={onGo} />}
        {wallet?.can_top_up && (
          <a className={ready ? "button" : "button primary"} href={`/billing${next}`} data-testid="money-top-up">
            {labels.top_up}
          </a>
        )}
        {!ready && <GoOn label={labels.again} onGo={onGo} />}
      </div>
    </>
  );
}

// Whether more is available than when the card was first shown.
function useGrown(wallet) {
  const first = useRef(null);
  if (wallet && first.current === null) first.current = BigInt(wallet.available_nano);
  return Boolean(wallet) && BigInt(wallet.available_nano) > first.current;
}

function BudgetWays({ kind, scope, message, labels, onGo }) {
  const language = useLanguage();
  const budget = useTightest(kind, scope, message.id);
  const shown = (nano) => nanoText(nano, EUR, language);
  const asks = kind === "question" && budget?.can_allow;
  return (
    <>
      {budget && (
        <p className="money-card-facts" data-testid="money-budget">
          {fill(labels.used, { used: shown(budget.used_nano), allowed: shown(BigInt(budget.amount_nano) + BigInt(budget.extra_nano)) })}
          {kind === "question" && !budget.can_allow && ` ${labels.ask_leader}`}
        </p>
      )}
      <div className="money-card-ways">
        {asks && <AllowMore className="button primary" budget={budget} labels={labels} amount={shown(budget.amount_nano)} onTake={onGo} />}
        <a className="button" href="/billing#budgets">
          {labels.budgets}
        </a>
        {!asks && <GoOn label={labels.again} onGo={onGo} />}
      </div>
    </>
  );
}

// The budget that has least left of those that may have refused.
function useTightest(kind, scope, messageId) {
  const [budget, setBudget] = useState(null);
  const look = useCallback(async () => {
    const all = await api("/billing/budgets").catch(() => NONE);
    const action = kind === "question" ? "ask" : "stop";
    const found = all.filter((each) => each.scope === scope && each.action === action);
    setBudget(found.sort((one, other) => (BigInt(one.left_nano) < BigInt(other.left_nano) ? -1 : 1))[0] ?? null);
  }, [kind, scope]);
  useEffect(() => {
    look();
    const back = () => document.visibilityState === "visible" && look();
    document.addEventListener("visibilitychange", back);
    return () => document.removeEventListener("visibilitychange", back);
  }, [look, messageId]);
  return budget;
}

function GoOn({ primary = false, label, onGo }) {
  return (
    <button type="button" className={primary ? "button primary" : "button"} data-testid="money-go-on" onClick={() => onGo()}>
      {label}
    </button>
  );
}

// Those that cost nothing, where there are some: they answer whatever the wallet has. The list is there once it is asked for.
function OtherModel({ message, models, labels, pickerLabels, onChoose, onModels }) {
  const free = models.filter((model) => model.free);
  return (
    <Popover
      onOpen={onModels}
      className="picker"
      panelProps={{ role: "dialog", "aria-label": labels.other_model }}
      button={(props) => (
        <button type="button" className="text-button" data-testid="money-other-model" {...props}>
          {labels.other_model}
        </button>
      )}
    >
      {(close) => (
        <ModelChoice
          models={free.length ? free : models}
          chosenId={message.model_id}
          labels={pickerLabels}
          onChoose={(modelId) => {
            close();
            onChoose(modelId);
          }}
        />
      )}
    </Popover>
  );
}
