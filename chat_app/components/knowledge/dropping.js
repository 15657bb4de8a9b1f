// Files and whole folders that are dragged onto the page.
import { useEffect, useRef, useState } from "react";

const MOST = 5_000;
const carriesFiles = (transfer) => [...(transfer?.types ?? [])].includes("Files");

/** @returns {boolean} whether files are being dragged over the page; `onFiles` gets {file, path}[] */
export function useDrop(onFiles) {
  const [dragging, setDragging] = useState(false);
  const latest = useRef(onFiles);
  latest.current = onFiles;
  useEffect(() => {
    let leaving = 0;
    const over = (event) => {
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      clearTimeout(leaving);
      // Browsers tell nothing reliable about the end of a drag; they repeat "over" while it lasts.
      leaving = setTimeout(() => setDragging(false), 400);
      setDragging(true);
    };
    const dropped = async (event) => {
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      clearTimeout(leaving);
      setDragging(false);
      const files = await filesOf(event.dataTransfer);
      if (files.length) latest.current(files);
    };
    addEventListener("dragover", over);
    addEventListener("drop", dropped);
    return () => {
      clearTimeout(leaving);
      removeEventListener("dragover", over);
      removeEventListener("drop", dropped);
    };
  }, []);
  return dragging;
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
