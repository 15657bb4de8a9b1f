/**
 * Server-sent events, read piece by piece (WHATWG "event stream" rules as far as a turn needs them).
 * Pure: no DOM, no fetch; `push` takes decoded text and returns the events that became complete.
 */
export class SseParser {
  #rest = "";
  #event = "";
  #data = [];
  #id = "";
  #skipNewline = false;

  /** @param {string} chunk @returns {{id: string, event: string, data: string}[]} */
  push(chunk) {
    const found = [];
    let text = this.#rest + chunk;
    // A line feed that belongs to a carriage return of the chunk before must not count as an empty line.
    if (this.#skipNewline && text.startsWith("\n")) text = text.slice(1);
    if (text) this.#skipNewline = false;
    let from = 0;
    for (;;) {
      const end = lineEnd(text, from);
      if (end < 0) break;
      this.#line(text.slice(from, end), found);
      from = end + 1;
      if (text[end] === "\r") {
        if (from === text.length) this.#skipNewline = true;
        else if (text[from] === "\n") from += 1;
      }
    }
    this.#rest = text.slice(from);
    return found;
  }

  #line(line, found) {
    if (line === "") return this.#dispatch(found);
    const colon = line.indexOf(":");
    if (colon === 0) return; // a comment: the server's ping
    const field = colon < 0 ? line : line.slice(0, colon);
    let value = colon < 0 ? "" : line.slice(colon + 1);
    if (value.startsWith(" ")) value = value.slice(1);
    if (field === "data") this.#data.push(value);
    else if (field === "event") this.#event = value;
    else if (field === "id") this.#id = value;
  }

  #dispatch(found) {
    if (this.#data.length) found.push({ id: this.#id, event: this.#event || "message", data: this.#data.join("\n") });
    this.#event = "";
    this.#data = [];
  }
}

function lineEnd(text, from) {
  const feed = text.indexOf("\n", from);
  const carriage = text.indexOf("\r", from);
  if (feed < 0 || carriage < 0) return Math.max(feed, carriage);
  return Math.min(feed, carriage);
}
