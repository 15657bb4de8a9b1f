// A project out of a file that Parley exported, here or elsewhere.
import { useRef, useState } from "react";
import { FileArchive } from "lucide-react";
import { toSignIn } from "$/public/external/chat_app/components/ui/library/api.js";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { icon, Problem } from "./shared.jsx";

async function sendFile(file) {
  const body = new FormData();
  body.append("file", file);
  const headers = { "Accept-Language": document.documentElement.lang };
  const answer = await fetch("/api/v1/projects/import", { method: "POST", body, headers, cache: "no-store" });
  if (answer.status === 401) toSignIn();
  const data = await answer.json().catch(() => null);
  if (!answer.ok) throw new Error(data?.detail ?? "");
  return data;
}

export function ImportButton({ labels, onMade }) {
  const input = useRef(null);
  const [state, setState] = useState({ name: "", problem: "" });
  const chosen = async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    setState({ name: file.name, problem: "" });
    try {
      onMade(await sendFile(file));
      setState({ name: "", problem: "" });
    } catch (error) {
      setState({ name: "", problem: error.message || labels.import_failed });
    }
  };
  return (
    <>
      <button type="button" className="button" aria-disabled={Boolean(state.name)} data-testid="project-import" onClick={() => state.name || input.current.click()}>
        <FileArchive {...icon} />
        {labels.import}
      </button>
      <input ref={input} type="file" accept=".zip,application/zip" hidden data-testid="project-file" onChange={chosen} />
      <span className="project-importing" role="status">
        {state.name && fill(labels.importing, { name: state.name })}
      </span>
      <Problem text={state.problem} />
    </>
  );
}
