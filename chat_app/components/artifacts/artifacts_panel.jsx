// Artifacts beside the chat: one at a time, with its versions, as preview and as source.
import { useCallback, useEffect, useMemo, useState } from "react";
import { ChevronLeft, ChevronRight, Code, Download, Eye, FileText, Shapes, SquarePen, Table, Workflow } from "lucide-react";
import { runAction, useAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { api, saveText } from "$/public/external/chat_app/components/ui/library/api.js";
import { openPanel, usePanel } from "$/public/external/chat_app/components/layout/library/panel.js";
import { CodeBlock } from "$/public/external/chat_app/components/message/source_files/code_block.jsx";
import { CopyButton } from "$/public/external/chat_app/components/message/source_files/copy_button.jsx";
import { Diagram } from "$/public/external/chat_app/components/message/source_files/diagram.jsx";
import { LabelsProvider } from "$/public/external/chat_app/components/message/source_files/labels.jsx";
import { Markdown } from "$/public/external/chat_app/components/message/source_files/markdown_view.jsx";
import { parseTable } from "./csv.js";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };
const ICONS = { html: Code, svg: Shapes, mermaid: Workflow, table: Table, document: FileText, code: Code };
const ENDINGS = { html: "html", svg: "svg", mermaid: "mmd", table: "csv", document: "md" };
const LANGUAGE_ENDINGS = { python: "py", javascript: "js", typescript: "ts", rust: "rs", ruby: "rb", shell: "sh", bash: "sh", markdown: "md", csharp: "cs", kotlin: "kt" };

/** Offers the action that opens the panel; on the page as long as the chat is. */
export function ArtifactsAction({ conversationId }) {
  useAction("artifacts.open", () => openPanel("artifacts"), Boolean(conversationId));
  useEffect(() => {
    const asked = (event) => openPanel("artifacts", event.detail);
    addEventListener("parley:artifact", asked);
    return () => removeEventListener("parley:artifact", asked);
  }, []);
  return null;
}

export function ArtifactsPanel({ conversationId, running, labels, messageLabels }) {
  const { data: asked } = usePanel();
  const { artifacts, problem, load } = useArtifacts(conversationId, running);
  const [chosen, setChosen] = useState(null);
  useEffect(() => setChosen(asked), [asked]);
  const shown = useMemo(() => find(artifacts, chosen), [artifacts, chosen]);
  if (problem) {
    return (
      <div className="artifact-nothing" role="alert">
        <p>{labels.failed}</p>
        <button type="button" className="button" onClick={load}>
          {labels.retry}
        </button>
      </div>
    );
  }
  if (!artifacts) return <div className="skeleton artifact-skeleton" aria-busy="true" />;
  if (!shown) return <p className="artifact-nothing">{labels.nothing}</p>;
  return (
    <LabelsProvider labels={messageLabels}>
      <Shown {...{ ...shown, artifacts, labels, conversationId }} onChoose={setChosen} />
    </LabelsProvider>
  );
}

