// A chat that nobody stores: the same messages as in any other, without anything that would need a place to be kept.
import { useEffect, useRef, useState } from "react";
import { ArrowUp, Square } from "lucide-react";
import { useFeature } from "$/public/external/chat_app/components/ui/library/features.js";
import { currentHabits, useHabits } from "$/public/external/chat_app/components/ui/library/habits.js";
import { MessageList } from "$/public/external/chat_app/components/chat/library/message_list.jsx";
import { ModelPicker } from "$/public/external/chat_app/components/chat/library/chat_header.jsx";
import { goTo } from "$/public/external/chat_app/components/layout/library/navigation.js";
import { TemporarySign } from "./entry.jsx";
import { Message } from "./temporary_message.jsx";
import { useTemporaryChat } from "./use_temporary_chat.js";

const nothing = () => {};
const touch = () => matchMedia("(pointer: coarse)").matches;
const isComposing = (event) => event.nativeEvent.isComposing || event.keyCode === 229;
const isLineBreak = (event) => isComposing(event) || touch() || event.shiftKey || !(currentHabits().enterSends || event.ctrlKey || event.metaKey);

export function TemporaryChat(props) {
  return useFeature("temporary") ? <Chat {...props} /> : <Off {...props} />;
}

// Whoever comes by an old link or the back button reads why there is nothing to write into.
function Off({ head, labels }) {
  return (
    <>
      <header className="page-header">
        {head}
        <h1 className="page-title temporary-mark">
          <TemporarySign size={18} />
          <span>{labels.title}</span>
        </h1>
      </header>
      <div className="empty temporary-off" data-testid="temporary-off">
        <span className="empty-mark">
          <TemporarySign size={40} />
        </span>
        <h2 className="empty-title">{labels.offTitle}</h2>
        <p className="temporary-about">{labels.off}</p>
        {/* Where the link to the composer leads. */}
        <button type="button" id="composer" className="button primary" data-testid="temporary-back" onClick={() => goTo("/")}>
          {labels.offBack}
        </button>
      </div>
    </>
  );
}

function Chat({ head, tail, mark, models, problems, favouriteIds, recentIds, defaultId, labels, pickerLabels, messageLabels, reader, onModels, onFavourite, onDefault, onLeft }) {
  const chat = useTemporaryChat(onLeft);
  const nameOf = (id) => models.find((model) => model.id === id)?.label ?? id;
  return (
    <>
      <header className="page-header">
        {head}
        <h1 className="page-title temporary-mark" data-testid="temporary-mark">
          <TemporarySign size={18} />
          <span>{labels.title}</span>
        </h1>
        <ModelPicker
          plain
          models={models}
          problems={problems}
          chosenId={chat.modelId}
          favouriteIds={favouriteIds}
          recentIds={recentIds}
          defaultId={defaultId}
          name={nameOf(chat.modelId)}
          labels={pickerLabels}
          onChoose={chat.choose}
          onOpen={onModels}
          onFavourite={onFavourite}
          onDefault={onDefault}
        />
        {tail}
      </header>
      <MessageList conversationId="" opened={0} readId="" firstId="" hasEarlier={false} labels={labels} onEarlier={nothing} onPlace={nothing} revealId="" revealSerial={0} endId="" onLater={nothing} onEnd={nothing}>
        {chat.messages.length ? (
          <div className="message-rows">
            {chat.messages.map((message) => (
              <Message key={message.key} message={message} name={nameOf(message.modelId)} mark={mark} labels={labels} messageLabels={messageLabels} reader={reader} onFollow={chat.follow} onEnd={chat.finish} />
            ))}
          </div>
        ) : (
          <div className="empty">
            <span className="empty-mark">
              <TemporarySign size={40} />
            </span>
            <h2 className="empty-title">{labels.start}</h2>
            <p className="temporary-about">{labels.about}</p>
          </div>
        )}
      </MessageList>
      <Composer chat={chat} labels={labels} />
    </>
  );
}

function Composer({ chat, labels }) {
  const area = useRef(null);
  const [hasText, setHasText] = useState(false);
  const { enterSends } = useHabits();
  useEffect(() => {
    // On a phone that would bring up the keys before anybody wants to write.
    if (!touch()) area.current.focus({ preventScroll: true });
  }, []);
  const write = (text) => {
    area.current.value = text;
    setHasText(text.trim() !== "");
  };
  const send = async () => {
    const text = area.current.value;
    if (!text.trim() || chat.running) return;
    write("");
    area.current.focus();
    // A question that was not taken comes back, above what was typed since.
    if (!(await chat.ask(text)) && area.current) write(area.current.value ? `${text}\n\n${area.current.value}` : text);
  };
  const pressed = (event) => {
    if (event.key !== "Enter" || isLineBreak(event)) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className="composer temporary-composer"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {chat.problem && (
        <p className="temporary-problem" role="alert">
          {chat.problem}
        </p>
      )}
      <div className="composer-box">
        <textarea
          ref={area}
          id="composer"
          data-testid="temporary-composer"
          rows={1}
          autoComplete="off"
          aria-label={labels.label}
          aria-describedby="temporary-hint"
          placeholder={labels.placeholder}
          enterKeyHint="enter"
          onKeyDown={pressed}
          onInput={() => setHasText(area.current.value.trim() !== "")}
        />
        <div className="composer-buttons">
          {chat.running ? (
            <button type="button" className="round stop" data-testid="stop" aria-label={labels.stop} title={labels.stop} onClick={chat.stop}>
              <Square size={14} fill="currentColor" aria-hidden />
            </button>
          ) : (
            <button type="submit" className={hasText ? "round send ready" : "round send"} data-testid="send" aria-label={labels.send} title={enterSends ? labels.sendHint : labels.sendHintCtrl}>
              <ArrowUp size={18} strokeWidth={2} aria-hidden />
            </button>
          )}
        </div>
      </div>
      <div className="composer-foot">
        <span id="temporary-hint" className="temporary-hint" data-testid="temporary-hint">
          {labels.hint}
        </span>
      </div>
    </form>
  );
}
