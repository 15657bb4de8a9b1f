// Tabs as a list: which one comes next, and where one lands that is dragged.

/** The tab that comes into front when `id` goes: its right neighbour, else its left one, "" for none. */
export const neighbour = (tabs, id) => {
  const at = tabs.findIndex((tab) => tab.id === id);
  const others = tabs.filter((tab) => !tab.share);
  const place = others.findIndex((tab) => tab.id === id);
  if (place >= 0) return (others[place + 1] ?? others[place - 1])?.id ?? "";
  return at >= 0 ? (others[0]?.id ?? "") : "";
};

/** The tab `step` places on, round and round. */
export const along = (tabs, id, step) => {
  if (!tabs.length) return "";
  const at = tabs.findIndex((tab) => tab.id === id);
  if (at < 0) return tabs.at(step > 0 ? 0 : -1).id;
  return tabs[(at + step + tabs.length) % tabs.length].id;
};

/** The list with `id` at `place`; pinned ones stay before the others. */
export const moved = (tabs, id, place) => {
  const tab = tabs.find((candidate) => candidate.id === id);
  if (!tab) return tabs;
  const others = tabs.filter((candidate) => candidate !== tab);
  const border = others.filter((other) => other.pinned).length;
  const at = Math.max(tab.pinned ? 0 : border, Math.min(place, tab.pinned ? border : others.length));
  return [...others.slice(0, at), tab, ...others.slice(at)];
};

/** The place among the other tabs for a pointer at `x`, from the middles of those in the way. */
export const placeAt = (middles, x) => middles.filter((middle) => middle < x).length;
