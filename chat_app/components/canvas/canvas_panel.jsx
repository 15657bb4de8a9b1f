// Documents beside the chat: write, let the chat's model work on what is selected, look back.
import { useCallback, useEffect, useState } from "react";
import { FilePlus2 } from "lucide-react";
import { useAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { openPanel, usePanel } from "$/public/external/chat_app/components/layout/library/panel.js";
import { LabelsProvider } from "$/public/external/chat_app/components/message/source_files/labels.jsx";
import { CanvasEditor } from "./canvas_editor.jsx";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };

/** Offers the action that opens the panel, with a document's id or without. */
export function CanvasAction({ conversationId }) {
  useAction("canvas.open", (id) => openPanel("canvas", { id: typeof id === "string" ? id : "" }), Boolean(conversationId));
  return null;
}

export function CanvasPanel({ conversationId, stamp, labels, messageLabels }) {
  const { data } = usePanel();
  const [list, setList] = useState(null);
  const [id, setId] = useState("");
  const [failed, setFailed] = useState(false);
  const load = useCallback(async () => {
    try {
      setList(await api(`/conversations/${conversationId}/canvases`));
      setFailed(false);
    } catch {
      setFailed(true);
    }
  }, [conversationId]);
  useEffect(() => {
    load();
  }, [load, stamp]);
  useEffect(() => {
    setId(data?.id ?? "");
  }, [data, conversationId]);
  const create = async () => {
    try {
      const made = await api(`/conversations/${conversationId}/canvases`, { method: "POST", body: {} });
      await load();
      setId(made.id);
    } catch {
      setFailed(true);
    }
  };
  const shown = id || list?.[0]?.id || "";
  if (failed && !list)
    return (
      <div className="canvas-nothing" role="alert">
        <p>{labels.failed}</p>
        <button type="button" className="button" onClick={load}>
          {labels.retry}
        </button>
      </div>
    );
  if (!list) return <div className="skeleton canvas-skeleton" aria-busy="true" />;
  if (!shown)
    return (
      <div className="canvas-nothing">
        <p>{labels.nothing}</p>
        <button type="button" className="button primary" data-testid="canvas-create" onClick={create}>
          <FilePlus2 {...icon} />
          {labels.create}
        </button>
      </div>
    );
  return (
    <LabelsProvider labels={messageLabels}>
      <div className="canvas" data-testid="canvas">
        <div className="canvas-bar">
          <label className="canvas-choice">
            <span className="visually-hidden">{labels.choose}</span>
            <select className="select" value={shown} data-testid="canvas-choice" onChange={(event) => setId(event.target.value)}>
              {list.map((each) => (
                <option key={each.id} value={each.id}>
                  {each.title || labels.untitled}
                </option>
              ))}
            </select>
          </label>
          <button type="button" className="icon-button" aria-label={labels.create} title={labels.create} data-testid="canvas-create" onClick={create}>
            <FilePlus2 {...icon} />
          </button>
        </div>
        <CanvasEditor key={shown} id={shown} stamp={stamp} labels={labels} onGone={() => setId("") || load()} />
      </div>
    </LabelsProvider>
  );
}
