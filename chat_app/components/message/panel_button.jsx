import { useEffect, useRef, useState } from "react";
import { PanelIcon } from "./icons.jsx";

/** Opens the block of code around it in the panel beside the chat; there where an answer of a chat is shown. */
export function PanelButton({ label }) {
  const button = useRef(null);
  const [here, setHere] = useState(false);
  useEffect(() => setHere(Boolean(placeOf(button.current))), []);
  const open = () => button.current.dispatchEvent(new CustomEvent("parley:artifact", { bubbles: true, detail: placeOf(button.current) }));
  return (
    <button ref={button} type="button" hidden={!here} className="msg-action" aria-label={label} title={label} data-testid="open-artifact" onClick={open}>
      <PanelIcon />
    </button>
  );
}

/** In which message a block stands, and which one of its blocks it is. @returns {{messageId: string, index: number} | null} */
function placeOf(element) {
  const message = element.closest("[data-testid=message-assistant]");
  const text = element.closest(".msg-body > .md");
  if (!message?.dataset.id || !text) return null;
  return { messageId: message.dataset.id, index: [...text.querySelectorAll(".msg-code")].indexOf(element.closest(".msg-code")) };
}
