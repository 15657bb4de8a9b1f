// Files that are dragged onto the page from elsewhere.
import { useEffect, useRef, useState } from "react";

const carriesFiles = (transfer) => [...(transfer?.types ?? [])].includes("Files");

/**
 * `onDrop` gets the event's `DataTransfer`, which is empty once the call has returned.
 * @returns {boolean} whether files are being dragged over the page
 */
export function useFileDrag(onDrop) {
  const [dragging, setDragging] = useState(false);
  const latest = useRef(onDrop);
  latest.current = onDrop;
  useEffect(() => {
    let leaving = 0;
    const end = () => {
      clearTimeout(leaving);
      setDragging(false);
    };
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
      end();
      latest.current(event.dataTransfer);
    };
    const left = (event) => event.relatedTarget === null && end();
    const doors = { dragover: over, drop: dropped, dragleave: left };
    Object.entries(doors).forEach(([name, listen]) => addEventListener(name, listen));
    return () => {
      clearTimeout(leaving);
      Object.entries(doors).forEach(([name, listen]) => removeEventListener(name, listen));
    };
  }, []);
  return dragging;
}
