// Files and whole folders that are dragged onto the page.
import { useFileDrag } from "$/public/external/chat_app/components/ui/library/file_drag.js";

const MOST = 5_000;

/** @returns {boolean} whether files are being dragged over the page; `onFiles` gets {file, path}[] */
export function useDrop(onFiles) {
  return useFileDrag(async (transfer) => {
    const files = await filesOf(transfer);
    if (files.length) onFiles(files);
  });
}

// Entries have to be taken at once: the transfer is empty after the event.
async function filesOf(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile());
  const found = [];
  for (const entry of entries) await walk(entry, "", found);
  return found;
}

async function walk(entry, folder, found) {
  if (!entry || found.length >= MOST) return;
  const path = `${folder}${entry.name}`;
  if (entry instanceof File) found.push({ file: entry, path });
  else if (entry.isFile) found.push({ file: await new Promise((resolve, reject) => entry.file(resolve, reject)), path });
  else if (!entry.name.startsWith(".")) for (const each of await childrenOf(entry)) await walk(each, `${path}/`, found);
}

// A reader gives a hundred at a time, and none at the end.
async function childrenOf(entry) {
  const reader = entry.createReader();
  const all = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return all;
    all.push(...some);
  }
}
