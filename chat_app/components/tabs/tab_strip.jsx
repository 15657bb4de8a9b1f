// The strip of open chats over the page. Keys on a tab: arrows walk, Ctrl+Shift+arrows move it, Delete closes it.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Plus } from "lucide-react";
import { visit } from "$/public/external/chat_app/components/layout/library/address.js";
import { useTabActions, useDesk } from "./desk.js";
import { placeAt } from "./order.js";
import { CHAT_TYPE, NewTab, TabItem } from "./tab.jsx";
import { TabList, TabMenu, TabSwitcher } from "./tab_menus.jsx";

export function TabStrip({ tabs, closed, ready, currentId, title, modelLabel, reopenedId, reopened, labels, onClose, onReopen, onPin, onMove, onSplit }) {
  const on = useMemo(() => ({}), []);
  Object.assign(on, { close: onClose, pin: onPin, move: onMove, split: onSplit, reopen: onReopen });
  const desk = useDesk({ tabs, currentId, title, modelLabel, on });
  const { shown, show, close, move } = desk;
  const strip = useRef(null);
  const [menu, setMenu] = useState(null);
  const [drag, setDrag] = useState({ id: "", place: -1 });
  const openMenu = useCallback((id, rect) => setMenu({ id, rect }), []);
  const closeOne = useCallback((id) => close(id), [close]);
  const dragged = useCallback((id) => setDrag({ id, place: -1 }), []);
  useTabActions(desk, currentId, on);
  useSwipe(shown, currentId, show);
  useEffect(() => {
    if (reopened) visit(reopenedId);
  }, [reopened]);
  useEffect(() => {
    strip.current?.querySelector("[data-active=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [currentId, shown.length]);

  const over = (event) => {
    if (!event.dataTransfer.types.includes(CHAT_TYPE)) return;
    event.preventDefault();
    const others = [...strip.current.querySelectorAll("[data-testid=tab]")].filter((element) => element.dataset.id !== drag.id);
    const middles = others.map((element) => element.getBoundingClientRect()).map(({ left, width }) => left + width / 2);
    const place = placeAt(middles, event.clientX);
    if (place !== drag.place) setDrag((before) => ({ ...before, place }));
  };
  const dropped = (event) => {
    event.preventDefault();
    if (drag.id && drag.place >= 0) move(drag.id, drag.place);
    setDrag({ id: "", place: -1 });
  };
  const pressed = (event) => keys(event, shown, { show, close, move });
  const rolled = (event) => {
    if (!event.deltaX) strip.current.scrollLeft += event.deltaY;
  };
  const mark = drag.id && drag.place >= 0 ? shown.filter((tab) => tab.id !== drag.id)[drag.place]?.id ?? "end" : "";
  return (
    <>
      <nav className="tab-strip" aria-label={labels.strip} data-testid="tab-strip" data-ready={ready}>
        <ul ref={strip} className="tabs" onKeyDown={pressed} onWheel={rolled} onDragOver={over} onDrop={dropped} onDragLeave={() => setDrag((before) => ({ ...before, place: -1 }))} data-drop={mark === "end" ? "end" : undefined}>
          {shown.map((tab) => (
            <Slot key={tab.id} marked={tab.id === mark}>
              <TabItem tab={tab} active={tab.id === currentId} labels={labels} onShow={show} onClose={closeOne} onMenu={openMenu} onDrag={dragged} />
            </Slot>
          ))}
          {ready && !currentId && <NewTab labels={labels} onClose={shown.length ? () => show(shown.at(-1).id) : null} />}
        </ul>
        <button type="button" className="icon-button tab-add" data-testid="tab-add" aria-label={labels.add} title={labels.addHint} onClick={() => visit("")}>
          <Plus size={16} strokeWidth={1.75} aria-hidden />
        </button>
        <TabList desk={desk} currentId={currentId} closed={closed} on={on} labels={labels} />
      </nav>
      <div className="tab-switcher">
        <TabSwitcher desk={desk} currentId={currentId} closed={closed} on={on} labels={labels} />
      </div>
      <TabMenu menu={menu} desk={desk} on={on} labels={labels} onClosed={() => setMenu(null)} />
    </>
  );
}

function Slot({ marked, children }) {
  return marked ? (
    <>
      <li className="tab-gap" aria-hidden />
      {children}
    </>
  ) : (
    children
  );
}

function keys(event, shown, { show, close, move }) {
  const item = event.target.closest("[data-testid=tab]");
  if (!item) return;
  const place = shown.findIndex((tab) => tab.id === item.dataset.id);
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step && event.ctrlKey && event.shiftKey) {
    move(item.dataset.id, place + step);
    refocus(item.dataset.id);
  } else if (event.key === "Delete") {
    const beside = shown[place + 1] ?? shown[place - 1];
    close(item.dataset.id);
    refocus(beside?.id);
  } else if ((step || event.key === "Home" || event.key === "End") && !event.altKey && !event.ctrlKey && !event.metaKey) {
    const links = [...event.currentTarget.querySelectorAll(".tab-link")];
    const here = links.indexOf(document.activeElement);
    const next = step ? here + step : event.key === "Home" ? 0 : links.length - 1;
    links[Math.max(0, Math.min(next, links.length - 1))]?.focus();
  } else if (event.key === " ") show(item.dataset.id);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

// A tab that moves is another element in another place: the focus goes with it.
const refocus = (id) => requestAnimationFrame(() => document.querySelector(`.tab[data-id="${id}"] .tab-link`)?.focus());

const FAR = 60;

/** On a phone the line above the messages is swiped from tab to tab. What scrolls sideways itself is left alone. */
function useSwipe(shown, currentId, show) {
  const latest = useRef();
  latest.current = { shown, currentId, show };
  useEffect(() => {
    let start = null;
    const began = (event) => {
      const line = event.touches.length === 1 && event.target.closest?.(".page-header");
      start = line ? { x: event.touches[0].clientX, y: event.touches[0].clientY } : null;
    };
    const ended = (event) => {
      if (!start) return;
      const touch = event.changedTouches[0];
      const [dx, dy] = [touch.clientX - start.x, touch.clientY - start.y];
      start = null;
      if (Math.abs(dx) < FAR || Math.abs(dx) < 2 * Math.abs(dy)) return;
      const { shown: all, currentId: id, show: go } = latest.current;
      const at = all.findIndex((tab) => tab.id === id);
      const next = at < 0 ? all.at(-1) : all[at + (dx < 0 ? 1 : -1)];
      if (next) go(next.id);
    };
    addEventListener("touchstart", began, { passive: true });
    addEventListener("touchend", ended, { passive: true });
    return () => {
      removeEventListener("touchstart", began);
      removeEventListener("touchend", ended);
    };
  }, []);
}