function Shown({ artifact, version, artifacts, labels, conversationId, onChoose }) {
  const [view, setView] = useState("preview");
  const at = artifact.versions.indexOf(version);
  const go = (step) => onChoose(placeAt(artifact.versions[at + step]));
  const name = titleOf(artifact, labels);
  const file = fileName(artifact, name);
  const hasPreview = artifact.kind !== "code";
  const openCanvas = async () => {
    const made = await api(`/conversations/${conversationId}/canvases`, { method: "POST", body: { text: version.text, title: name } });
    runAction("canvas.open", made.id);
  };
  return (
    <div className="artifact" data-testid="artifact" data-kind={artifact.kind}>
      <div className="artifact-bar">
        <label className="artifact-choice">
          <span className="visually-hidden">{labels.choose}</span>
          <select className="select" data-testid="artifact-choice" value={artifacts.indexOf(artifact)} onChange={(event) => onChoose(placeAt(artifacts[Number(event.target.value)].versions.at(-1)))}>
            {artifacts.map((each, index) => (
              <option key={index} value={index}>
                {titleOf(each, labels)}
              </option>
            ))}
          </select>
        </label>
        {artifact.versions.length > 1 && (
          <span className="branches" role="group" aria-label={labels.versions}>
            <Step label={labels.previous} Icon={ChevronLeft} disabled={at === 0} testid="artifact-previous" onClick={() => go(-1)} />
            <span className="branch-place" data-testid="artifact-version">{`${at + 1}/${artifact.versions.length}`}</span>
            <Step label={labels.next} Icon={ChevronRight} disabled={at === artifact.versions.length - 1} testid="artifact-next" onClick={() => go(1)} />
          </span>
        )}
      </div>
      <div className="artifact-bar">
        {hasPreview && (
          <div className="segments" role="group" aria-label={labels.view}>
            {["preview", "source"].map((value) => (
              <label key={value} className="segment">
                <input type="radio" name="artifact-view" value={value} checked={view === value} onChange={() => setView(value)} data-testid={`artifact-${value}`} />
                <span>
                  {value === "preview" ? <Eye {...icon} /> : <Code {...icon} />} {labels[value]}
                </span>
              </label>
            ))}
          </div>
        )}
        <span className="artifact-tools">
          <CopyButton text={version.text} label={labels.copy} doneLabel={labels.copied} compact testId="artifact-copy" />
          <button type="button" className="icon-button" aria-label={labels.download} title={`${labels.download}: ${file}`} data-testid="artifact-download" onClick={() => saveText(version.text, file)}>
            <Download {...icon} />
          </button>
          <button type="button" className="icon-button" aria-label={labels.edit} title={labels.edit} data-testid="artifact-canvas" onClick={openCanvas}>
            <SquarePen {...icon} />
          </button>
        </span>
      </div>
      <div className="artifact-body">{hasPreview && view === "preview" ? <Preview artifact={artifact} version={version} name={name} labels={labels} /> : <CodeBlock code={version.text.replace(/\n$/, "")} language={artifact.language} />}</div>
    </div>
  );
}

function Step({ label, Icon, disabled, testid, onClick }) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} aria-disabled={disabled} data-testid={testid} onClick={() => disabled || onClick()}>
      <Icon {...icon} />
    </button>
  );
}

function Preview({ artifact, version, name, labels }) {
  const { kind } = artifact;
  if (kind === "mermaid") return <Diagram source={version.text.trim()} />;
  if (kind === "document") return <Markdown text={version.text} />;
  if (kind === "table") return <Values text={version.text} labels={labels} />;
  // No scripts of this document reach ours: it has an origin of its own and no network (see the header of its answer).
  return <iframe className="artifact-frame" title={name} sandbox="allow-scripts" src={`/api/v1/messages/${version.message_id}/blocks/${version.index}/preview`} data-testid="artifact-frame" />;
}

function Values({ text, labels }) {
  const [head = [], ...rows] = useMemo(() => parseTable(text), [text]);
  return (
    <div className="artifact-table" tabIndex={0} role="group" aria-label={labels.table}>
      <table>
        <thead>
          <tr>
            {head.map((cell, index) => (
              <th key={index} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, place) => (
                <td key={place}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

// Read anew whenever an answer has ended.
function useArtifacts(conversationId, running) {
  const [state, setState] = useState({ artifacts: null, problem: false });
  const load = useCallback(async () => {
    try {
      setState({ artifacts: await api(`/conversations/${conversationId}/artifacts`), problem: false });
    } catch {
      setState((before) => ({ ...before, problem: !before.artifacts }));
    }
  }, [conversationId]);
  useEffect(() => setState({ artifacts: null, problem: false }), [conversationId]);
  useEffect(() => {
    if (!running) load();
  }, [running, load]);
  return { ...state, load };
}

const placeAt = (version) => ({ messageId: version.message_id, index: version.index });

/** The artifact and version that were asked for, else the newest one. */
function find(artifacts, place) {
  if (!artifacts?.length) return null;
  for (const artifact of artifacts) {
    const version = place && artifact.versions.find((each) => each.message_id === place.messageId && each.index === place.index);
    if (version) return { artifact, version };
  }
  const artifact = artifacts.at(-1);
  return { artifact, version: artifact.versions.at(-1) };
}

const titleOf = (artifact, labels) => artifact.title || `${labels[artifact.kind]}${artifact.kind === "code" && artifact.language ? ` (${artifact.language})` : ""}`;

const fileName = (artifact, title) => {
  if (/\.\w{1,8}$/.test(artifact.title)) return artifact.title;
  const ending = ENDINGS[artifact.kind] ?? LANGUAGE_ENDINGS[artifact.language] ?? (artifact.language || "txt");
  return `${title.replace(/[^\p{L}\p{N} ._-]+/gu, " ").trim().slice(0, 60) || "artifact"}.${ending}`;
};
