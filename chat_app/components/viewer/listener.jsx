// A document is opened by whoever asks for it, or by the address; on the page of documents the address says what is open.
import { useEffect } from "react";
import { openPanel, usePanel } from "$/public/external/chat_app/components/layout/library/panel.js";
import { EVENT } from "./opening.js";

export const SECTION = "document";
const PAGE = /^\/knowledge\/?$/;

let serial = 0;
const show = (detail) => {
  serial += 1;
  openPanel(SECTION, { ...detail, serial });
};

export function DocumentListener() {
  const { name, data } = usePanel();
  useEffect(() => {
    const asked = (event) => show(event.detail);
    addEventListener(EVENT, asked);
    const query = new URLSearchParams(location.search);
    if (PAGE.test(location.pathname) && query.get("document")) show({ documentId: query.get("document"), chunkId: query.get("passage") ?? "" });
    return () => removeEventListener(EVENT, asked);
  }, []);
  const opened = name === SECTION ? data : null;
  useEffect(() => {
    // Before anything was open, the address is what tells us, and not the other way round.
    if (serial && PAGE.test(location.pathname)) writeAddress(opened);
  }, [opened]);
  return null;
}

function writeAddress(opened) {
  const address = new URL(location.href);
  for (const [name, value] of [
    ["document", opened?.documentId],
    ["passage", opened?.chunkId],
  ]) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  history.replaceState(history.state, "", address);
}
