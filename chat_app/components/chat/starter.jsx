// An example that is sent with one click.
import { sendPrompt } from "./outbox.js";

export function Starter({ text }) {
  return (
    <button type="button" className="starter" data-testid="starter" onClick={() => sendPrompt(text)}>
      {text}
    </button>
  );
}
