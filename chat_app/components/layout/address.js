// The address of the page and the chat on show say the same. Going from chat to chat is one event to the server and
// no change of route: the page stays mounted, a streaming answer goes on, the composer keeps its focus.
const CHAT = /^\/c\/([0-9a-f-]{36})\/?$/;
let open = () => {};

export const opener = (handler) => {
  open = handler;
};
export const addressOf = (id) => (id ? `/c/${id}` : "/");
export const idInAddress = () => CHAT.exec(location.pathname)?.[1] ?? "";

// The router numbers its history entries; ours carry on so that Back stays in order.
export const writeAddress = (id, replace) => {
  const idx = history.state?.idx ?? 0;
  const state = { ...history.state, idx: replace ? idx : idx + 1, key: `chat-${id}` };
  if (replace) history.replaceState(state, "", addressOf(id));
  else history.pushState(state, "", addressOf(id));
};
export const visit = (id) => {
  if (idInAddress() !== id || location.pathname !== addressOf(id)) writeAddress(id, false);
  open(id);
};

// Links keep their own meaning for new tabs and windows.
export const isPlainClick = (event) => event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
