// One document: its name opens it, what is wrong with it stands below, what can be done is in one menu.
import { memo } from "react";
import { CircleStop, Ellipsis, File, FileCode2, FileSpreadsheet, FileText, Folder, Globe, Image, Mail, MessageSquareText, Presentation, RotateCcw, StickyNote, Undo2 } from "lucide-react";
import { sizeOf } from "$/public/external/chat_app/components/attachments/library/file_chip.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { dateText, useHabits } from "$/public/external/chat_app/components/ui/library/habits.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { momentOf } from "$/public/external/chat_app/components/sidebar/library/ages.js";
import { DocumentState } from "./document_state.jsx";
import { openDocument } from "$/public/external/chat_app/components/viewer/library/opening.js";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };
const BY_SOURCE = { url: Globe, chat: MessageSquareText, message: MessageSquareText, mail: Mail, note: StickyNote };
const BY_NAME = [
  [/\.(xlsx?|ods|csv|tsv)$/i, FileSpreadsheet],
  [/\.(pptx?|odp)$/i, Presentation],
  [/\.(png|jpe?g|gif|webp|tiff?|bmp)$/i, Image],
  [/\.(py|js|ts|java|c|cpp|go|rs|rb|php|sh|sql|json|ipynb|ya?ml|toml|xml)$/i, FileCode2],
  [/\.(pdf|docx?|odt|rtf|md|txt|epub|html?)$/i, FileText],
];

function Row({ document, place, canWrite, inTrash, selected, onSelect, onMenu, onRun, labels }) {
  const Icon = BY_SOURCE[document.source] ?? BY_NAME.find(([ending]) => ending.test(document.name))?.[1] ?? File;
  const opens = !inTrash && document.state === "ready";
  const name = document.name || document.source_ref;
  const menu = (event) => {
    const { left, top, bottom, right } = event.currentTarget.getBoundingClientRect();
    onMenu({ left, top, bottom, right });
  };
  const asked = (event) => {
    event.preventDefault();
    onMenu({ left: event.clientX, right: event.clientX, top: event.clientY, bottom: event.clientY });
  };
  return (
    <li className="document" data-testid="document" data-id={document.id} data-state={document.state} data-selected={selected || undefined} onContextMenu={asked}>
      <label className="document-select">
        <input type="checkbox" checked={selected} aria-label={fill(labels.select, { name })} onChange={onSelect} />
        <Icon size={18} strokeWidth={1.75} aria-hidden />
      </label>
      <div className="document-words">
        {opens ? (
          <button type="button" className="document-name" title={name} data-testid="open-document" onClick={() => openDocument({ documentId: document.id })}>
            {name}
          </button>
        ) : (
          <span className="document-name" title={name}>
            {name}
          </span>
        )}
        <Facts document={document} place={place} inTrash={inTrash} labels={labels} />
        {document.problem_text && document.state === "failed" && (
          <p className="document-problem" data-testid="document-problem">
            {document.problem_text}
          </p>
        )}
      </div>
      <DocumentState document={document} labels={labels} />
      <div className="document-acts">
        {canWrite && !inTrash && (document.state === "failed" || document.state === "cancelled") && <Quick Icon={RotateCcw} label={labels.read_again} name={name} testid="document-retry" onClick={() => onRun("retry")} />}
        {canWrite && !inTrash && document.progress && <Quick Icon={CircleStop} label={labels.stop} name={name} testid="document-cancel" onClick={() => onRun("cancel")} />}
        {canWrite && inTrash && <Quick Icon={Undo2} label={labels.restore} name={name} testid="document-restore" onClick={() => onRun("restore")} />}
        <button type="button" className="icon-button" aria-haspopup="menu" aria-label={fill(labels.actions, { name })} title={fill(labels.actions, { name })} data-testid="document-menu" onClick={menu}>
          <Ellipsis {...icon} />
        </button>
      </div>
    </li>
  );
}

// While one is read the list is asked for every few seconds; what did not change is not drawn again.
const TOLD = ["place", "canWrite", "inTrash", "selected", "labels"];
const isSame = (before, after) => TOLD.every((name) => before[name] === after[name]) && JSON.stringify(before.document) === JSON.stringify(after.document);
export const DocumentRow = memo(Row, isSame);

function Quick({ Icon, label, name, testid, onClick }) {
  return (
    <button type="button" className="icon-button" aria-label={`${label}: ${name}`} title={label} data-testid={testid} onClick={onClick}>
      <Icon {...icon} />
    </button>
  );
}

function Facts({ document, place, inTrash, labels }) {
  const language = useLanguage();
  const { dateFormat } = useHabits();
  const moment = Date.parse((inTrash && document.deleted_at) || document.updated_at);
  const when = dateText(moment, language, dateFormat);
  const number = new Intl.NumberFormat(language);
  const facts = [
    labels[`source_${document.source}`],
    document.size > 0 && sizeOf(document.size),
    document.pages > 0 && fill(labels.pages, { count: number.format(document.pages) }),
    document.passages > 0 && fill(labels.passages, { count: number.format(document.passages) }),
    document.version > 1 && fill(labels.version, { number: document.version }),
  ];
  return (
    <p className="document-facts">
      {place && (
        <span className="document-place">
          <Folder size={12} strokeWidth={1.75} aria-hidden />
          {place}
        </span>
      )}
      {facts.filter(Boolean).map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
      <time dateTime={new Date(moment).toISOString()} title={momentOf(moment, language)}>
        {inTrash ? fill(labels.deleted_at, { when }) : when}
      </time>
    </p>
  );
}
