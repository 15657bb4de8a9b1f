// Keeps address, title and the chat on show together; renders nothing.
import { useEffect, useRef } from "react";
import { idInAddress, opener, writeAddress } from "./address.js";

export function ChatAddress({ conversationId, title, ready, opened, left, untitled, onOpen }) {
  const last = useRef({ id: conversationId, opened, left });
  const open = useRef(onOpen);
  open.current = onOpen;
  useEffect(() => {
    opener((id) => open.current(id));
    const moved = () => open.current(idInAddress());
    addEventListener("popstate", moved);
    return () => removeEventListener("popstate", moved);
  }, []);
  useEffect(() => {
    if (!ready) return;
    const before = last.current;
    last.current = { id: conversationId, opened, left };
    if (idInAddress() === conversationId) return;
    const begun = !before.id && conversationId && before.opened === opened;
    const sentAway = left > before.left;
    // A new chat has got its id, or the chat on show was deleted: the address follows.
    if (begun || sentAway) writeAddress(conversationId, true);
    // After a restart the server may have another chat in mind than the reader: the reader is right.
    else open.current(idInAddress());
  }, [conversationId, opened, left, ready]);
  useEffect(() => {
    document.title = title ? `${title} · Parley` : untitled;
  }, [title, untitled]);
  return null;
}
