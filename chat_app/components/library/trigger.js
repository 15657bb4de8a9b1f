// What is being called in the composer: "/sum" at its beginning calls a prompt, "@ed" at the caret an assistant. Pure.
const PROMPT = /^\/([^\s/]*)$/;
const ASSISTANT = /(?:^|\s)@([^\s@]*)$/;

/** @returns {{kind: "prompt" | "assistant", query: string, from: number} | null} `from` is where the call begins */
export function triggerIn(text, caret) {
  const before = text.slice(0, caret);
  const prompt = caret === text.length && PROMPT.exec(before);
  if (prompt) return { kind: "prompt", query: prompt[1].toLowerCase(), from: 0 };
  const assistant = ASSISTANT.exec(before);
  return assistant && { kind: "assistant", query: assistant[1].toLowerCase(), from: caret - assistant[1].length - 1 };
}

/** Those whose command begins with the query, then those with a word that does, in title or description. */
export function matching(rows, query, textsOf) {
  const rank = (row) => {
    const [name, ...more] = textsOf(row).map((text) => text.toLowerCase());
    if (name.startsWith(query)) return 0;
    if ([name, ...more].some((text) => text.split(/[\s/-]+/).some((word) => word.startsWith(query)))) return 1;
    return more.some((text) => text.includes(query)) ? 2 : 3;
  };
  return rows
    .map((row, index) => ({ row, index, rank: rank(row) }))
    .filter((entry) => entry.rank < 3)
    .sort((one, other) => one.rank - other.rank || one.index - other.index)
    .map((entry) => entry.row);
}
