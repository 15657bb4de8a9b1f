// The composer. The text area belongs to the browser: typing costs no round trip and works before the connection stands.
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { ArrowUp, Square } from "lucide-react";
import { newKey, once } from "$/public/external/chat_app/components/ui/library/intent.js";
import { currentHabits, useHabits } from "$/public/external/chat_app/components/ui/library/habits.js";
import { idInAddress } from "$/public/external/chat_app/components/layout/library/address.js";
import { isPane } from "$/public/external/chat_app/components/layout/library/pane.js";
import { attachComposer, giveBackExtras, keyWasTaken, noteText, takeExtras } from "./composer_handle.js";
import { hasFiles, holdsBack, useTray } from "$/public/external/chat_app/components/attachments/library/tray_store.js";
import { accept, put, take } from "./outbox.js";
import { useDraft } from "./draft.js";
import { QueuedChips } from "./queued_chips.jsx";

const touch = () => matchMedia("(pointer: coarse)").matches;
const isComposing = (event) => event.nativeEvent.isComposing || event.keyCode === 229;
// Enter sends, or Ctrl+Enter does: as the reader likes it.
const isLineBreak = (event) => isComposing(event) || touch() || event.shiftKey || !(currentHabits().enterSends || event.ctrlKey || event.metaKey);

// Browsers without `field-sizing` need the height set by hand.
const fit = (area) => {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
};

export function Composer(props) {
  const { conversationId, opened, running, acceptedKey, rejectedKey, queued, labels, tray, tools, menu, foot } = props;
  const { onSubmit, onStop, onDraft, onDiscard, onSendQueued, draft, drafted } = props;
  const { enterSends } = useHabits();
  const area = useRef(null);
  const [hasWords, setHasText] = useState(false);
  const hasText = useTray().length > 0 || hasWords;
  const setText = useCallback((text) => {
    area.current.value = text;
    setHasText(text.trim() !== "");
    noteText(text);
    fit(area.current);
  }, []);
  const keep = useDraft({ area, conversationId, opened, draft, drafted, onDraft, setText });
  const deliver = useDelivery({ conversationId, acceptedKey, rejectedKey, onSubmit });

  useEffect(() => {
    const entry = rejectedKey && take(rejectedKey);
    if (!entry) return;
    giveBackExtras(entry.extras);
    const typed = area.current.value;
    setText(typed ? `${entry.text}\n\n${typed}` : entry.text);
  }, [rejectedKey, setText]);
  useEffect(() => {
    // What was typed before this script ran is already in the text area.
    setHasText(area.current.value.trim() !== "");
    noteText(area.current.value);
    // The chat beside the one in front does not take the focus from it.
    if (!touch() && !isPane()) area.current.focus({ preventScroll: true });
  }, []);

  const sendText = (text) => {
    // Before the page knows its chat, the address does.
    const target = conversationId || (opened ? "" : idInAddress());
    // While an answer runs the message becomes a chip, not a bubble.
    deliver({ key: newKey(), text, conversationId: target, queued: running, extras: takeExtras() });
  };
  const send = () => {
    const text = area.current.value;
    area.current.focus();
    // Files alone are a message, too. While they are on their way, or one has failed, nothing goes.
    if (!text.trim() && !hasFiles()) return;
    if (holdsBack(() => latestSend.current())) return;
    setText("");
    keep.forget();
    sendText(text);
  };
  const latestSend = useRef(send);
  latestSend.current = send;
  const latest = useRef(sendText);
  latest.current = sendText;
  useEffect(() => attachComposer(area.current, setText, (text) => latest.current(text)), [setText]);
  const pressed = (event) => {
    if (keyWasTaken(event)) return;
    if (event.key !== "Enter" || isLineBreak(event)) return;
    event.preventDefault();
    send();
  };
  const typed = () => {
    setHasText(area.current.value.trim() !== "");
    noteText(area.current.value);
    fit(area.current);
    keep.later();
  };
  const stop = useRef(once(() => {}));
  useEffect(() => {
    stop.current = once(onStop);
  }, [running]);
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <QueuedChips conversationId={conversationId} queued={queued} running={running} labels={labels} onDiscard={onDiscard} onSendQueued={onSendQueued} />
      {menu}
      <div className="composer-box">
        {tray}
        {tools}
        <textarea
          ref={area}
          data-testid="composer"
          id="composer"
          name="text"
          rows={1}
          aria-label={labels.label}
          placeholder={labels.placeholder}
          enterKeyHint="enter"
          onKeyDown={pressed}
          onInput={typed}
          onBlur={keep.now}
        />
        <div className="composer-buttons">
          {running && (
            <button type="button" className="round stop" data-testid="stop" aria-label={labels.stop} title={labels.stop} onClick={() => stop.current()}>
              <Square size={14} fill="currentColor" aria-hidden />
            </button>
          )}
          {(!running || hasText) && (
            <button type="submit" className={hasText ? "round send ready" : "round send"} data-testid="send" aria-label={labels.send} title={enterSends ? labels.sendHint : labels.sendHintCtrl}>
              <ArrowUp size={18} strokeWidth={2} aria-hidden />
            </button>
          )}
        </div>
      </div>
      <div className="composer-foot">
        {foot}
        <span className="composer-hint">{hintOf(labels, running, enterSends)}</span>
      </div>
    </form>
  );
}

const hintOf = (labels, running, enterSends) => {
  if (running) return enterSends ? labels.hintQueue : labels.hintQueueCtrl;
  return enterSends ? labels.hint : labels.hintCtrl;
};

// Hands messages to the server, one key each. Those written before a new chat has its id wait for it.
function useDelivery({ conversationId, acceptedKey, rejectedKey, onSubmit }) {
  const first = useRef("");
  const held = useRef([]);
  const submit = useRef(onSubmit);
  submit.current = onSubmit;
  const hand = useCallback((entry) => {
    if (!entry.conversationId) {
      if (first.current) return held.current.push(entry);
      first.current = entry.key;
    }
    return submit.current(entry.text, entry.key, entry.conversationId, entry.extras ?? {});
  }, []);
  useLayoutEffect(() => {
    if (acceptedKey) accept(acceptedKey);
  }, [acceptedKey]);
  useEffect(() => {
    if (!first.current || (acceptedKey !== first.current && rejectedKey !== first.current)) return;
    first.current = "";
    held.current.splice(0).forEach((entry) => hand({ ...entry, conversationId }));
  }, [acceptedKey, rejectedKey, conversationId, hand]);
  return useCallback(
    (entry) => {
      put(entry);
      hand(entry);
    },
    [hand],
  );
}
