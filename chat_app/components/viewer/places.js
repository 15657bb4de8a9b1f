// Where a passage is: pages and boxes, or characters of a text.

/** What `openDocument` was given, as passages to go through, and which one is first. */
export function passagesOf({ chunkId = "", page = 0, start = -1, end = -1, boxes = [], passages = [] }) {
  const asked = { chunkId, page, start, end, boxes };
  const isPlace = chunkId || page || start >= 0 || boxes.length;
  if (!passages.length) return { passages: isPlace ? [asked] : [], at: 0 };
  const at = passages.findIndex((each) => each.chunkId === chunkId);
  const all = passages.map((each) => ({ ...NOWHERE, ...each }));
  return at < 0 && isPlace ? { passages: [asked, ...all], at: 0 } : { passages: all, at: Math.max(at, 0) };
}

const NOWHERE = { chunkId: "", page: 0, start: -1, end: -1, boxes: [] };

/** Whether the server has to be asked where it is. */
export const isIncomplete = (passage) => Boolean(passage?.chunkId) && passage.start < 0 && !passage.boxes.length;

/** The boxes on each page; they come as [page, left, top, right, bottom] in points. */
export function boxesByPage(boxes) {
  const found = new Map();
  for (const [page, left, top, right, bottom] of boxes) {
    if (!found.has(page)) found.set(page, []);
    found.get(page).push({ left, top, right, bottom });
  }
  return found;
}

const share = (part, whole) => `${(100 * part) / whole}%`;

/** A box as it lies on a page of any size. */
export const styleOf = ({ left, top, right, bottom }, { width, height }) => ({
  left: share(left, width),
  top: share(top, height),
  width: share(right - left, width),
  height: share(bottom - top, height),
});

/** The first of the elements that begins below `limit` comes after the one we are at. @returns its index, from 0 */
export function indexAt(elements, limit) {
  let [low, high] = [0, elements.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (elements[middle].offsetTop <= limit) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** Characters as the server counts them, which are not those of JavaScript: "🐝" is one. */
export const signsOf = (text) => Array.from(text);

/** A text from `start` on, cut where the mark from `from` to `to` begins and ends. @returns [before, marked, after] */
export function cut(text, start, from, to) {
  const signs = signsOf(text);
  const [first, last] = [from - start, to - start].map((at) => Math.max(0, Math.min(at, signs.length)));
  return [signs.slice(0, first).join(""), signs.slice(first, last).join(""), signs.slice(last).join("")];
}

export const fill = (text, params) => text.replace(/\{(\w+)\}/g, (_, name) => params[name]);
