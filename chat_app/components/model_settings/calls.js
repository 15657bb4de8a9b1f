// The REST routes of models: everybody's for administrators, the own view for people. Thousands of rows stay on the server.
import { api } from "$/public/external/chat_app/components/ui/library/api.js";

export const PAGE = 60;
export const NO_WISH = { search: "", provider: "", price: "", enabled: "", deprecated: "", vision: "", tools: "", reasoning: "", json_mode: "", sort: "", descending: "" };
const ORDER = new Set(["sort", "descending"]);

const set = (wish) => Object.entries(wish).filter(([, value]) => value !== "");
const pathOf = (id) => id.split("/").map(encodeURIComponent).join("/");

function list(base, wish, cursor, signal) {
  const query = new URLSearchParams([...set(wish), ["limit", PAGE], ...(cursor ? [["cursor", cursor]] : [])]);
  return api(`${base}?${query}`, { signal });
}

/** What the address asks for, as "?provider=openai" does. */
export function wishOfAddress() {
  if (typeof location === "undefined") return NO_WISH;
  const given = new URLSearchParams(location.search);
  return Object.fromEntries(Object.keys(NO_WISH).map((name) => [name, given.get(name) ?? ""]));
}

const BASES = { "/admin/models": "/admin/models", "/models": "/models/settings" };

// The first page is asked for as soon as this script is here: who may see it is the server's affair, not that of the gate.
let early = null;
if (typeof location !== "undefined" && BASES[location.pathname.replace(/\/$/, "")]) {
  const base = BASES[location.pathname.replace(/\/$/, "")];
  early = { base, wish: JSON.stringify(wishOfAddress()), answer: list(base, wishOfAddress(), "") };
  early.answer.catch(() => {});
}

const taken = (base, wish) => {
  const found = early && early.base === base && early.wish === JSON.stringify(wish) ? early.answer : null;
  early = null;
  return found;
};

export function callsOf(platform) {
  const base = platform ? "/admin/models" : "/models/settings";
  return {
    list: (wish, cursor, signal) => taken(base, wish) ?? list(base, wish, cursor, signal),
    get: (id) => api(`${base}/${pathOf(id)}`),
    change: (id, body) => api(`${base}/${pathOf(id)}`, { method: "PATCH", body }),
    switchAll: (wish, enabled) => {
      const filters = Object.fromEntries(set(wish).filter(([name]) => !ORDER.has(name)).map(([name, value]) => [name, value === "true" ? true : value === "false" ? false : value]));
      return api(`${base}/switch`, { method: "POST", body: { enabled, filters: { ...filters, ...(wish.search && { search: wish.search }), ...(wish.provider && { provider: wish.provider }) } } });
    },
    groups: () => (platform ? api("/admin/groups?limit=200").then((page) => page.items) : Promise.resolve([])),
  };
}
