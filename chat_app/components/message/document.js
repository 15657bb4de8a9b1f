/**
 * A message as a row of pieces plus what the pieces must know of each other: link definitions and footnotes.
 * Everything is a function of the text; what is unchanged since the last update is not computed again.
 */
import { normalizeIdentifier } from "micromark-util-normalize-identifier";
import { BlockSplitter } from "./blocks.js";
import { isTooComplex } from "./complexity.js";
import { parseMarkdown } from "./markdown_parse.js";

const MAY_DEFINE = /\][ \t]*:/;
const NO_DEFINITIONS = { links: [], notes: [] };

/**
 * @typedef {{kind: "flow" | "code" | "plain", text: string, open: boolean, own: {links: object[], notes: object[]}}} Block
 * @typedef {{blocks: Block[], links: Map<string, object>, notes: Map<string, object>}} View
 *   `links`: identifier -> {id, url, title}; `notes`: identifier -> {id, number}, in the order of their first mention
 */

export class MarkdownDocument {
  #splitter = new BlockSplitter();
  #blocks = [];
  #view = { blocks: [], links: new Map(), notes: new Map() };
  #text = null;

  /** @param {string} text @returns {View} the same object while the text is the same */
  update(text) {
    if (text === this.#text) return this.#view;
    this.#text = text;
    const pieces = this.#splitter.update(text);
    const before = this.#blocks;
    this.#blocks = pieces.map((piece, index) => reuse(before[index], piece, text) ?? block(piece, text));
    this.#view = { blocks: this.#blocks, ...collect(this.#blocks) };
    return this.#view;
  }
}

/** The block of the update before if it is certainly the same piece. */
function reuse(known, piece, text) {
  if (!known || known.start !== piece.start || known.end !== piece.end || known.open !== piece.open) return null;
  return known.text === text.slice(piece.start, piece.end) ? known : null;
}

function block(piece, source) {
  const text = source.slice(piece.start, piece.end);
  const kind = piece.kind === "flow" && isTooComplex(text) ? "plain" : piece.kind;
  const own = kind === "flow" && MAY_DEFINE.test(text) ? definitionsIn(text) : NO_DEFINITIONS;
  return { kind, text, open: piece.open, start: piece.start, end: piece.end, own };
}

function definitionsIn(text) {
  const links = [];
  const notes = [];
  visit(parseMarkdown(text).nodes, (node) => {
    if (node.type === "definition") links.push({ id: node.identifier, url: node.url, title: node.title ?? "" });
    if (node.type === "footnoteDefinition") notes.push({ id: node.identifier });
  });
  return { links, notes };
}

function collect(blocks) {
  const links = new Map();
  const notes = new Map();
  for (const { own } of blocks) {
    for (const link of own.links) if (!links.has(link.id)) links.set(link.id, link);
    for (const note of own.notes) if (!notes.has(note.id)) notes.set(note.id, { ...note, number: 0 });
  }
  if (notes.size) numberNotes(blocks, notes);
  return { links, notes };
}

/** Footnotes are counted in the order in which the text mentions them; unmentioned ones stay without a number and out of sight. */
function numberNotes(blocks, notes) {
  let count = 0;
  for (const { kind, text } of blocks) {
    if (kind !== "flow" || !text.includes("[^")) continue;
    visit(parseMarkdown(text, [], [...notes.keys()]).nodes, (node) => {
      const note = node.type === "footnoteReference" ? notes.get(node.identifier) : undefined;
      if (note && note.number === 0) note.number = count += 1;
    });
  }
}

/** Those definitions of the message that a piece may refer to. A superset costs a needless parse, never a wrong one. */
export function definitionsFor(block, links, notes) {
  if (block.kind !== "flow" || !block.text.includes("[") || links.size + notes.size === 0) return NO_DEFINITIONS;
  const text = normalizeIdentifier(block.text);
  return {
    links: [...links.values()].filter((link) => text.includes(normalizeIdentifier(link.id))),
    notes: [...notes.values()].filter((note) => text.includes(normalizeIdentifier(note.id))),
  };
}

function visit(nodes, look) {
  for (const node of nodes) {
    look(node);
    if (node.children) visit(node.children, look);
  }
}
