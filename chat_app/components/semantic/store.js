// Which chats and messages are knowledge: asked for once, and again when that changed here.
import { useSyncExternalStore } from "react";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";

const NONE = new Map();
let known = NONE;
const listeners = new Set();
const subscribe = (notify) => {
  listeners.add(notify);
  return () => listeners.delete(notify);
};

/** @returns {Map<string, {document_id: string, folder_id: string}>} by "chat:<id>" and "message:<id>" */
export const useSemantic = () => useSyncExternalStore(subscribe, () => known, () => NONE);

export const semanticOf = (kind, id) => known.get(`${kind}:${id}`);

/** Without an answer what was known stays. */
export async function loadSemantic() {
  const items = await api("/semantic").catch(() => null);
  if (!items) return;
  known = new Map(items.map((each) => [`${each.kind}:${each.id}`, each]));
  listeners.forEach((notify) => notify());
}
