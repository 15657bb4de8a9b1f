/** Where answers are found, as the reader chose it. Pure. */

/** @typedef {{kind: string, document_ids: string[], pinned_ids: string[], rewrite: boolean, pinned: {id: string, name: string, tokens: number}[], documents: number | null}} Scope */

export const KINDS = ["project", "documents", "everything", "none"];

/** @type {Scope} */
export const USUAL = { kind: "project", document_ids: [], pinned_ids: [], rewrite: true, pinned: [], documents: null };

/** What the server is told of a scope. */
export const sent = ({ kind, document_ids, pinned_ids, rewrite }) => ({ kind, document_ids, pinned_ids, rewrite });

export const isUsual = (scope) => scope.kind === USUAL.kind && scope.rewrite === USUAL.rewrite && !scope.pinned_ids.length && !scope.document_ids.length;

/** @param {Scope} scope @param {string} project name of the chat's project, "" for none @returns whether anything is searched or goes along */
export const isOn = (scope, project) => finds(scope, project) || scope.pinned_ids.length > 0;

function finds({ kind, document_ids }, project) {
  if (kind === "project") return project !== "";
  if (kind === "documents") return document_ids.length > 0;
  return kind === "everything";
}

/** What to call it: a key of the words, with what fills it. */
export function scopeName(scope, project) {
  const pinned = scope.pinned_ids.length;
  if (!finds(scope, project)) return pinned ? counted("in_full", pinned) : { key: "off", values: {} };
  if (scope.kind === "project") return { key: "project_name", values: { name: project } };
  if (scope.kind === "documents") return counted("chosen", scope.document_ids.length);
  return { key: "all", values: {} };
}

/** What goes along besides, where that is not the name already. */
export function besides(scope, project) {
  return finds(scope, project) && scope.pinned_ids.length ? counted("also_full", scope.pinned_ids.length) : null;
}

const counted = (key, count) => ({ key: count === 1 ? `${key}_one` : key, values: { count } });

/** The ids with one more or one less. */
export const toggled = (ids, id) => (ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id]);

/** A document more or less that goes along in full. */
export function pinnedWith(scope, document) {
  const pinned = scope.pinned_ids.includes(document.id) ? scope.pinned.filter(({ id }) => id !== document.id) : [...scope.pinned, { id: document.id, name: document.name, tokens: document.tokens }];
  return { pinned, pinned_ids: toggled(scope.pinned_ids, document.id) };
}
