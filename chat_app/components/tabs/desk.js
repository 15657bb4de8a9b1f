// What the strip, its menus, the keys and the phone's sheet have in common: the tabs as this page sees them, and verbs.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { visit } from "$/public/external/chat_app/components/layout/library/address.js";
import { along, moved, neighbour } from "./order.js";
import { focusPane } from "./split_pane.jsx";

const HALF = 50;
export const canSplit = () => matchMedia("(min-width: 861px)").matches;

/** The tabs with what was just done to them and has not come back from the server, and the chat in front among them. */
export function useDesk({ tabs, currentId, title, modelLabel, on }) {
  const [pending, setPending] = useState({ gone: [], order: null });
  useEffect(() => setPending({ gone: [], order: null }), [tabs]);
  const shown = useMemo(() => {
    const known = (pending.order ?? tabs).filter((tab) => !pending.gone.includes(tab.id));
    const missing = currentId.length === 36 && !tabs.some((tab) => tab.id === currentId);
    return missing ? [...known, { id: currentId, title, model_label: modelLabel, provider: "", pinned: false, running: false, unread: false, share: 0 }] : known;
  }, [tabs, pending, currentId, title, modelLabel]);
  const state = useRef();
  state.current = { shown, currentId, on };
  const verbs = useMemo(() => makeVerbs(state, setPending), []);
  return { shown, ...verbs };
}

function makeVerbs(state, setPending) {
  const show = (id) => {
    const tab = state.current.shown.find((candidate) => candidate.id === id);
    if (tab?.share && id !== state.current.currentId && canSplit()) focusPane();
    else visit(id);
  };
  const close = (id, which = "this") => {
    const { shown, currentId, on } = state.current;
    const at = shown.findIndex((tab) => tab.id === id);
    const gone = shown.filter((tab, place) => (which === "this" ? tab.id === id : !tab.pinned && (which === "others" ? tab.id !== id : place > at))).map((tab) => tab.id);
    if (gone.includes(currentId)) visit(which === "this" ? neighbour(shown, id) : id);
    setPending((before) => ({ ...before, gone: [...before.gone, ...gone] }));
    on.close(id, which);
  };
  const move = (id, place) => {
    const { shown, on } = state.current;
    const order = moved(shown, id, place);
    if (order.every((tab, index) => tab === shown[index])) return;
    setPending((before) => ({ ...before, order }));
    on.move(id, place);
  };
  const split = (id) => {
    const { shown, currentId, on } = state.current;
    if (!id || !canSplit()) return;
    if (id === currentId) visit(neighbour(shown, id));
    on.split(id, HALF);
  };
  return { show, close, move, split };
}

/** Every verb by key and from the command palette. */
export function useTabActions({ shown, show, close, split }, currentId, on) {
  const current = shown.find((tab) => tab.id === currentId);
  for (let number = 1; number <= 9; number += 1) {
    const tab = number === 9 ? shown.at(-1) : shown[number - 1];
    useAction(`tab.${number}`, () => show(tab.id), Boolean(tab));
  }
  const step = useCallback((by) => show(along(shown, currentId, by)), [shown, currentId, show]);
  useAction("tab.next", () => step(1), shown.length > 0);
  useAction("tab.previous", () => step(-1), shown.length > 0);
  useAction("tab.close", () => (current ? close(currentId) : visit(shown.at(-1).id)), shown.length > 0);
  useAction("tab.reopen", on.reopen);
  useAction("tab.pin", () => on.pin(currentId, !current.pinned), Boolean(current));
  useAction("tab.split", () => split(currentId), Boolean(current));
}
