// Questions beside the chat: the answers know it, and leave no trace in it. Everything here lives as long as the panel shows it.
import { useEffect, useRef, useState } from "react";
import { ArrowUp, CornerDownLeft, RotateCcw, Square } from "lucide-react";
import { quote as quoteInComposer } from "$/public/external/chat_app/components/chat/library/message_text.js";
import { usePanel } from "$/public/external/chat_app/components/layout/library/panel.js";
import { CopyButton } from "$/public/external/chat_app/components/message/source_files/copy_button.jsx";
import { LabelsProvider } from "$/public/external/chat_app/components/message/source_files/labels.jsx";
import { Markdown } from "$/public/external/chat_app/components/message/source_files/markdown_view.jsx";
import { money } from "$/public/external/chat_app/components/models/library/cost.js";
import { askAside } from "./side_stream.js";

const QUICK = ["explain", "example", "check"];
const touch = () => matchMedia("(pointer: coarse)").matches;

/** Another passage, or another chat, is another conversation aside. */
export function SideChat(props) {
  const { data } = usePanel();
  return <Rounds key={`${data?.serial ?? 0} ${props.conversationId}`} about={data ?? {}} {...props} />;
}

function Rounds({ about, conversationId, labels, messageLabels, ...reader }) {
  const { rounds, running, ask, stop, clear } = useRounds(conversationId, about);
  const area = useRef(null);
  const bottom = useRef(null);
  useEffect(() => {
    if (!touch() || !about.quote) area.current?.focus();
  }, [about.quote]);
  useEffect(() => {
    bottom.current?.scrollIntoView({ block: "nearest" });
  }, [rounds]);
  const send = (text) => {
    const question = text.trim();
    if (!question || running) return;
    area.current.value = "";
    ask(question);
  };
  const pressed = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || touch()) return;
    event.preventDefault();
    send(area.current.value);
  };
  return (
    <div className="side">
      <div className="side-rounds" data-testid="side-rounds">
        {about.quote && (
          <blockquote className="side-quote" data-testid="side-quote" aria-label={labels.quote}>
            {about.quote}
          </blockquote>
        )}
        {!rounds.length && <p className="side-hint">{labels.hint}</p>}
        {rounds.map((round, place) => (
          <Round key={place} round={round} live={running && place === rounds.length - 1} labels={labels} messageLabels={messageLabels} reader={reader} />
        ))}
        <div ref={bottom} />
      </div>
      {!rounds.length && about.quote && (
        <div className="side-quick">
          {QUICK.map((name) => (
            <button key={name} type="button" className="side-chip" data-testid={`side-${name}`} onClick={() => send(labels[name])}>
              {labels[name]}
            </button>
          ))}
        </div>
      )}
      <form
        className="side-form"
        onSubmit={(event) => {
          event.preventDefault();
          send(area.current.value);
        }}
      >
        <textarea ref={area} rows={1} aria-label={labels.question} placeholder={labels.placeholder} data-testid="side-question" onKeyDown={pressed} />
        {rounds.length > 0 && !running && (
          <button type="button" className="icon-button" aria-label={labels.again} title={labels.again} onClick={clear}>
            <RotateCcw size={16} strokeWidth={1.75} aria-hidden />
          </button>
        )}
        {running ? (
          <button type="button" className="round stop" aria-label={labels.stop} title={labels.stop} data-testid="side-stop" onClick={stop}>
            <Square size={14} fill="currentColor" aria-hidden />
          </button>
        ) : (
          <button type="submit" className="round send ready" aria-label={labels.send} title={labels.send} data-testid="side-send">
            <ArrowUp size={18} strokeWidth={2} aria-hidden />
          </button>
        )}
      </form>
    </div>
  );
}

function Round({ round, live, labels, messageLabels, reader }) {
  const { question, answer, problem, failed, tokens, cost } = round;
  return (
    <article className="side-round">
      <p className="side-question">{question}</p>
      <div className="side-answer" aria-live="polite" aria-busy={live || undefined} data-testid="side-answer" data-live={live || undefined}>
        <LabelsProvider labels={messageLabels}>
          {live && !answer && (
            <p className="msg-waiting" role="status" aria-label={messageLabels.waiting}>
              <span />
              <span />
              <span />
            </p>
          )}
          <Markdown text={answer} live={live} />
        </LabelsProvider>
        {(problem || failed) && (
          <p className="side-problem" role="alert">
            {problem || labels.failed}
          </p>
        )}
      </div>
      {!live && answer && (
        <div className="side-foot">
          <CopyButton text={answer} label={messageLabels.copy} doneLabel={messageLabels.copied} compact />
          <button type="button" className="msg-action" aria-label={labels.toComposer} title={labels.toComposer} data-testid="side-to-composer" onClick={() => quoteInComposer(answer)}>
            <CornerDownLeft size={16} strokeWidth={1.75} aria-hidden />
          </button>
          {tokens > 0 && (
            <span className="meta" data-testid="side-cost">
              <span className="meta-part">{reader.tokensLabel.replace("{tokens}", new Intl.NumberFormat(reader.language).format(tokens))}</span>
              {cost > 0 && <span className="meta-part">{money(BigInt(cost), reader)}</span>}
            </span>
          )}
        </div>
      )}
    </article>
  );
}

// The rounds so far, and the one that is being answered.
function useRounds(conversationId, { quote = "", messageId = "" }) {
  const [rounds, setRounds] = useState([]);
  const [running, setRunning] = useState(false);
  const control = useRef(null);
  useEffect(() => () => control.current?.abort(), []);
  const change = (values) => setRounds((all) => [...all.slice(0, -1), { ...all.at(-1), ...values }]);
  const ask = async (text) => {
    const own = new AbortController();
    control.current = own;
    const before = rounds.filter((round) => round.answer).map(({ question, answer }) => ({ question, answer }));
    setRounds([...rounds, { question: text, answer: "" }]);
    setRunning(true);
    const body = { text, quote, message_id: messageId, rounds: before };
    const end = await askAside(conversationId, body, { signal: own.signal, onChange: ({ text: answer }) => !own.signal.aborted && change({ answer }) });
    if (control.current !== own) return;
    change({ answer: end.text, problem: end.problem, failed: end.failed, tokens: end.message.tokens ?? 0, cost: end.message.cost_nano ?? 0 });
    setRunning(false);
  };
  return { rounds, running, ask, stop: () => control.current?.abort(), clear: () => setRounds([]) };
}
