// How any part of the page has a document shown, without knowing who shows it.
export const EVENT = "parley:document";

/**
 * Open a document in the viewer, at a place where there is one. Of the place, only what is known needs to be said:
 * for a passage its id will do, and what it lacks is asked for.
 * @param place.documentId which document
 * @param place.chunkId the passage to mark
 * @param place.page from 1
 * @param place.start @param place.end characters of the document's text
 * @param place.boxes [page, left, top, right, bottom] in points from the top left corner, the source's as they come
 * @param place.passages [{chunkId, page, start, end, boxes}]: all that were cited of it, to go from one to the next
 */
export function openDocument({ documentId, chunkId = "", page = 0, start = -1, end = -1, boxes = [], passages = [] }) {
  dispatchEvent(new CustomEvent(EVENT, { detail: { documentId, chunkId, page, start, end, boxes, passages } }));
}

/** The address that shows the same, for a tab of its own. */
export const addressOf = (documentId, chunkId = "") => `/knowledge?${new URLSearchParams({ document: documentId, ...(chunkId && { passage: chunkId }) })}`;
