// Files on their way into a message, one tray for each chat (the new one under ""). The server keeps them; this is what the page shows.
import { useSyncExternalStore } from "react";
import { NOWHERE } from "$/public/external/chat_app/components/layout/library/address.js";
import { whenKnown } from "$/public/external/chat_app/components/ui/library/features.js";
import { newKey } from "$/public/external/chat_app/components/ui/library/intent.js";
import { forgetUpload, uploadFile } from "./uploader.js";

export const LARGE = 8 * 1024 * 1024;
const AT_ONCE = 3;

let state = { trays: {}, limits: null, shown: "", sending: "" };
const listeners = new Set();
const sent = new Map();
const running = new Map();
const loaded = new Set();
let whenReady = null;
const NOTHING = [];

const change = (part) => {
  state = { ...state, ...part };
  listeners.forEach((notify) => notify());
  settle();
};
const subscribe = (notify) => {
  listeners.add(notify);
  return () => listeners.delete(notify);
};
const itemsOf = (chat) => state.trays[chat] ?? NOTHING;
const setItems = (chat, items) => change({ trays: { ...state.trays, [chat]: items } });
const findChat = (key) => Object.keys(state.trays).find((chat) => itemsOf(chat).some((item) => item.key === key));
const update = (key, part) => {
  const chat = findChat(key);
  if (chat === undefined) return;
  setItems(
    chat,
    itemsOf(chat).map((item) => (item.key === key ? { ...item, ...part } : item)),
  );
};

export const useTray = () => useSyncExternalStore(subscribe, () => itemsOf(state.shown), () => NOTHING);
export const useTrayLimits = () => useSyncExternalStore(subscribe, () => state.limits, () => null);
/** Why the message waits: "uploading", "failed" or nothing. Set when its person has pressed send. */
export const useTraySending = () => useSyncExternalStore(subscribe, () => state.sending, () => "");

/** Whose rule counts for pictures: the same as services/files/image_tokens.py. */
const VENDORS = [["claude", "anthropic"], ["gemini", "google"], ["gemma", "google"], ["gpt", "openai"], ["/o1", "openai"], ["/o3", "openai"], ["/o4", "openai"]];
const vendorOf = (modelId) => VENDORS.find(([part]) => `/${modelId.toLowerCase()}`.includes(part))?.[1] ?? "other";
export const tokensOf = (item, modelId) => item.imageTokens?.[vendorOf(modelId)] ?? item.tokens ?? 0;
const total = (items, modelId) => items.reduce((sum, item) => sum + (item.status === "done" ? tokensOf(item, modelId) : 0), 0);
const every = () => true;
/** @returns how many tokens the files on show add to a request to this model, about; `wanted` says which of them */
export const useTrayTokens = (modelId = "", wanted = every) => useSyncExternalStore(subscribe, () => total(itemsOf(state.shown).filter(wanted), modelId), () => 0);

const fromServer = (file) => ({
  key: file.id,
  id: file.id,
  status: "done",
  name: file.name,
  kind: file.kind,
  size: file.size,
  tokens: file.tokens,
  imageTokens: file.kind === "image" ? file.image_tokens : null,
  problem: file.problem,
  width: file.width,
  height: file.height,
});
const paused = (upload) => ({ key: upload.id, id: upload.id, status: "paused", name: upload.name, kind: "", size: upload.size, sent: upload.offset });

/** Show the tray of a chat, with what waits there since an earlier visit. `born`: it is the new chat, which has got its id. */
export async function showTray(chat, born = false) {
  if (born) {
    const { "": left = NOTHING, ...others } = state.trays;
    change({ shown: chat, trays: { ...others, [chat]: [...left, ...itemsOf(chat)] } });
    loaded.add(chat);
    return;
  }
  if (state.shown !== chat) change({ shown: chat, sending: "" });
  // Nothing can wait in a chat that cannot be.
  if (loaded.has(chat) || chat === NOWHERE) return;
  loaded.add(chat);
  if (!(await whenKnown("files"))) return;
  const answer = await fetch(`/api/v1/files/waiting?conversation_id=${chat}`, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) {
    loaded.delete(chat);
    return;
  }
  const { items, uploads, limits } = await answer.json();
  const known = new Set(itemsOf(chat).map((item) => item.id));
  const found = [...items.map(fromServer), ...uploads.map(paused)].filter((item) => !known.has(item.id) && !sent.has(item.id));
  change({ limits, trays: { ...state.trays, [chat]: [...found, ...itemsOf(chat)] } });
}

