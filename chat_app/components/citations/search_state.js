/** What is to be said of the search behind an answer. Pure. */

const NO_ROOM = "citation.no_room";

/**
 * @param {{state: string, answerable?: boolean, sources?: object[]} | null} knowledge the `citation` events of a turn together
 * @param {boolean} begun whether the answer has words: then only what its reader has to know is said
 * @returns {"" | "searching" | "found" | "nothing" | "no_room" | "search_failed"}
 */
export function lineOf(knowledge, begun) {
  if (!knowledge) return "";
  // What goes along in full comes also where the search failed.
  if (knowledge.key) return knowledge.key === NO_ROOM ? "no_room" : "search_failed";
  if (knowledge.state === "found" && knowledge.answerable === false) return "nothing";
  if (begun) return "";
  if (knowledge.state === "searching") return "searching";
  return knowledge.state === "found" && documentsOf(knowledge.sources ?? []) ? "found" : "";
}

/** How many documents passages come from; none where the reader is told their numbers alone. */
export const documentsOf = (sources) => new Set(sources.map((source) => source.document_id).filter(Boolean)).size;
