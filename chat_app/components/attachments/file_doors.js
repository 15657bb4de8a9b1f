// The ways in besides the button: files dragged onto the page and files pasted anywhere on it.
import { useEffect, useRef, useState } from "react";

const carriesFiles = (transfer) => [...(transfer?.types ?? [])].includes("Files");

/** @returns {boolean} whether files are being dragged over the page */
export function useFileDoors(onFiles) {
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
    const dropped = (event) => {
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      clearTimeout(leaving);
      setDragging(false);
      take(filesOf(event.dataTransfer));
    };
    const left = (event) => {
      if (event.relatedTarget !== null) return;
      clearTimeout(leaving);
      setDragging(false);
    };
    const pasted = (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (!files.length || goesElsewhere(event)) return;
      event.preventDefault();
      take(files);
    };
    const take = (files) => files.length && latest.current(files);
    const doors = { dragover: over, drop: dropped, dragleave: left, paste: pasted };
    Object.entries(doors).forEach(([name, listen]) => addEventListener(name, listen));
    return () => {
      clearTimeout(leaving);
      Object.entries(doors).forEach(([name, listen]) => removeEventListener(name, listen));
    };
  }, []);
  return dragging;
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
