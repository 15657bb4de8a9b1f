// A question or an answer of a temporary chat.
import { CopyButton } from "$/public/external/chat_app/components/message/source_files/copy_button.jsx";
import { MessageBody } from "$/public/external/chat_app/components/message/source_files/message_body.jsx";
import { money } from "$/public/external/chat_app/components/models/library/cost.js";

export function Message({ message, name, mark, labels, messageLabels, reader, onFollow, onEnd }) {
  if (message.role === "user") {
    return (
      <article className="message user" data-testid="message-user">
        <h2 className="visually-hidden">{labels.you}</h2>
        <div className="bubble plain">{message.text}</div>
        <Foot message={message} messageLabels={messageLabels} />
      </article>
    );
  }
  const { status, text } = message;
  return (
    <article className="message assistant" data-testid="message-assistant" data-status={status}>
      <h2 className="answer-head">
        {mark}
        <span>{name}</span>
      </h2>
      <MessageBody
        text={text}
        reasoning={message.reasoning}
        reasoningMs={message.reasoningMs}
        status={status}
        turnId={message.asked ? message.turnId : ""}
        labels={messageLabels}
        follow={onFollow}
        onEnd={onEnd}
      />
      {status === "stopped" && <p className="temporary-note">{labels.stopped}</p>}
      {(message.problem || status === "failed") && (
        <p className="temporary-problem" role="alert">
          {message.problem || labels.failed}
        </p>
      )}
      {status !== "running" && text && <Foot message={message} labels={labels} messageLabels={messageLabels} reader={reader} />}
    </article>
  );
}

function Foot({ message, labels, messageLabels, reader }) {
  const { tokens_in: read = 0, tokens_out: written = 0, cost_nano: cost } = message.usage ?? {};
  return (
    <div className="message-foot">
      {read + written > 0 && (
        <span className="meta">
          <span className="meta-part">{labels.tokens.replace("{tokens}", new Intl.NumberFormat(reader.language).format(read + written))}</span>
          {cost > 0 && <span className="meta-part">{money(BigInt(cost), reader)}</span>}
        </span>
      )}
      <div className="message-actions">
        <CopyButton text={message.text} label={messageLabels.copy} doneLabel={messageLabels.copied} compact testId="copy" />
      </div>
    </div>
  );
}
