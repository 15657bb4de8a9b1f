/**
 * What the browser knows of a running turn: built from the turn's events, each counted once by its `seq`. Pure, no DOM.
 */
export class LiveAnswer {
  seq = 0;
  text = "";
  reasoning = "";
  reasoningMs = 0;
  ended = false;
  /** Whether another model began anew, so that what the page had stored counts no more; then `notice` says why. */
  anew = false;
  notice = "";
  /** What the search in documents has told: {state, sources, answerable}, `key` where it failed; null where nothing was searched. */
  knowledge = null;

  /** @param {{event: string, data: string, id: string}} event @returns {boolean} whether something changed */
  apply({ event, data, id }) {
    const body = parse(data);
    if (body === null) return false;
    const seq = Number(body.seq ?? id);
    if (this.ended || !(seq > this.seq || event === "turn.completed")) return false;
    if (seq > this.seq) this.seq = seq;
    return this.#take(event, body);
  }

  #take(event, body) {
    if (event === "delta") this.text += body.text ?? "";
    else if (event === "reasoning") this.reasoning += body.text ?? "";
    else if (event === "reasoning.done") this.reasoningMs = body.ms ?? 0;
    else if (event === "restart") this.#begin(body);
    else if (event === "citation") this.knowledge = { ...this.knowledge, ...body };
    else if (event === "turn.completed") this.#finish(body.message ?? {});
    else return false;
    return true;
  }

  /** Another model answers: what came from the one before is dropped. */
  #begin(body) {
    this.anew = true;
    this.notice = body.detail ?? "";
    this.text = "";
    this.reasoning = "";
    this.reasoningMs = 0;
  }

  #finish(message) {
    this.ended = true;
    if (typeof message.text === "string") this.text = message.text;
    if (typeof message.reasoning === "string") this.reasoning = message.reasoning;
    if (message.reasoning_ms) this.reasoningMs = message.reasoning_ms;
  }
}

function parse(data) {
  try {
    const body = JSON.parse(data);
    return typeof body === "object" ? body : null;
  } catch {
    return null;
  }
}
