// One document: title, text or preview, what a model can do with the selection, history.
import { useEffect, useRef, useState } from "react";
import { Download, Eye, History, LoaderCircle, Pencil, Trash2 } from "lucide-react";
import { api, saveText } from "$/public/external/chat_app/components/ui/library/api.js";
import { CopyButton } from "$/public/external/chat_app/components/message/source_files/copy_button.jsx";
import { Markdown } from "$/public/external/chat_app/components/message/source_files/markdown_view.jsx";
import { useCanvas } from "./canvas_document.js";
import { CanvasHistory } from "./canvas_history.jsx";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };
const REWRITES = ["shorter", "longer", "friendlier", "formal", "simpler", "mistakes"];

export function CanvasEditor({ id, stamp, labels, onGone }) {
  const document = useCanvas(id, stamp);
  const { canvas, text, status, problem, type, save, act } = document;
  const [view, setView] = useState("write");
  const [span, setSpan] = useState(null);
  const [answer, setAnswer] = useState("");
  const area = useRef(null);
  useEffect(() => {
    setAnswer("");
    setSpan(null);
  }, [id]);
  if (!canvas) return status === "loading" ? <div className="skeleton canvas-skeleton" aria-busy="true" /> : <Trouble {...{ status, problem, labels, document }} />;
  const selected = () => {
    const { selectionStart: start, selectionEnd: end } = area.current;
    setSpan(end > start && text.slice(start, end).trim() ? { start, end } : null);
  };
  const rewrite = async (kind, instruction = "") => {
    const next = await act("/rewrite", { ...span, kind, instruction });
    if (next) setSpan(null);
  };
  const ask = async (question) => setAnswer((await act("/ask", { ...span, question }))?.text ?? "");
  const remove = async () => {
    await api(`/canvases/${id}`, { method: "DELETE" });
    onGone();
  };
  const busy = status === "busy";
  return (
    <div className="canvas-editor" aria-busy={busy || undefined}>
      <input
        key={canvas.title}
        className="canvas-title"
        aria-label={labels.title}
        placeholder={labels.untitled}
        defaultValue={canvas.title}
        maxLength={200}
        data-testid="canvas-title"
        onBlur={(event) => event.target.value.trim() && event.target.value !== canvas.title && document.rename(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && event.target.blur()}
      />
      <div className="canvas-bar">
        <div className="segments" role="group" aria-label={labels.view}>
          {[
            ["write", Pencil],
            ["preview", Eye],
            ["history", History],
          ].map(([value, Icon]) => (
            <label key={value} className="segment">
              <input type="radio" name="canvas-view" value={value} checked={view === value} onChange={() => save().then(() => setView(value))} data-testid={`canvas-${value}`} />
              <span>
                <Icon {...icon} /> {labels[value]}
              </span>
            </label>
          ))}
        </div>
        <span className="canvas-tools">
          <CopyButton text={text} label={labels.copy} doneLabel={labels.copied} compact testId="canvas-copy" />
          <button type="button" className="icon-button" aria-label={labels.download} title={labels.download} data-testid="canvas-download" onClick={() => saveText(text, `${canvas.title || "document"}.md`, "text/markdown")}>
            <Download {...icon} />
          </button>
          <button type="button" className="icon-button" aria-label={labels.delete} title={labels.delete} data-testid="canvas-delete" onClick={remove}>
            <Trash2 {...icon} />
          </button>
        </span>
      </div>
      <Trouble {...{ status, problem, labels, document }} />
      {view === "write" && (
        <textarea
          ref={area}
          className="canvas-text"
          aria-label={labels.text}
          placeholder={labels.placeholder}
          value={text}
          readOnly={busy}
          data-testid="canvas-text"
          onChange={(event) => type(event.target.value)}
          onSelect={selected}
          onBlur={save}
        />
      )}
      {view === "preview" && (
        <div className="canvas-preview" tabIndex={0} role="group" aria-label={labels.preview}>
          <Markdown text={text} />
        </div>
      )}
      {view === "history" && <CanvasHistory id={id} version={canvas.version} labels={labels} onRestore={(number) => act(`/versions/${number}/restore`).then(() => setView("write"))} />}
      {view === "write" && span && <Rewriting {...{ busy, labels, onRewrite: rewrite, onAsk: ask }} />}
      {answer && (
        <div className="canvas-answer" data-testid="canvas-answer">
          <Markdown text={answer} />
          <button type="button" className="button quiet" onClick={() => setAnswer("")}>
            {labels.close}
          </button>
        </div>
      )}
      <p className="canvas-status" role="status" data-testid="canvas-status" data-status={status}>
        {busy && <LoaderCircle size={14} className="turning" aria-hidden />}
        {labels[`status_${status}`]}
        {!span && status === "saved" && view === "write" && ` · ${labels.hint}`}
      </p>
    </div>
  );
}

function Rewriting({ busy, labels, onRewrite, onAsk }) {
  const [wish, setWish] = useState("");
  const send = (run) => {
    if (busy || !wish.trim()) return;
    run(wish.trim());
    setWish("");
  };
  return (
    <form
      className="canvas-rewriting"
      data-testid="canvas-rewriting"
      onSubmit={(event) => {
        event.preventDefault();
        send((text) => onRewrite("instruction", text));
      }}
    >
      {REWRITES.map((kind) => (
        // The selection must survive the click.
        <button key={kind} type="button" className="button" aria-disabled={busy} data-testid={`rewrite-${kind}`} onMouseDown={(event) => event.preventDefault()} onClick={() => busy || onRewrite(kind)}>
          {labels[kind]}
        </button>
      ))}
      <div className="canvas-wish">
        <input className="form-input" value={wish} maxLength={4000} aria-label={labels.wish} placeholder={labels.wish} data-testid="canvas-wish" onChange={(event) => setWish(event.target.value)} />
        <button type="submit" className="button primary" aria-disabled={busy} data-testid="canvas-change">
          {labels.change}
        </button>
        <button type="button" className="button" aria-disabled={busy} data-testid="canvas-ask" onClick={() => send(onAsk)}>
          {labels.ask}
        </button>
      </div>
    </form>
  );
}

function Trouble({ status, problem, labels, document }) {
  if (status === "conflict")
    return (
      <div className="canvas-trouble" role="alert" data-testid="canvas-conflict">
        <p>{labels.conflict}</p>
        <button type="button" className="button" onClick={document.takeTheirs}>
          {labels.takeTheirs}
        </button>
        <button type="button" className="button primary" onClick={document.keepMine}>
          {labels.keepMine}
        </button>
      </div>
    );
  if (status !== "failed" && status !== "offline") return null;
  return (
    <div className="canvas-trouble" role="alert">
      <p>{problem || labels.offline}</p>
      <button type="button" className="button" onClick={document.canvas ? document.save : document.takeTheirs}>
        {labels.retry}
      </button>
    </div>
  );
}
