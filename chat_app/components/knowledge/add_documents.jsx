// The ways in: files, a folder, a text, an address, a chat; and whatever is dropped on the page.
import { useEffect, useId, useRef, useState } from "react";
import { ClipboardPaste, FilePlus2, FolderUp, Globe, MessageSquareText, Plus, Upload } from "lucide-react";
import { ApiError, api } from "$/public/external/chat_app/components/ui/library/api.js";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { FloatingMenu } from "$/public/external/chat_app/components/ui/library/popover.jsx";
import { icon } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { useDrop } from "./dropping.js";
import { upload } from "./uploads.js";

const SCHEME = "https://";
const LONGEST = 2_000_000;
const TYPING = 250;

export function AddDocuments({ folderId, labels, onAdded }) {
  const files = useRef(null);
  const folder = useRef(null);
  const [at, setAt] = useState(null);
  const [dialog, setDialog] = useState("");
  const send = (found) => upload(found, folderId, { replace: false });
  const dragging = useDrop(send);
  const picked = (event) => {
    send([...event.target.files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
    event.target.value = "";
  };
  const open = (event) => {
    const { left, right, top, bottom } = event.currentTarget.getBoundingClientRect();
    setAt({ left, right, top, bottom });
  };
  const ways = [
    { key: "add-files", text: labels.add_files, icon: FilePlus2, run: () => files.current.click() },
    { key: "add-folder", text: labels.add_folder, icon: FolderUp, run: () => folder.current.click() },
    { key: "add-text", text: labels.add_text, icon: ClipboardPaste, apart: true, run: () => setDialog("text") },
    { key: "add-address", text: labels.add_address, icon: Globe, run: () => setDialog("address") },
    { key: "add-chat", text: labels.add_chat, icon: MessageSquareText, run: () => setDialog("chat") },
  ];
  const Which = { text: TextDialog, address: AddressDialog, chat: ChatDialog }[dialog];
  return (
    <>
      <input ref={files} type="file" multiple hidden data-testid="document-files" onChange={picked} />
      <input ref={folder} type="file" webkitdirectory="" hidden data-testid="document-folder" onChange={picked} />
      <button type="button" className="button primary" aria-haspopup="menu" data-testid="add-documents" onClick={open}>
        <Plus {...icon} />
        {labels.add}
      </button>
      <FloatingMenu at={at} onClose={() => setAt(null)} label={labels.add_title} items={ways} />
      {Which && <Which folderId={folderId} labels={labels} close={() => setDialog("")} onAdded={onAdded} />}
      {dragging && (
        <div className="documents-drop" aria-hidden>
          <Upload size={32} strokeWidth={1.5} />
          <p>{labels.drop}</p>
        </div>
      )}
    </>
  );
}

// What all three ask the server, and how they say what went wrong.
function useAdding(folderId, labels, close, onAdded) {
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const add = async (body) => {
    if (busy) return;
    setBusy(true);
    try {
      const { refused } = await api("/documents", { method: "POST", body: { ...body, folder_id: folderId } });
      setBusy(false);
      if (refused.length) return setProblem(refused[0].text);
      close();
      onAdded();
    } catch (error) {
      setBusy(false);
      setProblem((error instanceof ApiError && error.message) || labels.failed);
    }
  };
  return { problem, setProblem, busy, add };
}

function AddDialog({ title, labels, close, adding, onSubmit, children, testid }) {
  const form = useId();
  const footer = (
    <>
      <button type="button" className="button" onClick={close}>
        {labels.cancel}
      </button>
      <button type="submit" form={form} className="button primary" aria-busy={adding.busy} data-testid="add-now">
        {labels.add_now}
      </button>
    </>
  );
  const send = (event) => {
    event.preventDefault();
    onSubmit(new FormData(event.target));
  };
  return (
    <Dialog open onClose={close} title={title} closeLabel={labels.close} footer={footer} testid={testid}>
      <form id={form} className="form" onSubmit={send} noValidate>
        {children}
        <p className="form-problem" role="status">
          {adding.problem}
        </p>
      </form>
    </Dialog>
  );
}

function TextDialog({ folderId, labels, close, onAdded }) {
  const adding = useAdding(folderId, labels, close, onAdded);
  const submit = (form) => {
    const text = form.get("text");
    return text.trim() ? adding.add({ text, name: form.get("name").trim() }) : adding.setProblem(labels.missing);
  };
  return (
    <AddDialog title={labels.add_text} testid="add-text-dialog" onSubmit={submit} {...{ labels, close, adding }}>
      <label className="form-field">
        <span className="form-label">{labels.text_field}</span>
        <textarea className="form-input" name="text" rows={10} maxLength={LONGEST} data-testid="paste-text" />
      </label>
      <label className="form-field">
        <span className="form-label">{labels.text_name}</span>
        <input className="form-input" name="name" maxLength={200} data-testid="paste-name" />
      </label>
    </AddDialog>
  );
}

function AddressDialog({ folderId, labels, close, onAdded }) {
  const adding = useAdding(folderId, labels, close, onAdded);
  const submit = (form) => {
    const typed = form.get("url").trim();
    const url = /^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `${SCHEME}${typed}`;
    return typed ? adding.add({ url }) : adding.setProblem(labels.missing);
  };
  return (
    <AddDialog title={labels.add_address} testid="add-address-dialog" onSubmit={submit} {...{ labels, close, adding }}>
      <label className="form-field">
        <span className="form-label">{labels.address_field}</span>
        <input className="form-input" name="url" type="url" inputMode="url" placeholder={SCHEME} maxLength={2000} data-testid="document-address" />
        <span className="form-help">{labels.address_help}</span>
      </label>
    </AddDialog>
  );
}

function ChatDialog({ folderId, labels, close, onAdded }) {
  const adding = useAdding(folderId, labels, close, onAdded);
  const [words, setWords] = useState("");
  const chats = useChats(words);
  const submit = (form) => (form.get("chat") ? adding.add({ conversation_id: form.get("chat") }) : adding.setProblem(labels.missing));
  return (
    <AddDialog title={labels.add_chat} testid="add-chat-dialog" onSubmit={submit} {...{ labels, close, adding }}>
      <label className="form-field">
        <span className="form-label">{labels.chat_search}</span>
        <input className="form-input" type="search" value={words} maxLength={200} data-testid="chat-words" onChange={(event) => setWords(event.target.value)} />
      </label>
      <fieldset className="documents-chats">
        <legend className="visually-hidden">{labels.chat_field}</legend>
        {chats?.length === 0 && <p>{labels.chat_none}</p>}
        {(chats ?? []).map(({ id, title }) => (
          <label key={id}>
            <input type="radio" name="chat" value={id} data-testid="chat-choice" />
            <span>{title}</span>
          </label>
        ))}
      </fieldset>
      <p className="form-help">{labels.chat_help}</p>
    </AddDialog>
  );
}

// The latest chats, or those that have the words.
function useChats(words) {
  const [chats, setChats] = useState(null);
  useEffect(() => {
    const stop = new AbortController();
    const ask = () => readChats(words.trim(), stop.signal).then(setChats, (error) => error.name !== "AbortError" && setChats([]));
    const timer = setTimeout(ask, words ? TYPING : 0);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [words]);
  return chats;
}

async function readChats(words, signal) {
  if (!words) return (await api("/conversations?limit=50", { signal })).items;
  const { hits } = await api(`/search?q=${encodeURIComponent(words)}`, { signal });
  const found = new Map(hits.map((hit) => [hit.conversation_id, hit.title.map(({ text }) => text).join("")]));
  return [...found].map(([id, title]) => ({ id, title }));
}
