// The words of a message outside of its bubble: copied, quoted.
import { composerText, focusComposer, setComposerText } from "./composer_handle.js";

/** Puts words into the composer as lines of a quotation, below what stands there. */
export const quote = (words) => {
  const lines = words.trim().split("\n").map((line) => `> ${line}`.trimEnd());
  const before = composerText().trimEnd();
  setComposerText(`${before ? `${before}\n\n` : ""}${lines.join("\n")}\n\n`);
  focusComposer();
};

const article = (id) => document.querySelector(`.message[data-id="${CSS.escape(id)}"]`);

/** The formatted message without the page's own buttons and hints. */
export const htmlOf = (id) => {
  const body = article(id)?.querySelector(".msg-body > .md, .bubble");
  if (!body) return "";
  const copy = body.cloneNode(true);
  copy.querySelectorAll("button, .msg-unseen, .msg-code-bar, [aria-hidden='true']:not(math *)").forEach((part) => part.remove());
  copy.querySelectorAll("*").forEach((part) => ["class", "style", "data-testid"].forEach((name) => part.removeAttribute(name)));
  return copy.innerHTML;
};

/** @returns {Promise<boolean>} whether it is on the clipboard, with formatting where the browser can */
export async function copyFormatted(id, text) {
  const html = htmlOf(id);
  if (html && window.isSecureContext && navigator.clipboard?.write) {
    try {
      const parts = { "text/html": new Blob([html], { type: "text/html" }), "text/plain": new Blob([text], { type: "text/plain" }) };
      await navigator.clipboard.write([new ClipboardItem(parts)]);
      return true;
    } catch {
      // Refused: the selection below may still do.
    }
  }
  return copyElement(article(id)?.querySelector(".msg-body > .md, .bubble"));
}

function copyElement(element) {
  if (!element) return false;
  const selection = getSelection();
  selection.selectAllChildren(element);
  const copied = document.execCommand("copy");
  selection.removeAllRanges();
  return copied;
}
