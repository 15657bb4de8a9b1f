// What happens when somebody wants to see a source: its document opens, or on a phone first a sheet with the passage.
import { openDocument } from "$/public/external/chat_app/components/viewer/library/opening.js";
import { hideCard, hideSheet, showCard, showSheet } from "./desk.js";
import { opens } from "./numbers.js";

const byTouch = () => matchMedia("(hover: none)").matches;

const placeOf = (source) => ({ chunkId: source.chunk_id, page: source.page, start: source.start, end: source.end, boxes: source.boxes });

/** Show the document at the passage; the viewer goes on to what else was cited of it. */
export function openSource(source, { known }) {
  const same = [...known.values()].filter((other) => other.document_id === source.document_id && other.cited && opens(other));
  hideCard();
  hideSheet();
  openDocument({ documentId: source.document_id, ...placeOf(source), passages: same.map(placeOf) });
}

/** `shown` as `desk.js` takes it. */
export function activate(shown, citations) {
  const source = shown.read();
  if (byTouch()) showSheet({ ...shown, open: () => openSource(shown.read(), citations) });
  else if (opens(source)) openSource(source, citations);
  else showCard(shown);
}
