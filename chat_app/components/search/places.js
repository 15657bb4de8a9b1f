// Marks places in the messages on show without touching their markup (CSS Custom Highlight API).
const BODIES = ".bubble, .msg-body";
const SKIPPED = "button, .katex-mathml, [aria-hidden=true], .msg-unseen";

/** @returns {Range[]} where `expression` matches in a message, also across bold words and links */
export function placesIn(message, expression) {
  return [...message.querySelectorAll(BODIES)].flatMap((body) => rangesOf(body, expression));
}

function rangesOf(body, expression) {
  const [nodes, text] = textOf(body);
  const ranges = [];
  for (const match of text.matchAll(expression)) {
    if (!match[0]) break;
    const range = new Range();
    const [first, last] = [nodeAt(nodes, match.index), nodeAt(nodes, match.index + match[0].length - 1)];
    range.setStart(first.node, match.index - first.start);
    range.setEnd(last.node, match.index + match[0].length - last.start);
    ranges.push(range);
  }
  return ranges;
}

function textOf(body) {
  const nodes = [];
  let text = "";
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
    return node.matches(SKIPPED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    nodes.push({ node, start: text.length });
    text += node.data;
  }
  return [nodes, text];
}

const nodeAt = (nodes, index) => {
  let [low, high] = [0, nodes.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (nodes[middle].start <= index) low = middle;
    else high = middle - 1;
  }
  return nodes[low];
};

/** Shows all places, and the one the reader is at; nothing for no places. Browsers that cannot show none. */
export function highlight(ranges, here) {
  if (typeof Highlight === "undefined" || !CSS.highlights) return;
  CSS.highlights.set("in-chat", new Highlight(...ranges.filter((range) => range !== here)));
  CSS.highlights.set("in-chat-here", here ? new Highlight(here) : new Highlight());
}
