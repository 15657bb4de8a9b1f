// The lines of the map: from each message to those that follow it. Pure.
export const LANE = 16;
export const START = 14;
const MOST_LANES = 9;
const BEND = 8;

/** How far from the edge a lane lies; beyond a certain depth all share the last place. */
export const laneX = (lane) => START + Math.min(lane, MOST_LANES) * LANE;

/**
 * @param {{id: string, parent_id: string, lane: number, shown: boolean}[]} nodes from top to bottom
 * @param {number} row the height of a row
 * @returns {{shown: string, other: string}} two SVG paths: the branch on show, and all others
 */
export function linesOf(nodes, row) {
  const places = new Map(nodes.map((node, place) => [node.id, { node, y: (place + 0.5) * row }]));
  const parts = { shown: [], other: [] };
  for (const { node, y } of places.values()) {
    const parent = places.get(node.parent_id);
    if (!parent) continue;
    const kind = node.shown && parent.node.shown ? "shown" : "other";
    parts[kind].push(line(laneX(parent.node.lane), parent.y, laneX(node.lane), y));
  }
  return { shown: parts.shown.join(""), other: parts.other.join("") };
}

function line(x, y, toX, toY) {
  if (x === toX) return `M${x} ${y}V${toY}`;
  const bend = Math.min(BEND, Math.abs(toX - x));
  return `M${x} ${y}V${toY - bend}Q${x} ${toY} ${x + bend} ${toY}H${toX}`;
}

/** Where an arrow key leads: along the rows, or along the tree. @returns {number} the place of a row */
export function nextPlace(nodes, place, key) {
  const last = nodes.length - 1;
  if (key === "ArrowDown") return Math.min(last, place + 1);
  if (key === "ArrowUp") return Math.max(0, place - 1);
  if (key === "Home") return 0;
  if (key === "End") return last;
  const { id, parent_id: parentId } = nodes[place];
  const found = nodes.findIndex((node) => (key === "ArrowLeft" ? node.id === parentId : node.parent_id === id));
  return found < 0 ? place : found;
}

/** What the branch of a row cost: told where it begins, at the row itself or above it. */
export function detailsAt(nodes, place) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  let node = nodes[place];
  while (node && !node.details) node = byId.get(node.parent_id);
  return node?.details ?? "";
}
