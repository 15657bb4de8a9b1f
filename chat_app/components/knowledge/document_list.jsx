// Documents: what there is, how far it is read, what is wrong with it, and everything that can be done to it. For /knowledge and projects.
import { useCallback, useEffect, useRef, useState } from "react";
import { Trash2, Undo2, X } from "lucide-react";
import { ApiError } from "$/public/external/chat_app/components/ui/library/api.js";
import { FloatingMenu } from "$/public/external/chat_app/components/ui/library/popover.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Empty, Failed, Outline, icon } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { AddDocuments } from "./add_documents.jsx";
import { DocumentDialog } from "./document_dialogs.jsx";
import { documentMenu } from "./document_menu.js";
import { DocumentRow } from "./document_row.jsx";
import { DocumentTools } from "./document_tools.jsx";
import { act, readFolders, useDocuments } from "./documents.js";
import { SelectionBar } from "./selection_bar.jsx";
import { Uploads } from "./upload_list.jsx";
import "$/public/styles/admin.css";
import "$/public/styles/billing.css";
import "$/public/styles/documents.css";

const UNDO = 10_000;
const NO_FILTER = { place: "", state: "", words: "", in_trash: false };

/**
 * `folderId` is a project's, whose documents are listed; empty for all that the reader may read, to be narrowed by place.
 * `canWrite`: whether documents may be added here. `labels` come from `document_list_words()`.
 */
export function DocumentList({ folderId = "", labels, canWrite = true }) {
  const [filter, setFilter] = useState(NO_FILTER);
  const wanted = { folder_id: folderId || filter.place, state: filter.state, words: filter.words, in_trash: filter.in_trash };
  const list = useDocuments(wanted);
  const folders = useFolders();
  const [selected, setSelected] = useState(() => new Set());
  const [dialog, setDialog] = useState(null);
  const [menu, setMenu] = useState(null);
  const deeds = useDeeds(list.reload, labels);
  const narrow = (change) => {
    setFilter({ ...filter, ...change });
    setSelected(new Set());
  };
  const mayWrite = (document) => (document.folder_id ? (folders?.find(({ id }) => id === document.folder_id)?.writable ?? canWrite) : canWrite);
  const items = list.items ?? [];
  const chosen = items.filter(({ id }) => selected.has(id));
  const target = folderId || (filter.place === "none" ? "" : filter.place);
  const run = (verb, documents) => deeds.run(verb, documents).then(() => setSelected(new Set()));
  const shared = { labels, folders: folders ?? [], run, show: setDialog };
  const toggle = (id) => setSelected((before) => (before.has(id) ? new Set([...before].filter((each) => each !== id)) : new Set([...before, id])));
  const isNarrowed = Boolean(filter.state || filter.words || filter.place);
  return (
    <section className="documents" data-testid="document-list" data-status={list.items ? "ready" : list.failed ? "failed" : "loading"}>
      <DocumentTools {...{ filter, folders, labels, narrow }} standing={list.standing} isProject={Boolean(folderId)}>
        {canWrite && !filter.in_trash && <AddDocuments folderId={target} labels={labels} onAdded={list.reload} />}
      </DocumentTools>
      {canWrite && <Uploads labels={labels} onAdded={list.reload} />}
      {filter.in_trash && <p className="documents-note">{labels.trash_text}</p>}
      {chosen.length > 0 && <SelectionBar documents={chosen} shown={items} inTrash={filter.in_trash} select={setSelected} {...shared} />}
      {list.failed && <Failed text={list.failed} labels={labels} onRetry={list.reload} />}
      {!list.items && !list.failed && <Outline rows={5} />}
      {list.items?.length === 0 && <Nothing {...{ filter, isNarrowed, canWrite, labels, narrow }} />}
      {items.length > 0 && (
        <ul className="documents-rows">
          {items.map((document) => (
            <DocumentRow
              key={document.id}
              document={document}
              place={folderId ? "" : folders?.find(({ id }) => id === document.folder_id)?.path}
              canWrite={mayWrite(document)}
              inTrash={filter.in_trash}
              selected={selected.has(document.id)}
              onSelect={() => toggle(document.id)}
              onMenu={(at) => setMenu({ at, document })}
              onRun={(verb) => run(verb, [document])}
              labels={labels}
            />
          ))}
        </ul>
      )}
      {list.cursor && <More label={labels.more} onMore={list.more} />}
      <FloatingMenu
        at={menu?.at}
        onClose={() => setMenu(null)}
        label={menu ? fill(labels.actions, { name: menu.document.name }) : labels.title}
        items={menu ? documentMenu(menu.document, { ...shared, inTrash: filter.in_trash, canWrite: mayWrite(menu.document) }) : []}
      />
      {dialog && <DocumentDialog dialog={dialog} {...shared} close={() => setDialog(null)} onDone={list.reload} deeds={deeds} />}
      <Notice notice={deeds.notice} labels={labels} onUndo={deeds.undo} onClose={deeds.forget} />
    </section>
  );
}

