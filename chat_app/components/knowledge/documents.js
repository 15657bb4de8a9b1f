// The documents of a list: pages of them, asked for again when something happens to any. What was asked for last counts.
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, api } from "$/public/external/chat_app/components/ui/library/api.js";
import { useDocumentNews } from "./news.js";

const PAGE = 100;
const FIRST = { items: null, cursor: "", standing: null, failed: "" };
// While documents are read they are looked at again this often, in milliseconds; news of changes come besides.
const WHILE_READING = 2_500;
const isOpen = ({ state }) => state === "waiting" || state === "working";
const sentence = (error) => (error instanceof ApiError && error.message) || " ";

/**
 * @param {{folder_id: string, state: string, words: string, in_trash: boolean}} wanted as REST takes it
 * @returns {{items: object[] | null, cursor: string, standing: object | null, failed: string, reload: () => Promise<void>, more: () => Promise<void>}}
 */
export function useDocuments(wanted) {
  const query = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value !== "" && value !== false)).toString();
  const [state, setState] = useState({ ...FIRST, query });
  const latest = useRef(0);
  const known = useRef(state);
  known.current = state;
  // Who holds an older `reload` asks for what is wanted by now: a deed may end after the reader went on.
  const current = useRef(query);
  current.current = query;
  const ask = useCallback(async (read) => {
    latest.current += 1;
    const mine = latest.current;
    const asked = current.current;
    const next = await read(asked).catch((error) => ({ failed: sentence(error) }));
    if (mine === latest.current) setState((before) => ({ ...(before.query === asked ? before : FIRST), failed: "", ...next, query: asked }));
  }, []);
  const reload = useCallback(() => ask((asked) => readUpTo(asked, known.current.query === asked ? known.current.items?.length : 0)), [ask]);
  const more = useCallback(
    () =>
      ask(async (asked) => {
        const page = await readPage(asked, known.current.cursor);
        const seen = new Set(known.current.items.map(({ id }) => id));
        return { ...page, items: [...known.current.items, ...page.items.filter(({ id }) => !seen.has(id))] };
      }),
    [ask],
  );
  useEffect(() => {
    reload();
  }, [query, reload]);
  useDocumentNews(reload);
  useAgain(Boolean(state.items?.some(isOpen)), reload);
  return { ...(state.query === query ? state : { ...FIRST, items: isInTrash(state.query) === isInTrash(query) ? state.items : null }), reload, more };
}

// What was listed before stays until the answer is there, but what is not in the trash is never shown as if it were.
const isInTrash = (query) => new URLSearchParams(query).has("in_trash");

async function readPage(query, cursor) {
  const { items, next_cursor, standing } = await api(`/documents?limit=${PAGE}&cursor=${encodeURIComponent(cursor)}&${query}`);
  return { items, cursor: next_cursor, standing };
}

// All that is on show, from its beginning: new ones come on top.
async function readUpTo(query, count) {
  let found = await readPage(query, "");
  while (found.cursor && found.items.length < count) {
    const next = await readPage(query, found.cursor);
    found = { ...next, items: [...found.items, ...next.items] };
  }
  return found;
}

function useAgain(reading, reload) {
  useEffect(() => {
    if (!reading) return undefined;
    let timer = 0;
    let isOver = false;
    const next = async () => {
      if (document.visibilityState === "visible") await reload();
      if (!isOver) timer = setTimeout(next, WHILE_READING);
    };
    timer = setTimeout(next, WHILE_READING);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [reading, reload]);
}

/** Folders that documents may be shown by, with what the reader may do in each. */
export async function readFolders() {
  const { items } = await api("/folders");
  const names = new Map(items.map((folder) => [folder.id, folder]));
  const path = (folder) => (names.has(folder.parent_id) ? `${path(names.get(folder.parent_id))} / ${folder.name}` : folder.name);
  const compare = (one, other) => one.path.localeCompare(other.path);
  return items.map((folder) => ({ id: folder.id, path: path(folder), writable: folder.role !== "viewer" })).sort(compare);
}

/** One thing done to many documents; returns how many it was done to. */
export const act = async (verb, ids, folder_id = "") => (await api("/documents/bulk", { method: "POST", body: { verb, ids, folder_id } })).count;
