// Search within the chat on show. The server knows all places of the branch; the page goes to them one by one.
import { useEffect, useMemo, useRef, useState } from "react";
import { ChevronDown, ChevronUp, Search, X } from "lucide-react";
import { runAction, useAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { highlight, placesIn } from "./places.js";

const PAUSE = 150;
const AGAIN = 400;

export function InChatSearch({ conversationId, lastId, answered, searchedId, matches, pattern, labels, onFind, onShow }) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [place, setPlace] = useState(0);
  const field = useRef(null);
  const back = useRef(null);
  const find = useRef(onFind);
  find.current = onFind;
  const show = () => {
    if (!open) back.current = document.activeElement;
    setOpen(true);
    requestAnimationFrame(() => field.current?.select());
  };
  const close = () => {
    setOpen(false);
    back.current?.focus?.();
  };
  useAction("search.chat", show, conversationId !== "");
  useEffect(() => {
    if (!open) return undefined;
    const timer = setTimeout(() => find.current(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text, open, conversationId, lastId]);
  useEffect(() => setOpen(false), [conversationId]);
  const all = useMemo(() => matches.flatMap(({ id, count }) => Array.from({ length: count }, (_, index) => ({ id, index }))), [matches]);
  const known = open && searchedId === conversationId && answered === text && text.trim() !== "";
  const here = known ? all[Math.min(place, all.length - 1)] : undefined;
  useEffect(() => setPlace(nearest(all)), [answered, all.length]);
  usePlaces(known ? pattern : "", here, onShow);
  if (!open) return null;

  const step = (by) => all.length && setPlace((at) => (Math.min(at, all.length - 1) + by + all.length) % all.length);
  const pressed = (event) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") close();
    else if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
    else if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const at = labels.place.replace("{place}", Math.min(place, all.length - 1) + 1).replace("{count}", all.length);
  return (
    <div className="in-chat" role="search" aria-label={labels.label} data-testid="in-chat" onKeyDown={pressed}>
      <div className="search-box">
        <Search size={16} strokeWidth={1.75} aria-hidden />
        <input ref={field} type="search" className="search-input" data-testid="in-chat-field" aria-label={labels.label} placeholder={labels.label} maxLength={200} autoComplete="off" value={text} onChange={(event) => setText(event.target.value)} />
        <span className="in-chat-place" role="status" data-testid="in-chat-place">
          {known && (all.length ? at : labels.none)}
        </span>
      </div>
      <Step label={labels.previous} testid="in-chat-previous" icon={ChevronUp} onStep={() => step(-1)} />
      <Step label={labels.next} testid="in-chat-next" icon={ChevronDown} onStep={() => step(1)} />
      <Step label={labels.close} testid="in-chat-close" icon={X} onStep={close} />
    </div>
  );
}

function Step({ label, testid, icon: Icon, onStep }) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} data-testid={testid} onClick={onStep}>
      <Icon size={18} strokeWidth={1.75} aria-hidden />
    </button>
  );
}

export function InChatButton({ label }) {
  return (
    <button type="button" className="icon-button in-chat-open" aria-label={label} title={label} data-testid="in-chat-open" onClick={() => runAction("search.chat")}>
      <Search size={18} strokeWidth={1.75} aria-hidden />
    </button>
  );
}

// The first place that is not above what one reads; the last one when all are.
function nearest(all) {
  const area = document.querySelector(".messages");
  if (!area || !all.length) return 0;
  const top = area.getBoundingClientRect().top;
  const place = all.findIndex(({ id }) => (messageOf(id)?.getBoundingClientRect().bottom ?? -Infinity) > top);
  return place < 0 ? all.length - 1 : place;
}

const messageOf = (id) => document.querySelector(`.messages [data-id="${id}"]`);

// Marks what is loaded, goes to the place that is asked for, and asks for its message when it is not loaded.
function usePlaces(pattern, here, onShow) {
  const show = useRef(onShow);
  show.current = onShow;
  const went = useRef(null);
  const expression = useMemo(() => (pattern ? new RegExp(pattern, "giu") : null), [pattern]);
  useEffect(() => {
    if (!expression) return undefined;
    let timer = 0;
    const mark = () => {
      const messages = [...document.querySelectorAll(".messages .message[data-id]")];
      const found = new Map(messages.map((message) => [message.dataset.id, placesIn(message, expression)]));
      const own = here && found.get(here.id);
      const range = own?.[Math.min(here.index, own.length - 1)];
      highlight([...found.values()].flat(), range);
      if (!range || went.current === here) return;
      went.current = here;
      bring(range);
    };
    const changed = () => {
      clearTimeout(timer);
      timer = setTimeout(mark, 60);
    };
    const column = document.querySelector(".messages-column");
    const observer = new MutationObserver(changed);
    observer.observe(column, { childList: true, subtree: true, characterData: true });
    mark();
    if (here && !messageOf(here.id)) show.current(here.id);
    // What was far away is laid out only now.
    const again = setTimeout(() => {
      went.current = null;
      mark();
    }, AGAIN);
    return () => {
      clearTimeout(timer);
      clearTimeout(again);
      observer.disconnect();
      highlight([], null);
    };
  }, [expression, here]);
}

function bring(range) {
  const area = document.querySelector(".messages");
  const [outer, inner] = [area.getBoundingClientRect(), range.getBoundingClientRect()];
  if (inner.top >= outer.top + 40 && inner.bottom <= outer.bottom - 40) return;
  // As if the reader had turned the wheel: an answer that is being written no longer pulls the page down.
  area.dispatchEvent(new WheelEvent("wheel", { deltaY: -1, bubbles: true }));
  area.scrollTop += inner.top - outer.top - outer.height / 3;
}