/** Attach files to the message on show. */
export function addFiles(files) {
  const chat = state.shown;
  const items = [...itemsOf(chat)];
  for (const file of files) {
    const going = items.findIndex((item) => item.status === "paused" && item.name === file.name && item.size === file.size);
    if (going >= 0) items.splice(going, 1);
    items.push(newItem(file, items.length));
  }
  setItems(chat, items);
  start();
}

function newItem(file, place) {
  const item = { key: newKey(), file, status: "waiting", name: file.name, kind: "", size: file.size, sent: 0 };
  if (file.type.startsWith("image/") && file.type !== "image/svg+xml") item.preview = URL.createObjectURL(file);
  const { limits } = state;
  if (limits && place >= limits.message_files) return { ...item, status: "failed", error: { label: "tooMany", max: limits.message_files } };
  if (limits && file.size > limits.file_bytes) return { ...item, status: "failed", error: { label: "tooLarge", max: limits.file_bytes / 1e6 } };
  if (!file.size) return { ...item, status: "failed", error: { label: "empty" } };
  return item;
}

function start() {
  for (const [chat, items] of Object.entries(state.trays)) {
    for (const item of items) {
      if (running.size >= AT_ONCE) return;
      if (item.status === "waiting" && !running.has(item.key)) run(chat, item);
    }
  }
}

async function run(chat, item) {
  const control = new AbortController();
  running.set(item.key, control);
  update(item.key, { status: "uploading", error: null });
  try {
    const file = await uploadFile(item.file, chat, LARGE, {
      signal: control.signal,
      onId: (id) => update(item.key, { uploadId: id }),
      onProgress: (bytes) => update(item.key, { sent: bytes, status: bytes >= item.size ? "reading" : "uploading" }),
    });
    const { key: _, ...facts } = fromServer(file);
    update(item.key, { ...facts, file: null });
  } catch (error) {
    if (!control.signal.aborted) update(item.key, { status: "failed", error: error.sentence ? { text: error.sentence } : { label: "network" }, retryable: !error.sentence });
  } finally {
    running.delete(item.key);
    start();
  }
}

export function retryItem(key) {
  update(key, { status: "waiting", error: null, sent: 0 });
  start();
}

/** Cancel or remove: what the server has of it goes, too. */
export function removeItem(key) {
  const chat = findChat(key);
  const item = itemsOf(chat).find((one) => one.key === key);
  if (!item) return;
  running.get(key)?.abort();
  if (item.preview) URL.revokeObjectURL(item.preview);
  setItems(
    chat,
    itemsOf(chat).filter((one) => one !== item),
  );
  if (item.status === "done") fetch(`/api/v1/files/${item.id}`, { method: "DELETE" }).catch(() => {});
  else if (item.uploadId || item.status === "paused") forgetUpload(item.uploadId ?? item.id);
}

const waits = (item) => item.status === "waiting" || item.status === "uploading" || item.status === "reading";
export const hasFiles = () => itemsOf(state.shown).some((item) => item.status === "done" || waits(item));

/** Whether the message cannot go yet. Once all files are there, `send` is called; a file that failed has to be dealt with first. */
export function holdsBack(send) {
  const items = itemsOf(state.shown);
  const reason = items.some(waits) ? "uploading" : items.some((item) => item.status === "failed" || item.status === "paused") ? "failed" : "";
  whenReady = reason === "uploading" ? send : null;
  if (reason !== state.sending) change({ sending: reason });
  return reason !== "";
}

function settle() {
  const items = itemsOf(state.shown);
  if (!state.sending) return;
  if (state.sending === "failed" && !items.some((item) => item.status === "failed" || item.status === "paused")) change({ sending: "" });
  if (state.sending !== "uploading" || items.some(waits)) return;
  const send = whenReady;
  whenReady = null;
  change({ sending: items.some((item) => item.status === "failed") ? "failed" : "" });
  if (!state.sending && items.length) send?.();
}

/** What goes with the message that is sent now; the tray begins anew. */
export function takeFiles() {
  const items = itemsOf(state.shown).filter((item) => item.status === "done");
  if (!items.length) return {};
  items.forEach((item) => sent.set(item.id, item));
  setItems(
    state.shown,
    itemsOf(state.shown).filter((item) => item.status !== "done"),
  );
  return { attachment_ids: items.map((item) => item.id) };
}

/** The message was refused: its files are back in the tray. */
export function giveBackFiles({ attachment_ids: ids = [] }) {
  const items = sentFiles(ids);
  ids.forEach((id) => sent.delete(id));
  if (items.length) setItems(state.shown, [...items, ...itemsOf(state.shown)]);
}

/** Files of a message that is on its way. */
export const sentFiles = (ids = []) => ids.map((id) => sent.get(id)).filter(Boolean);
