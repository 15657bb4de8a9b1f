// An example that is sent with one click.
import { sendText } from "./composer_handle.js";

export function Starter({ text }) {
  return (
    <button type="button" className="starter" data-testid="starter" onClick={() => sendText(text)}>
      {text}
    </button>
  );
}
