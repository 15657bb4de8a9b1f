// The library: prompts by folder, assistants as cards; writing happens in dialogs.
import { useEffect, useMemo, useRef, useState } from "react";
import { BookText, Bot, Download, Plus, Search, Upload } from "lucide-react";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { useFeature } from "$/public/external/chat_app/components/ui/library/features.js";
import { AssistantDialog } from "./assistant_dialog.jsx";
import { Avatar } from "./avatar.jsx";
import { PromptDialog } from "./prompt_dialog.jsx";
import { matching } from "./trigger.js";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };

export function LibraryPage(props) {
  const { prompts, assistants, ready, labels, onOpenPrompt, onOpenModels } = props;
  const [kind, setKind] = useState("prompts");
  const [query, setQuery] = useState("");
  const [dialog, setDialog] = useState(null);
  const openPrompt = (id) => {
    onOpenPrompt(id);
    setDialog({ kind: "prompt", id });
  };
  const openAssistant = (assistant) => {
    onOpenModels();
    setDialog({ kind: "assistant", assistant });
  };
  const shown = { prompts, assistants };
  if (!useFeature("library"))
    return (
      <div className="library-page" data-testid="library">
        <h1>{labels.title}</h1>
        <p>{labels.off}</p>
      </div>
    );
  return (
    <div className="library-page" data-testid="library">
      <header className="library-head">
        <h1>{labels.title}</h1>
        <div className="library-tools">
          <Transfer labels={labels} />
          <button type="button" className="button primary" data-testid="library-new" onClick={() => (kind === "prompts" ? openPrompt("") : openAssistant(null))}>
            <Plus {...icon} />
            {kind === "prompts" ? labels.newPrompt : labels.newAssistant}
          </button>
        </div>
      </header>
      <div className="library-bar">
        <div className="segments" role="group" aria-label={labels.title}>
          {["prompts", "assistants"].map((value) => (
            <label key={value} className="segment">
              <input type="radio" name="library-kind" value={value} checked={kind === value} onChange={() => setKind(value)} data-testid={`library-${value}`} />
              <span>
                {labels[value]} {ready && <small>{shown[value].length}</small>}
              </span>
            </label>
          ))}
        </div>
        <label className="list-search library-search">
          <Search {...icon} />
          <input type="search" value={query} placeholder={labels.search} aria-label={labels.search} data-testid="library-search" onChange={(event) => setQuery(event.target.value)} />
        </label>
      </div>
      {!ready ? (
        <div className="library-cards" aria-busy="true">
          {[0, 1, 2, 3, 4, 5].map((each) => (
            <div key={each} className="library-card skeleton" />
          ))}
        </div>
      ) : kind === "prompts" ? (
        <Prompts prompts={prompts} query={query} labels={labels} onOpen={openPrompt} />
      ) : (
        <Assistants assistants={assistants} query={query} labels={labels} onOpen={openAssistant} />
      )}
      {dialog?.kind === "prompt" && <PromptDialog {...props} opened={dialog.id} onClose={() => setDialog(null)} />}
      {dialog?.kind === "assistant" && <AssistantDialog {...props} assistant={dialog.assistant} onClose={() => setDialog(null)} />}
    </div>
  );
}

function Prompts({ prompts, query, labels, onOpen }) {
  const folders = useMemo(() => {
    const found = query ? matching(prompts, query.toLowerCase(), (each) => [each.command, each.title, each.folder, each.description]) : prompts;
    const groups = new Map();
    for (const prompt of found) {
      const name = prompt.builtin ? `${prompt.folder}` : prompt.folder || labels.own;
      groups.set(name, [...(groups.get(name) ?? []), prompt]);
    }
    return [...groups];
  }, [prompts, query, labels]);
  if (!folders.length) return <Nothing Icon={BookText} text={query ? labels.nothing : labels.emptyPrompts} />;
  return folders.map(([name, own]) => (
    <section key={name} className="library-folder">
      <h2>{name}</h2>
      <ul className="library-cards">
        {own.map((prompt) => (
          <li key={prompt.id}>
            <button type="button" className="library-card" data-testid="prompt-card" onClick={() => onOpen(prompt.id)}>
              <strong>{prompt.title}</strong>
              <span>{prompt.description}</span>
              <small>
                <code>/{prompt.command}</code>
                {prompt.builtin && <em>{labels.builtin}</em>}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  ));
}

function Assistants({ assistants, query, labels, onOpen }) {
  const found = query ? matching(assistants, query.toLowerCase(), (each) => [each.name, each.description]) : assistants;
  if (!found.length) return <Nothing Icon={Bot} text={query ? labels.nothing : labels.emptyAssistants} />;
  return (
    <ul className="library-cards">
      {found.map((assistant) => (
        <li key={assistant.id}>
          <button type="button" className="library-card" data-testid="assistant-card" onClick={() => onOpen(assistant)}>
            <Avatar avatar={assistant.avatar} size={20} />
            <strong>{assistant.name}</strong>
            <span>{assistant.description || assistant.system_prompt.slice(0, 120)}</span>
            <small>
              <code>@{assistant.name}</code>
            </small>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Nothing({ Icon, text }) {
  return (
    <div className="library-nothing">
      <Icon size={32} strokeWidth={1.25} aria-hidden />
      <p>{text}</p>
    </div>
  );
}

// The library as a file, out and in.
function Transfer({ labels }) {
  const file = useRef(null);
  const [report, setReport] = useState("");
  useEffect(() => {
    if (!report) return undefined;
    const timer = setTimeout(() => setReport(""), 10_000);
    return () => clearTimeout(timer);
  }, [report]);
  const take = async (event) => {
    const [chosen] = event.target.files;
    event.target.value = "";
    if (!chosen) return;
    try {
      const body = await api("/library", { method: "POST", body: JSON.parse(await chosen.text()) });
      setReport(labels.imported.replace("{added}", body.added).replace("{unchanged}", body.unchanged).replace("{refused}", body.refused.length));
    } catch (error) {
      setReport(error.status ? error.message : labels.importFailed);
    }
  };
  return (
    <>
      <span className="library-report" role="status" data-testid="library-report">
        {report}
      </span>
      <input ref={file} type="file" accept="application/json,.json" className="visually-hidden" tabIndex={-1} aria-hidden data-testid="library-file" onChange={take} />
      <button type="button" className="button quiet" title={labels.import} onClick={() => file.current.click()}>
        <Upload {...icon} />
        <span>{labels.import}</span>
      </button>
      <a className="button quiet" title={labels.export} href="/api/v1/library" download="parley-library.json" data-testid="library-export">
        <Download {...icon} />
        <span>{labels.export}</span>
      </a>
    </>
  );
}
