// One Ollama server: how it is, what it holds, getting more.
import { useCallback, useEffect, useId, useState } from "react";
import { CircleCheck, Download, Info, RotateCcw, TriangleAlert, Trash2 } from "lucide-react";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { ConfirmDialog } from "./confirm.jsx";
import { Details } from "./local_details.jsx";
import { BASE, icon, sentenceOf, sizeText } from "./local_calls.js";
import { fill } from "./words.js";

const AGAIN = 10_000;
const EXAMPLE = "llama3.2:3b";

export function Server({ server, pulls, finished, act, labels, onCheck }) {
  const [content, setContent] = useState(null);
  const [problem, setProblem] = useState("");
  const path = `${BASE}/servers/${server.id}`;
  const load = useCallback(async () => {
    if (server.problem) return;
    try {
      setContent(await api(`${path}/models`));
      setProblem("");
    } catch (error) {
      setProblem(sentenceOf(error, labels));
    }
  }, [path, server.problem, labels]);
  useEffect(() => {
    load();
    const timer = setInterval(() => document.visibilityState === "visible" && load(), AGAIN);
    return () => clearInterval(timer);
  }, [load, finished]);
  const run = async (call) => {
    try {
      await act(call);
      setProblem("");
      await load();
      return true;
    } catch (error) {
      setProblem(sentenceOf(error, labels));
      return false;
    }
  };
  const pull = (model) => run(() => api(`${path}/pulls`, { method: "POST", body: { model } }));
  return (
    <section className="local-part" data-testid="server" data-id={server.id}>
      <ServerHead server={server} content={content} labels={labels} onCheck={onCheck} />
      {problem && (
        <p className="admin-problem" role="alert" data-testid="local-problem">
          {problem}
        </p>
      )}
      {!server.problem && (
        <>
          <Models content={content} path={path} labels={labels} run={run} />
          <Getting content={content} pulls={pulls.filter((each) => each.server === server.id)} labels={labels} onPull={pull} />
        </>
      )}
    </section>
  );
}

function ServerHead({ server, content, labels, onCheck }) {
  const language = useLanguage();
  const Sign = server.problem ? TriangleAlert : CircleCheck;
  const about = [server.address, labels[server.source], server.version && `Ollama ${server.version}`];
  const room = content && !server.problem && [fill(labels.on_disk, { size: sizeText(content.disk, language) }), content.memory > 0 && fill(labels.memory_of, { size: sizeText(content.memory, language) }), content.memory_vram > 0 && fill(labels.on_card, { size: sizeText(content.memory_vram, language) })];
  return (
    <header className="local-server" data-state={server.problem ? "failed" : "good"} data-testid="server-state">
      <Sign size={18} strokeWidth={1.75} aria-hidden />
      <div>
        <h2>
          {server.label} <span>{server.problem ? labels.silent : labels.answers}</span>
        </h2>
        <p>{about.filter(Boolean).join(" · ")}</p>
        {server.problem && <p role="status">{server.problem}</p>}
        {room && (
          <p className="figure" data-testid="server-room">
            {room.filter(Boolean).join(" · ")}
          </p>
        )}
      </div>
      <button type="button" className="icon-button" aria-label={labels.again} title={labels.again} data-testid="server-check" onClick={onCheck}>
        <RotateCcw {...icon} />
      </button>
    </header>
  );
}

function Models({ content, path, labels, run }) {
  const [open, setOpen] = useState({ kind: "", model: null });
  const language = useLanguage();
  if (content === null) return <div className="local-skeleton" aria-busy="true" />;
  if (content.models.length === 0) return <p className="admin-empty">{labels.models_empty}</p>;
  const close = () => setOpen({ kind: "", model: null });
  const remove = (model) => run(() => api(`${path}/models?${new URLSearchParams({ model: model.name })}`, { method: "DELETE" }));
  return (
    <>
      <ul className="local-models" aria-label={labels.models} data-testid="models">
        {content.models.map((model) => (
          <Model
            key={model.name}
            model={model}
            labels={labels}
            onOpen={(kind) => setOpen({ kind, model })}
            onUnload={() => run(() => api(`${path}/unload`, { method: "POST", body: { model: model.name } }))}
          />
        ))}
      </ul>
      {open.kind === "delete" && (
        <ConfirmDialog
          title={fill(labels.delete_title, { name: open.model.name })}
          text={fill(labels.delete_text, { size: sizeText(open.model.size, language) })}
          confirmLabel={labels.delete}
          cancelLabel={labels.cancel}
          onConfirm={() => remove(open.model)}
          onClose={close}
        />
      )}
      {open.kind === "details" && <Details path={path} model={open.model} labels={labels} onClose={close} />}
    </>
  );
}

