// How keys are written ("Ctrl+Alt+N"), read from an event, and shown to people. No page needed.
const MODIFIER_KEYS = new Set(["Control", "Shift", "Alt", "Meta", "AltGraph", "CapsLock", "NumLock", "Dead", "Process", "Unidentified", "Fn", "OS"]);
const LETTER = /^[A-Z]$/;

// The key without what modifiers make of it: on a Mac Alt+N is "˜", on a German keyboard AltGr+E is "€" and Shift+7 "/".
const baseKey = ({ key, code = "" }) => {
  if (key === " ") return "Space";
  const letter = key.length === 1 ? key.toUpperCase() : "";
  if (LETTER.test(letter)) return letter;
  if (/^(Digit|Numpad)\d$/.test(code)) return code.at(-1);
  if (/^Key[A-Z]$/.test(code) && key.length === 1 && key.charCodeAt(0) > 127) return code.at(-1);
  return letter || key;
};

/**
 * What an event may mean, likeliest first: Ctrl+Shift+7 is also "Ctrl+/" where "/" lies there.
 * @returns {string[]} nothing for a modifier alone, and nothing for what AltGr types
 */
export function combinationsOf(event) {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (!key || MODIFIER_KEYS.has(key)) return [];
  const command = ctrlKey || metaKey;
  if (event.getModifierState?.("AltGraph")) return key.length === 1 && key !== " " && !command ? [key.toUpperCase()] : [];
  const before = `${command ? "Ctrl+" : ""}${altKey ? "Alt+" : ""}`;
  const base = baseKey(event);
  const exact = `${before}${shiftKey ? "Shift+" : ""}${base}`;
  const typed = key.length === 1 && key !== " " && !LETTER.test(key.toUpperCase()) ? `${before}${key.toUpperCase()}` : "";
  return typed && typed !== exact ? [typed, exact] : [exact];
}

/** The combination to keep when somebody presses the keys of a new shortcut; "" while only modifiers are down. */
export const recorded = (event) => {
  const found = combinationsOf(event);
  // What Shift types has a name of its own without Shift: "?" and not "Shift+ß".
  return (event.ctrlKey || event.metaKey || event.altKey ? found.at(-1) : found[0]) ?? "";
};

export const isPlain = (combination) => !/^(Ctrl|Alt)\+/.test(combination) && !/(^|\+)F\d+$/.test(combination) && combination !== "Escape";

/** @returns {Map<string, string>} combination → action; of two actions with the same keys the changed one wins */
export function bindings(actions, changed = {}) {
  const bound = new Map();
  const bind = (action) => keysOf(action, changed).forEach((keys) => bound.set(keys, action.name));
  actions.filter(({ name }) => !(name in changed)).forEach(bind);
  actions.filter(({ name }) => name in changed).forEach(bind);
  return bound;
}

export const keysOf = (action, changed = {}) => (changed[action.name] ?? action.keys).split(" ").filter(Boolean);

// Browsers take these for themselves before a page sees them …
const KEPT = new Set(["Ctrl+N", "Ctrl+T", "Ctrl+W", "Ctrl+Shift+N", "Ctrl+Shift+T", "Ctrl+Shift+W", "Ctrl+Q", "Ctrl+Shift+Q", "Ctrl+Tab", "Ctrl+Shift+Tab", "Alt+F4", "F11", "Ctrl+Alt+Delete", "Alt+Tab"]);
// … and in these a person expects the browser's or the text field's own meaning.
const EXPECTED = /^(Ctrl\+[ACDFHLPRSUVXYZ+0-9-]|Ctrl\+Shift\+[IJCRVZ]|F[1357]|F12|F6|Alt\+Arrow(Left|Right)|Tab|Shift\+Tab|Enter|Shift\+Enter|Ctrl\+Enter|Space|Backspace|Delete|Arrow\w+)$/;

/** @returns {"" | "kept" | "expected"} whether the browser has a meaning of its own for the keys */
export const browserUse = (combination) => (KEPT.has(combination) ? "kept" : EXPECTED.test(combination) ? "expected" : "");

const MAC = { Ctrl: "⌘", Alt: "⌥", Shift: "⇧" };
const GERMAN = { Ctrl: "Strg", Alt: "Alt", Shift: "Umschalt", Space: "Leertaste", Escape: "Esc", Delete: "Entf", Enter: "Eingabe", Home: "Pos1", End: "Ende", PageUp: "Bild ↑", PageDown: "Bild ↓" };
const ENGLISH = { Escape: "Esc" };
const SIGNS = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→" };

/** The parts of a combination as they stand on the reader's keyboard: ["Strg", "Alt", "N"]. */
export function keyCaps(combination, language = "en", mac = false) {
  const parts = combination.endsWith("++") ? [...combination.slice(0, -2).split("+"), "+"] : combination === "+" ? ["+"] : combination.split("+");
  const names = { ...SIGNS, ...(language === "de" ? GERMAN : ENGLISH), ...(mac ? MAC : {}) };
  return parts.map((part) => names[part] ?? part);
}

export const isMac = () => /Mac|iPhone|iPad/.test(navigator.userAgentData?.platform ?? navigator.platform ?? "");
