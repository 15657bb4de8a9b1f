// Files on their way to the server, one list for the page: it goes on while the reader looks at something else on it.
import { useSyncExternalStore } from "react";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";

const AT_ONCE = 2;
// Small files share a request: the server takes only so many of those in a second.
const TOGETHER = { files: 25, bytes: 4_000_000 };
const PATIENCE = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
const NONE = [];
let entries = NONE;
let running = 0;
let serial = 0;
let onAdded = () => {};
const stops = new Map();
const listeners = new Set();
const subscribe = (notify) => {
  listeners.add(notify);
  return () => listeners.delete(notify);
};
const tell = (next) => {
  entries = next;
  listeners.forEach((notify) => notify());
};
const change = (ids, values) => tell(entries.map((entry) => (ids.has(entry.id) ? { ...entry, ...(typeof values === "function" ? values(entry) : values) } : entry)));

/** @returns {{id: number, name: string, size: number, sent: number, status: "waiting" | "sending" | "done" | "failed", text: string}[]} */
export const useUploads = () => useSyncExternalStore(subscribe, () => entries, () => NONE);

/** Called whenever files have become documents. */
export const whenAdded = (notify) => {
  onAdded = notify;
};

/** `files` are {file, path}; the path tells a file of a folder again when the folder comes anew. */
export function upload(files, folderId, { replace = false } = {}) {
  const fresh = files.map(({ file, path }) => ({ id: (serial += 1), file, name: path, size: file.size, sent: 0, status: "waiting", text: "", folderId, replace }));
  tell([...entries, ...fresh]);
  pump();
}

export function uploadAgain(id) {
  change(new Set([id]), { status: "waiting", sent: 0, text: "" });
  pump();
}

export function stopUploads() {
  const going = new Set(entries.filter(({ status }) => status === "sending").map(({ id }) => id));
  tell(entries.filter(({ status, id }) => status !== "waiting" && !going.has(id)));
  [...stops.values()].forEach((stop) => stop());
}

export const clearUploads = () => tell(entries.filter(({ status }) => status === "waiting" || status === "sending"));

function pump() {
  while (running < AT_ONCE) {
    const batch = nextBatch();
    if (!batch.length) return;
    running += 1;
    change(idsOf(batch), { status: "sending" });
    send(batch).finally(() => {
      running -= 1;
      pump();
    });
  }
}

const idsOf = (batch) => new Set(batch.map(({ id }) => id));

function nextBatch() {
  const batch = [];
  let bytes = 0;
  for (const entry of entries) {
    if (entry.status !== "waiting") continue;
    const fits = !batch.length || (bytes + entry.size <= TOGETHER.bytes && entry.folderId === batch[0].folderId && entry.replace === batch[0].replace);
    if (!fits || batch.length === TOGETHER.files) break;
    bytes += entry.size;
    batch.push(entry);
  }
  return batch;
}

async function send(batch) {
  const ids = idsOf(batch);
  for (let failures = 0; ; failures += 1) {
    const answer = await post(batch, (sent) => progress(batch, sent));
    if (answer.status === 201) return settle(batch, JSON.parse(answer.text));
    if (answer.status === 0 && answer.stopped) return undefined;
    // Too many at once, or no connection: it goes on by itself.
    if ((answer.status === 429 || answer.status === 0 || answer.status >= 500) && failures < PATIENCE.length) {
      await new Promise((resolve) => setTimeout(resolve, PATIENCE[failures]));
      if (!entries.some(({ id }) => ids.has(id))) return undefined;
      continue;
    }
    return change(ids, { status: "failed", text: sentenceOf(answer), mayRetry: true });
  }
}

const sentenceOf = ({ text }) => {
  try {
    return JSON.parse(text).detail;
  } catch {
    return "";
  }
};

// What became of each file: those of an archive are told by their own names.
function settle(batch, { documents, refused }) {
  const why = new Map(refused.map((each) => [each.name, each.text]));
  const own = new Set(batch.map(({ name }) => name));
  const inside = refused.filter(({ name }) => !own.has(name)).map(({ name, text }) => ({ id: (serial += 1), name, size: 0, sent: 0, status: "failed", text }));
  const ids = idsOf(batch);
  change(ids, ({ name, size }) => (why.has(name) ? { status: "failed", text: why.get(name) } : { status: "done", sent: size, file: null }));
  if (inside.length) tell([...entries, ...inside]);
  if (documents.length) onAdded();
}

// One request carries several files: their bytes go in their order.
function progress(batch, sent) {
  let before = 0;
  const of = new Map();
  for (const { id, size } of batch) {
    of.set(id, Math.max(0, Math.min(size, sent - before)));
    before += size;
  }
  change(idsOf(batch), ({ id }) => ({ sent: of.get(id) }));
}

// `fetch` tells nothing about how far a body is.
function post(batch, onProgress) {
  const [{ folderId, replace, id }] = batch;
  const query = new URLSearchParams({ ...(folderId && { folder_id: folderId }), ...(replace && { replace: "true" }) });
  const form = new FormData();
  batch.forEach(({ file, name }) => form.append("files", file, name));
  return new Promise((resolve) => {
    const call = new XMLHttpRequest();
    const ended = (stopped) => () => resolve({ status: call.status, text: call.responseText, stopped });
    call.open("POST", `/api/v1/documents?${query}`);
    call.setRequestHeader("Accept-Language", document.documentElement.lang || "en");
    call.upload.onprogress = (event) => onProgress(event.loaded);
    call.onload = ended(false);
    call.onerror = ended(false);
    call.onabort = ended(true);
    call.onloadend = () => stops.delete(id);
    stops.set(id, () => call.abort());
    call.send(form);
  });
}

/** How all of them are doing, in the words of `labels`. */
export function summaryOf(uploads, labels) {
  const count = (status) => uploads.filter((each) => each.status === status).length;
  const open = count("waiting") + count("sending");
  const failed = count("failed");
  const done = fill(labels.uploads_done, { done: count("done"), all: uploads.length });
  return { open, failed, text: failed ? `${done} · ${fill(labels.uploads_refused, { count: failed })}` : done };
}
