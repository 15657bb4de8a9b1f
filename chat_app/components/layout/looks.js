// How the page looks and in which language: attributes of the document, shown at once, kept in a small cookie for the
// next first paint (pages/head_plugin.py reads it). What the person chose on another device arrives through `follow`.
const YEAR = 31_536_000;
const PATIENCE = 5_000;
// What was chosen here and has not come back from the server yet: an older answer must not undo it.
const pending = new Map();

export const looks = () => {
  const { lang, dataset } = document.documentElement;
  return { language: lang || "en", theme: dataset.theme ?? "system", fontSize: Number(dataset.font ?? 100), density: dataset.density ?? "comfortable" };
};

const mark = (name, value, usual) => {
  const { dataset } = document.documentElement;
  if (value === usual) delete dataset[name];
  else dataset[name] = value;
};

function show(next) {
  const { language, theme, fontSize, density } = { ...looks(), ...next };
  const root = document.documentElement;
  if (root.lang !== language) root.lang = language;
  mark("theme", theme, "system");
  mark("font", String(fontSize), "100");
  mark("density", density, "comfortable");
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `parley_prefs=${language}.${theme}.${fontSize}.${density}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
  paintBrowserBar();
}

// The bar of a phone's browser takes the ground's colour.
const paintBrowserBar = () => {
  const ground = getComputedStyle(document.documentElement).getPropertyValue("--ground").trim();
  document.querySelectorAll("meta[name=theme-color]").forEach((meta) => meta.setAttribute("content", ground));
};

/** The person chooses here: `{ theme: "dark" }`. Telling the server is the caller's part. */
export function choose(changes) {
  for (const [name, value] of Object.entries(changes)) {
    pending.set(name, value);
    setTimeout(() => pending.get(name) === value && pending.delete(name), PATIENCE);
  }
  show(changes);
}

/** What the server knows; empty values are not chosen. */
export function follow(known) {
  const now = looks();
  const news = Object.entries(known).filter(([name, value]) => {
    if (pending.get(name) === value) pending.delete(name);
    return value && value !== now[name] && !pending.has(name);
  });
  if (news.length) show(Object.fromEntries(news));
}

export const watchLooks = (notify) => {
  const observer = new MutationObserver(notify);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["lang", "data-theme", "data-font", "data-density"] });
  return () => observer.disconnect();
};
