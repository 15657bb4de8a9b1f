// The cost of the chat in the header, and of an answer below it, while it grows.
import { useEffect } from "react";
import { isPlainClick } from "$/public/external/chat_app/components/layout/library/address.js";
import { goTo } from "$/public/external/chat_app/components/layout/library/navigation.js";
import { money } from "./cost.js";
import { setRunningFacts, useRunningLabel, useRunningTotal } from "./running_cost.js";

export function ChatCost({ cost, rates, columns, history, historyImages, currency, exchangeRate, language, labels, href }) {
  const running = useRunningTotal();
  useEffect(() => {
    setRunningFacts({ rates, columns, history: { tokens: history, images: historyImages }, labels, reader: { currency, exchangeRate, language } });
  }, [rates, columns, history, historyImages, currency, exchangeRate, language, labels]);
  const sum = BigInt(cost) + running.cost;
  if (!sum) return null;
  const text = money(sum, { currency, exchangeRate, language });
  const clicked = (event) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    goTo(href);
  };
  return (
    <a href={href} className="cost" data-testid="chat-cost" data-running={running.cost ? "true" : undefined} title={running.cost ? labels.running_about : labels.cost} onClick={clicked}>
      {running.cost && !text.startsWith("≈") ? `≈ ${text}` : text}
    </a>
  );
}

export function RunningFigures({ turnId }) {
  const label = useRunningLabel(turnId);
  return label ? (
    <p className="msg-running meta" data-testid="running-cost">
      {label}
    </p>
  ) : null;
}
