/**
 * Markdown to a syntax tree (mdast): CommonMark, GFM and mathematics. Raw HTML blocks do not exist: a tag is text.
 */
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmAutolinkLiteralFromMarkdown } from "mdast-util-gfm-autolink-literal";
import { gfmFootnoteFromMarkdown } from "mdast-util-gfm-footnote";
import { gfmStrikethroughFromMarkdown } from "mdast-util-gfm-strikethrough";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTaskListItemFromMarkdown } from "mdast-util-gfm-task-list-item";
import { gfmAutolinkLiteral } from "micromark-extension-gfm-autolink-literal";
import { gfmFootnote } from "micromark-extension-gfm-footnote";
import { gfmStrikethrough } from "micromark-extension-gfm-strikethrough";
import { gfmTable } from "micromark-extension-gfm-table";
import { gfmTaskListItem } from "micromark-extension-gfm-task-list-item";
import { mathFromMarkdown, mathSyntax } from "./math_syntax.js";

const { enter, exit } = gfmAutolinkLiteralFromMarkdown(); // without its `transforms`: quadratic regular expressions over all text

const OPTIONS = {
  extensions: [
    gfmAutolinkLiteral(),
    gfmFootnote(),
    gfmStrikethrough({ singleTilde: false }),
    gfmTable(),
    gfmTaskListItem(),
    mathSyntax,
    { disable: { null: ["htmlFlow"] } },
  ],
  mdastExtensions: [
    { enter, exit },
    gfmFootnoteFromMarkdown(),
    gfmStrikethroughFromMarkdown(),
    gfmTableFromMarkdown(),
    gfmTaskListItemFromMarkdown(),
    mathFromMarkdown,
  ],
};

/**
 * @param {string} text one piece of a message
 * @param {string[]} links identifiers that other pieces define as link references
 * @param {string[]} notes identifiers that other pieces define as footnotes
 * @returns nodes of the piece, with offsets into `text`
 */
export function parseMarkdown(text, links = [], notes = []) {
  // A reference is only seen as one when its definition stands in the same source, so stand-ins go in front.
  const preamble = links.map((label) => `[${label}]: #\n`).join("") + notes.map((label) => `[^${label}]: .\n`).join("");
  const head = preamble ? `${preamble}\n` : "";
  const nodes = fromMarkdown(head + text, OPTIONS).children;
  const own = head ? nodes.filter((node) => node.position.start.offset >= head.length) : nodes;
  return { nodes: own, shift: head.length };
}
