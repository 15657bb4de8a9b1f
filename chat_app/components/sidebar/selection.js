// Which chats are selected. A selection is on while somebody selects, also with nothing in it yet.
import { useCallback, useEffect, useRef, useState } from "react";
import { chatsBetween } from "./tree_model.js";

const NONE = { on: false, ids: new Set(), anchor: "" };

export function useSelection(rows, { allIds, allSerial, onListIds }) {
  const [selection, setSelection] = useState(NONE);
  const wanted = useRef("");
  const latest = useRef(rows);
  latest.current = rows;
  const toggle = useCallback((row) => {
    setSelection(({ ids }) => {
      const next = new Set(ids);
      if (!next.delete(row.chat.id)) next.add(row.chat.id);
      return { on: true, ids: next, anchor: row.key };
    });
  }, []);
  const reach = useCallback((row) => {
    setSelection(({ ids, anchor }) => ({ on: true, ids: new Set([...ids, ...chatsBetween(latest.current, anchor || row.key, row.key)]), anchor: anchor || row.key }));
  }, []);
  const begin = useCallback((ids = []) => setSelection({ on: true, ids: new Set(ids), anchor: ids[0] ? `c:${ids[0]}` : "" }), []);
  const clear = useCallback(() => setSelection(NONE), []);
  // All and the opposite mean also what has not been read yet: the server knows it.
  const ask = useCallback(
    (what) => {
      wanted.current = what;
      onListIds();
    },
    [onListIds],
  );
  useEffect(() => {
    const what = wanted.current;
    wanted.current = "";
    if (!what) return;
    setSelection(({ ids }) => ({ on: true, anchor: "", ids: new Set(what === "all" ? allIds : allIds.filter((id) => !ids.has(id))) }));
  }, [allSerial]);
  return { ...selection, toggle, reach, begin, clear, all: useCallback(() => ask("all"), [ask]), invert: useCallback(() => ask("invert"), [ask]) };
}