// Asked for when documents are looked at: only what may be chosen, so a list without it still serves.
function useFolders() {
  const [folders, setFolders] = useState(null);
  useEffect(() => {
    readFolders().then(setFolders, () => setFolders([]));
  }, []);
  return folders;
}

// What was done last, with the way back where there is one.
function useDeeds(reload, labels) {
  const [notice, setNotice] = useState(null);
  const timer = useRef(0);
  const say = useCallback((next) => {
    clearTimeout(timer.current);
    setNotice(next);
    if (next) timer.current = setTimeout(() => setNotice(null), UNDO);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  const run = useCallback(
    async (verb, documents, folderId = "") => {
      const ids = documents.map(({ id }) => id);
      try {
        const count = await act(verb, ids, folderId);
        if (verb === "delete" && count) say({ text: count === 1 ? fill(labels.trashed, { name: documents[0].name }) : fill(labels.trashed_many, { count }), ids });
      } catch (error) {
        say({ text: (error instanceof ApiError && error.message) || labels.failed, isWrong: true });
      }
      await reload();
    },
    [reload, say, labels],
  );
  const undo = async () => {
    const { ids } = notice;
    say(null);
    await run("restore", ids.map((id) => ({ id })));
  };
  return { run, say, notice, undo, forget: () => say(null) };
}

function Notice({ notice, labels, onUndo, onClose }) {
  return (
    <div className="documents-notice" role="status">
      {notice && (
        <div className={notice.isWrong ? "toast error" : "toast"} data-testid="documents-notice">
          <p>{notice.text}</p>
          {notice.ids && (
            <button type="button" className="text-button" data-testid="undo-delete" onClick={onUndo}>
              <Undo2 {...icon} /> {labels.undo}
            </button>
          )}
          <button type="button" className="icon-button" aria-label={labels.close} title={labels.close} onClick={onClose}>
            <X {...icon} />
          </button>
        </div>
      )}
    </div>
  );
}

function Nothing({ filter, isNarrowed, canWrite, labels, narrow }) {
  if (isNarrowed)
    return (
      <Empty text={labels.nothing}>
        <button type="button" className="button" onClick={() => narrow({ place: "", state: "", words: "" })}>
          {labels.clear}
        </button>
      </Empty>
    );
  if (filter.in_trash)
    return (
      <div className="documents-nothing">
        <Trash2 size={24} strokeWidth={1.5} aria-hidden />
        <p>{labels.empty_trash_list}</p>
      </div>
    );
  return (
    <div className="documents-nothing" data-testid="documents-empty">
      <strong>{labels.empty}</strong>
      <p>{canWrite ? labels.empty_text : labels.empty_read_only}</p>
    </div>
  );
}

// The next page comes when its place is reached; the button is for those who do not scroll.
function More({ label, onMore }) {
  const place = useRef(null);
  const latest = useRef(onMore);
  latest.current = onMore;
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => entry.isIntersecting && latest.current(), { rootMargin: "400px" });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return (
    <button ref={place} type="button" className="button documents-more" data-testid="more-documents" onClick={() => latest.current()}>
      {label}
    </button>
  );
}
