// The ways in besides the button: files dragged onto the page and files pasted anywhere on it.
import { useEffect, useRef } from "react";
import { useFileDrag } from "$/public/external/chat_app/components/ui/library/file_drag.js";

/** @returns {boolean} whether files are being dragged over the page */
export function useFileDoors(onFiles) {
  const take = (files) => files.length && onFiles(files);
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const pasted = (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (!files.length || goesElsewhere(event)) return;
      event.preventDefault();
      latest.current(files);
    };
    addEventListener("paste", pasted);
    return () => removeEventListener("paste", pasted);
  }, []);
  return useFileDrag((transfer) => take(filesOf(transfer)));
}

// Folders come as files that nobody can read.
function filesOf(transfer) {
  const entries = [...transfer.items].filter((item) => item.kind === "file");
  const isFolder = (item) => item.webkitGetAsEntry?.()?.isDirectory;
  return entries.filter((item) => !isFolder(item)).map((item) => item.getAsFile()).filter(Boolean);
}

// Office programs put a picture of the text beside it; a field that is not the composer keeps what is meant for it.
function goesElsewhere(event) {
  const { target, clipboardData } = event;
  const writes = target.closest?.("textarea, input, [contenteditable=true]");
  return Boolean(writes && (writes.id !== "composer" || clipboardData.getData("text/plain")));
}
