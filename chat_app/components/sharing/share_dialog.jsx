// Give a chat to others: by a link that shows it, or as a file.
import { useEffect, useId, useRef, useState } from "react";
import { Braces, Check, Copy, FileText, FileType, Globe, Link2Off } from "lucide-react";
import { useAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { useFeature } from "$/public/external/chat_app/components/ui/library/features.js";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { once } from "$/public/external/chat_app/components/ui/library/intent.js";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };
const FORMATS = [
  { format: "markdown", Icon: FileText },
  { format: "html", Icon: Globe },
  { format: "pdf", Icon: FileType },
  { format: "json", Icon: Braces },
];
const DAYS = [1, 7, 30, 90, 365, 0];

export function ShareDialog({ conversationId, empty, shares, newPath, language, exportTitle, labels, onLoad, onCreate, onRevoke }) {
  const [open, setOpen] = useState(false);
  const [scope, setScope] = useState("branch");
  const [chats, setChats] = useState(null);
  const mayShare = useFeature("sharing");
  const mayExport = useFeature("export");
  const show = () => {
    setChats(null);
    setOpen(true);
    onLoad(conversationId);
  };
  useAction("chat.share", show, Boolean(conversationId) && !empty);
  useAction("chat.export", show, Boolean(conversationId) && !empty);
  useAction("export.selection", (ids) => setChats(ids) || setOpen(true));
  if (!open) return null;
  const close = () => setOpen(false);
  return (
    <Dialog open onClose={close} title={chats ? exportTitle.replace("{count}", chats.length) : labels.title} closeLabel={labels.close} className="share-dialog" testid="share-dialog">
      <ScopeChoice scope={scope} labels={labels} onScope={setScope} />
      {chats ? (
        <SelectionFiles ids={chats} scope={scope} labels={labels} onDone={close} />
      ) : (
        <>
          {mayShare && <LinkPart {...{ conversationId, scope, shares, newPath, labels, onCreate, onRevoke }} />}
          {mayExport && <FilePart {...{ conversationId, scope, language, labels }} />}
        </>
      )}
    </Dialog>
  );
}

function FilePart({ conversationId, scope, language, labels }) {
  return (
    <section className="share-part">
      <h3>{labels.file}</h3>
      <ul className="share-formats">
        {FORMATS.map(({ format, Icon }) => (
          <li key={format}>
            <a
              className="button"
              href={`/api/v1/conversations/${conversationId}/export?format=${format}&scope=${scope}&language=${language}`}
              download
              data-testid={`export-${format}`}
              title={labels[`${format}Hint`]}
            >
              <Icon {...icon} />
              {labels[format]}
            </a>
          </li>
        ))}
      </ul>
      <p className="form-help">{labels.fileHelp}</p>
    </section>
  );
}

function ScopeChoice({ scope, labels, onScope }) {
  const name = useId();
  return (
    <fieldset className="share-scope">
      <legend className="form-label">{labels.scope}</legend>
      <div className="segments">
        {["branch", "all"].map((value) => (
          <label key={value} className="segment">
            <input type="radio" name={name} value={value} checked={scope === value} onChange={() => onScope(value)} />
            <span>{labels[value]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function LinkPart({ conversationId, scope, shares, newPath, labels, onCreate, onRevoke }) {
  const [days, setDays] = useState(30);
  const address = useRef(null);
  const create = useRef(once(() => {}));
  useEffect(() => {
    create.current = once(() => onCreate(conversationId, scope, days));
  }, [newPath, scope, days, shares]);
  useEffect(() => {
    if (newPath) address.current?.select();
  }, [newPath]);
  return (
    <section className="share-part">
      <h3>{labels.link}</h3>
      <p className="form-help">{labels.linkHelp}</p>
      <div className="share-line">
        <label className="share-days">
          <span className="form-label">{labels.valid}</span>
          <select className="select" value={days} data-testid="share-days" onChange={(event) => setDays(Number(event.target.value))}>
            {DAYS.map((value) => (
              <option key={value} value={value}>
                {labels[`days${value}`]}
              </option>
            ))}
          </select>
        </label>
        <button type="button" className="button primary" data-testid="share-create" onClick={() => create.current()}>
          {labels.create}
        </button>
      </div>
      {newPath && (
        <div className="share-address">
          <input ref={address} className="form-input" readOnly aria-label={labels.address} data-testid="share-address" value={`${location.origin}${newPath}`} onFocus={(event) => event.target.select()} />
          <CopyAddress text={`${location.origin}${newPath}`} labels={labels} />
          <p className="form-help">{labels.once}</p>
        </div>
      )}
      {shares.length > 0 && (
        <ul className="share-list" aria-label={labels.links}>
          {shares.map((share) => (
            <li key={share.id} data-active={share.active || undefined} data-testid="share">
              <span>
                {labels[share.scope]} · {share.made_label}
                <small>{share.ends_label}</small>
              </span>
              {share.active && (
                <button type="button" className="button quiet" data-testid="share-revoke" onClick={() => onRevoke(share.id)}>
                  <Link2Off {...icon} />
                  {labels.revoke}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function CopyAddress({ text, labels }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without https there is no clipboard: the address is selected, Ctrl+C takes it.
      return;
    }
    setDone(true);
    setTimeout(() => setDone(false), 1500);
  };
  const Icon = done ? Check : Copy;
  return (
    <button type="button" className="button" data-testid="share-copy" onClick={copy}>
      <Icon {...icon} />
      <span aria-live="polite">{done ? labels.copied : labels.copy}</span>
    </button>
  );
}

// Several chats come as one ZIP.
function SelectionFiles({ ids, scope, labels, onDone }) {
  const [state, setState] = useState("");
  const save = async (format) => {
    if (state === "busy") return;
    setState("busy");
    try {
      const answer = await fetch("/api/v1/exports", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ conversation_ids: ids, format, scope }),
      });
      if (!answer.ok) throw new Error(answer.status);
      offer(await answer.blob(), "parley-chats.zip");
      onDone();
    } catch {
      setState("failed");
    }
  };
  return (
    <section className="share-part">
      <ul className="share-formats" aria-busy={state === "busy"}>
        {FORMATS.map(({ format, Icon }) => (
          <li key={format}>
            <button type="button" className="button" title={labels[`${format}Hint`]} data-testid={`export-${format}`} onClick={() => save(format)}>
              <Icon {...icon} />
              {labels[format]}
            </button>
          </li>
        ))}
      </ul>
      <p role="status" className="form-help">
        {state === "busy" ? labels.busy : state === "failed" ? labels.failed : labels.zip}
      </p>
    </section>
  );
}

function offer(blob, name) {
  const address = URL.createObjectURL(blob);
  const anchor = Object.assign(document.createElement("a"), { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

