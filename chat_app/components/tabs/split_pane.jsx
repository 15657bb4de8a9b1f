// The chat beside the one in front: this page once more in a frame, so that everything works in it; and the line between.
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { ArrowLeftRight, Maximize2, X } from "lucide-react";
import { addressOf, idInAddress, visit } from "$/public/external/chat_app/components/layout/library/address.js";
import { heard, sendTo, tellDesk, usePane } from "$/public/external/chat_app/components/layout/library/pane.js";
import { runAction, useAction } from "$/public/external/chat_app/components/ui/library/actions.js";

const [LEAST, MOST, STEP] = [20, 80, 5];
const WIDE = "(min-width: 861px)";
const clamp = (share) => Math.round(Math.max(LEAST, Math.min(share, MOST)));

let frame = null;
export const focusPane = () => {
  frame?.focus();
  sendTo(frame?.contentWindow, { focus: true });
};

const watchWidth = (notify) => {
  const wide = matchMedia(WIDE);
  wide.addEventListener("change", notify);
  return () => wide.removeEventListener("change", notify);
};
const useWide = () => useSyncExternalStore(watchWidth, () => matchMedia(WIDE).matches, () => false);

export function SplitPane({ tabs, labels, onSplit }) {
  const beside = tabs.find((tab) => tab.share > 0);
  const wide = useWide();
  if (!beside || !wide) return null;
  return <Pane tab={beside} labels={labels} onSplit={onSplit} />;
}

function Pane({ tab, labels, onSplit }) {
  const { id } = tab;
  const box = useRef(null);
  const element = useRef(null);
  const first = useRef(addressOf(id));
  const shownId = useRef("");
  const loaded = useRef(false);
  const wanted = useRef(id);
  const [share, setShare] = useState(tab.share);
  const [dragging, setDragging] = useState(false);
  const latest = useRef();
  latest.current = { share, onSplit };
  useEffect(() => setShare(tab.share), [tab.share]);
  useEffect(() => {
    frame = element.current;
    return () => {
      frame = null;
    };
  }, []);
  useEffect(() => {
    wanted.current = id;
    if (loaded.current && shownId.current !== id) sendTo(element.current.contentWindow, { open: id });
  }, [id]);
  useEffect(() => {
    const listen = (event) => {
      const message = heard(event, () => element.current.contentWindow);
      if (!message) return;
      if (message.action) runAction(message.action);
      if (message.shown === undefined) return;
      const begins = !loaded.current;
      loaded.current = true;
      shownId.current = message.shown;
      if (!message.shown || message.shown === wanted.current) return;
      // Its reader went to another chat; but a frame that has just loaded may not know yet what is wanted now.
      if (begins) sendTo(element.current.contentWindow, { open: wanted.current });
      else latest.current.onSplit(message.shown, latest.current.share);
    };
    addEventListener("message", listen);
    return () => removeEventListener("message", listen);
  }, []);
  const place = (event) => {
    const { left, width } = box.current.parentElement.getBoundingClientRect();
    return clamp(100 - ((event.clientX - left) / width) * 100);
  };
  const dropped = () => {
    setDragging(false);
    if (latest.current.share !== tab.share) onSplit(id, latest.current.share);
  };
  const keyed = (event) => {
    const step = { ArrowLeft: STEP, ArrowRight: -STEP }[event.key];
    if (!step) return;
    event.preventDefault();
    setShare(clamp(share + step));
    onSplit(id, clamp(share + step));
  };
  const leave = () => onSplit(id, 0);
  const swap = () => {
    const left = idInAddress();
    if (left.length !== 36) return full();
    visit(id);
    return onSplit(left, share);
  };
  const full = () => {
    visit(id);
    leave();
  };
  const name = tab.title || labels.untitled;
  return (
    <section ref={box} className={dragging ? "split-pane dragging" : "split-pane"} style={{ "--share": `${share}%` }} aria-label={labels.besideName.replace("{title}", name)} data-testid="split-pane">
      <div
        className="split-edge"
        role="separator"
        aria-orientation="vertical"
        aria-label={labels.resize}
        aria-valuenow={share}
        aria-valuemin={LEAST}
        aria-valuemax={MOST}
        tabIndex={0}
        data-testid="split-edge"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDragging(true);
        }}
        onPointerMove={(event) => dragging && setShare(place(event))}
        onPointerUp={dropped}
        onKeyDown={keyed}
      />
      <div className="split-head">
        <IconButton icon={ArrowLeftRight} label={labels.swap} testid="split-swap" onClick={swap} />
        <IconButton icon={Maximize2} label={labels.full} testid="split-full" onClick={full} />
        <IconButton icon={X} label={labels.closeSplit} testid="split-close" onClick={leave} />
      </div>
      <iframe ref={element} className="split-frame" src={first.current} title={name} data-testid="split-frame" />
    </section>
  );
}

function IconButton({ icon: Icon, label, testid, onClick }) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} data-testid={testid} onClick={onClick}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
    </button>
  );
}

const FORWARDED = [...Array.from({ length: 9 }, (_, index) => `tab.${index + 1}`), "tab.next", "tab.previous", "tab.reopen"];

/** Inside the frame: tells the desk which chat is on show, and hands it what only the desk can do. */
export function PaneLink({ conversationId, ready }) {
  const pane = usePane();
  useEffect(() => {
    if (pane && ready) tellDesk({ shown: conversationId });
  }, [pane, ready, conversationId]);
  useEffect(() => {
    if (!pane) return undefined;
    const listen = (event) => {
      const message = heard(event, () => window.parent);
      if (message?.open) visit(message.open);
      if (message?.focus) document.getElementById("composer")?.focus();
    };
    addEventListener("message", listen);
    return () => removeEventListener("message", listen);
  }, [pane]);
  return pane ? FORWARDED.map((name) => <Forward key={name} name={name} />) : null;
}

function Forward({ name }) {
  useAction(name, () => tellDesk({ action: name }));
  return null;
}

/** Says which chat somebody looks at: what is on show in a page that is visible. Renders nothing. */
export function Presence({ conversationId, running, ready, onShow }) {
  const show = useRef(onShow);
  show.current = onShow;
  const last = useRef("");
  useEffect(() => {
    if (!ready || conversationId.length !== 36) return undefined;
    const look = () => document.visibilityState === "visible" && show.current(conversationId);
    // An answer that begins is no news; its end is.
    if (last.current !== conversationId || !running) look();
    last.current = conversationId;
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [conversationId, running, ready]);
  return null;
}
