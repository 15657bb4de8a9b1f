// The table of administration over a route that answers pages: `path` with search, filters and cursor, each row made by `toRow`.
import { useCallback, useEffect, useRef, useState } from "react";
import { AdminTable } from "$/public/external/chat_app/components/admin/library/table.jsx";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { BASE, sentenceOf } from "./calls.js";

const FIRST = { items: [], status: "", problem: "", search: "", filters: {}, page: 0, cursors: [""] };

/** `version` grows when the rows should be read again. `onRow` gets the whole item. */
export function RestTable({ path, columns, toRow, filterSpec = [], labels, searchLabel = "", emptyText, csv = "", version = 0, testid, onRow }) {
  const [list, setList] = useState(FIRST);
  const shown = useRef(FIRST);
  const asked = useRef(0);
  const words = useRef(labels);
  words.current = labels;
  const read = useCallback(
    async (wish) => {
      const mine = ++asked.current;
      const query = new URLSearchParams(Object.entries({ search: wish.search.trim(), ...wish.filters, cursor: wish.cursors[wish.page] }).filter(([, value]) => value));
      const next = await api(`${BASE}${path}?${query}`).then(
        (answer) => {
          const { items, next_cursor: cursor } = Array.isArray(answer) ? { items: answer, next_cursor: "" } : answer;
          return { ...wish, items, status: "ready", problem: "", cursors: [...wish.cursors.slice(0, wish.page + 1), ...(cursor ? [cursor] : [])] };
        },
        (error) => ({ ...wish, status: "failed", problem: sentenceOf(error, words.current) }),
      );
      if (mine === asked.current) setList((shown.current = next));
    },
    [path],
  );
  useEffect(() => {
    read(shown.current);
  }, [read, version]);
  const query = (search, _sort, filters, step) => {
    const before = shown.current;
    const changed = step === "first" || search !== before.search || filters !== before.filters;
    const page = changed ? 0 : Math.max(0, before.page + (step === "next" ? 1 : step === "previous" ? -1 : 0));
    read({ ...before, search, filters, page, cursors: changed ? [""] : before.cursors });
  };
  const found = (id) => list.items.find((item) => toRow(item).id === id);
  return (
    <AdminTable
      columns={columns}
      rows={list.items.map((item) => ({ notes: {}, tones: {}, href: "", ...toRow(item) }))}
      status={list.status}
      problem={list.problem}
      search={list.search}
      sort=""
      filters={list.filters}
      filterSpec={filterSpec}
      page={list.page}
      hasNext={list.cursors.length > list.page + 1}
      labels={{ ...labels.list, search: searchLabel }}
      csv={csv}
      emptyText={emptyText}
      onQuery={query}
      onRow={onRow && ((id) => onRow(found(id)))}
      testid={testid}
    />
  );
}