function Model({ model, labels, onOpen, onUnload }) {
  const language = useLanguage();
  const facts = [sizeText(model.size, language), model.parameters, model.quantisation, model.family];
  return (
    <li className="local-model" data-testid="local-model" data-name={model.name} data-loaded={model.loaded ? "" : undefined}>
      <div>
        <b>{model.name}</b>
        <p className="figure">{facts.filter(Boolean).join(" · ")}</p>
        <p className="local-badges">
          {model.capabilities.map((each) => (
            <span key={each} className="admin-badge">
              {labels[each]}
            </span>
          ))}
          {model.loaded && <Loaded loaded={model.loaded} labels={labels} language={language} />}
        </p>
      </div>
      <span className="local-actions">
        {model.loaded && (
          <button type="button" className="button quiet" data-testid="unload" onClick={onUnload}>
            {labels.unload}
          </button>
        )}
        <button type="button" className="icon-button" aria-label={fill(labels.details, { name: model.name })} title={fill(labels.details, { name: model.name })} data-testid="model-details" onClick={() => onOpen("details")}>
          <Info {...icon} />
        </button>
        <button type="button" className="icon-button" aria-label={`${labels.delete}: ${model.name}`} title={labels.delete} data-testid="model-delete" onClick={() => onOpen("delete")}>
          <Trash2 {...icon} />
        </button>
      </span>
    </li>
  );
}

function Loaded({ loaded, labels, language }) {
  const until = loaded.expires_at ? fill(labels.until, { time: new Intl.DateTimeFormat(language, { timeStyle: "short" }).format(Date.parse(loaded.expires_at)) }) : labels.stays;
  return (
    <span className="admin-badge good" data-testid="loaded">
      {fill(labels.memory_of, { size: sizeText(loaded.size, language) })}, {until}
    </span>
  );
}

function Getting({ content, pulls, labels, onPull }) {
  const [name, setName] = useState("");
  const [suggested, setSuggested] = useState([]);
  const language = useLanguage();
  const [field, help] = [useId(), useId()];
  useEffect(() => {
    api(`${BASE}/suggestions`)
      .then(({ items }) => setSuggested(items))
      .catch(() => {});
  }, [language]);
  const send = async (event) => {
    event.preventDefault();
    if (name.trim() && (await onPull(name))) setName("");
  };
  const has = (model) => content?.models.some((each) => each.name === model);
  const comes = (model) => pulls.some((each) => each.model === model && each.state === "running");
  return (
    <div className="local-getting">
      <h3>{labels.get}</h3>
      <form className="local-form" onSubmit={send}>
        <label htmlFor={field}>{labels.get_label}</label>
        <input id={field} className="form-input" value={name} autoComplete="off" autoCapitalize="off" spellCheck={false} maxLength={200} placeholder={EXAMPLE} aria-describedby={help} data-testid="pull-name" onChange={(event) => setName(event.target.value)} />
        <button type="submit" className="button primary" data-testid="pull-begin">
          <Download {...icon} />
          {labels.get_button}
        </button>
      </form>
      <p id={help} className="local-help">
        {labels.get_help}
      </p>
      <h3>{labels.suggestions}</h3>
      <ul className="local-suggestions" data-testid="suggestions">
        {suggested.map((each) => (
          <li key={each.name} data-testid="suggestion" data-name={each.name}>
            <div>
              <b>{each.name}</b>
              <p>{each.note}</p>
              <p className="local-badges">
                {each.uses.map((use) => (
                  <span key={use} className="admin-badge">
                    {labels[use]}
                  </span>
                ))}
                <span className="figure">{fill(labels.suggested_size, { size: sizeText(each.size, language), memory: sizeText(each.memory, language) })}</span>
              </p>
            </div>
            {has(each.name) ? (
              <span className="admin-badge good">{labels.there}</span>
            ) : (
              <button type="button" className="button" disabled={comes(each.name)} aria-label={`${labels.get_button}: ${each.name}`} data-testid="suggestion-get" onClick={() => onPull(each.name)}>
                {labels.get_button}
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
