// Something that is shown once and kept nowhere on the page: a key, recovery codes.
import { useRef, useState } from "react";
import { Check, Copy, Download, Printer, TriangleAlert } from "lucide-react";
import { saveText } from "$/public/external/chat_app/components/ui/library/api.js";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { icon } from "./parts.jsx";

const SHOWN = 1500;

/**
 * `lines` are shown one below the other. `file` names a download; with it the text can also be printed.
 * Closing before anything was copied, saved or printed warns once.
 */
export function SecretDialog({ title, text, lines, file = "", labels, onClose, testid }) {
  const [kept, setKept] = useState(false);
  const [warned, setWarned] = useState(false);
  const close = () => (kept || warned ? onClose() : setWarned(true));
  const whole = lines.join("\n");
  const took = () => {
    setKept(true);
    setWarned(false);
  };
  return (
    <Dialog
      open
      onClose={close}
      title={title}
      closeLabel={labels.close}
      testid={testid}
      footer={
        <button type="button" className="button primary" data-testid="secret-done" onClick={close}>
          {labels.done}
        </button>
      }
    >
      <p className="account-lead">{text}</p>
      <ul className="secret" data-columns={lines.length > 1 || undefined}>
        {lines.map((line) => (
          <li key={line}>
            <code data-testid="secret-line">{line}</code>
          </li>
        ))}
      </ul>
      <div className="secret-actions">
        <CopyButton text={whole} labels={labels} onDone={took} />
        {file && (
          <>
            <button type="button" className="button" data-testid="secret-download" onClick={() => saveText(`${title}\n${location.host}\n\n${whole}\n`, file) || took()}>
              <Download {...icon} />
              {labels.download}
            </button>
            <button type="button" className="button" onClick={() => window.print() || took()}>
              <Printer {...icon} />
              {labels.print}
            </button>
          </>
        )}
      </div>
      {warned && (
        <p className="account-warning" role="alert">
          <TriangleAlert {...icon} />
          <span>{labels.notKept}</span>
        </p>
      )}
    </Dialog>
  );
}

export function CopyButton({ text, labels, onDone }) {
  const [done, setDone] = useState(false);
  const timer = useRef(0);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without https there is no clipboard: the text can be selected.
      return;
    }
    setDone(true);
    onDone?.();
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setDone(false), SHOWN);
  };
  const Icon = done ? Check : Copy;
  return (
    <button type="button" className="button" data-testid="secret-copy" onClick={copy}>
      <Icon {...icon} />
      <span aria-live="polite">{done ? labels.copied : labels.copy}</span>
    </button>
  );
}
