// Which documents the chat on show is answered from. One for the page: the composer sets it, the header shows it.
import { useSyncExternalStore } from "react";
import { ApiError, api } from "$/public/external/chat_app/components/ui/library/api.js";
import { USUAL, sent } from "./scope.js";

let shown = { id: "", folderId: "", scope: USUAL, failed: "" };
let latest = 0;
const listeners = new Set();
const subscribe = (notify) => {
  listeners.add(notify);
  return () => listeners.delete(notify);
};
const change = (next) => {
  shown = { ...shown, ...next };
  listeners.forEach((notify) => notify());
};
const sentence = (error) => (error instanceof ApiError && error.message) || " ";
const path = (id) => `/conversations/${encodeURIComponent(id)}/knowledge`;

/** @returns {{id: string, folderId: string, scope: object, failed: string}} `failed` is a sentence, or " " */
export const useScope = () => useSyncExternalStore(subscribe, () => shown, () => shown);
export const currentScope = () => shown;

/** Another chat is on show; "" is one that has not begun. Nothing is known of it but what is usual until it is asked. */
export function showScope(id, folderId) {
  change(id && id === shown.id ? { folderId } : { id, folderId, scope: USUAL, failed: "" });
  if (id) readScope();
}

/** Ask what the scope comes to now: documents may have come or gone. */
export const readScope = () => answer(shown.id ? () => api(path(shown.id)) : () => preview(shown.scope), shown.scope);

/** Change some of it; at once on the page, and taken back when the server says no. A chat that has not begun takes it along with its first message. */
export function setScope(changes) {
  const before = shown.scope;
  const scope = { ...before, ...changes };
  change({ scope, failed: "" });
  return answer(shown.id ? () => api(path(shown.id), { method: "PUT", body: sent(scope) }) : () => preview(scope), before);
}

const preview = (scope) => api("/knowledge/scope", { method: "POST", body: { ...sent(scope), folder_id: shown.folderId } });

// What was asked for last counts, whichever answer comes first.
async function answer(ask, before) {
  latest += 1;
  const mine = latest;
  try {
    const scope = await ask();
    if (mine === latest) change({ scope, failed: "" });
  } catch (error) {
    if (mine === latest) change({ scope: before, failed: sentence(error) });
  }
}
