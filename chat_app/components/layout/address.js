// The address of the page and the chat on show say the same. Going from chat to chat is one event to the server and
// no change of route: the page stays mounted, a streaming answer goes on, the composer keeps its focus.
import { goTo } from "./navigation.js";

import { isPane } from "./pane.js";

const CHAT = /^\/c\/([^/]+)\/?$/;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Stands for an address that no chat can have, as on the server (conversation_state.py). */
export const NOWHERE = "-";
let open = () => {};

export const opener = (handler) => {
  open = handler;
};
export const addressOf = (id) => (id ? `/c/${id}` : "/");
export const idInAddress = () => {
  const [, id = ""] = CHAT.exec(location.pathname) ?? [];
  return !id || ID.test(id) ? id : NOWHERE;
};

// The router numbers its history entries; ours carry on so that Back stays in order.
export const writeAddress = (id, instead) => {
  // The frame beside the desk has no history of its own: Back belongs to the desk.
  const replace = instead || isPane();
  const idx = history.state?.idx ?? 0;
  const state = { ...history.state, idx: replace ? idx : idx + 1, key: `chat-${id}` };
  if (replace) history.replaceState(state, "", addressOf(id));
  else history.pushState(state, "", addressOf(id));
};
const isChatPage = () => location.pathname === "/" || CHAT.test(location.pathname);
export const visit = (id) => {
  if (!isChatPage()) return goTo(addressOf(id));
  if (idInAddress() !== id || location.pathname !== addressOf(id)) writeAddress(id, false);
  return open(id);
};

// Links keep their own meaning for new tabs and windows.
export const isPlainClick = (event) => event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
