// A project out of a file that Parley exported, here or elsewhere. Large ones take a while: how far they are is asked for.
import { useRef, useState } from "react";
import { FileArchive } from "lucide-react";
import { ApiError, api, toSignIn } from "$/public/external/chat_app/components/ui/library/api.js";
import { AdminLink } from "$/public/external/chat_app/components/admin/library/frame.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { useFeature } from "$/public/external/chat_app/components/ui/library/features.js";
import { icon, Problem } from "./shared.jsx";

const ASK_AGAIN = 1_500;
const NOTHING = { name: "", problem: "", done: 0, made: null };

async function sendFile(file) {
  const body = new FormData();
  body.append("file", file);
  const headers = { "Accept-Language": document.documentElement.lang };
  const answer = await fetch("/api/v1/projects/import", { method: "POST", body, headers, cache: "no-store" });
  if (answer.status === 401) toSignIn();
  const data = await answer.json().catch(() => null);
  if (!answer.ok) throw new ApiError(answer.status, data?.detail ?? "");
  return data;
}

/** The finished import; `onStep` hears how many chats and documents are there already. */
async function imported(file, onStep) {
  let state = await sendFile(file);
  while (state.state === "running") {
    onStep(state.done);
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
    state = await api(`/projects/imports/${state.id}`);
  }
  if (state.state === "failed") throw new ApiError(0, "");
  return state;
}

export function ImportButton({ labels, onMade }) {
  const input = useRef(null);
  const [state, setState] = useState(NOTHING);
  const may = useFeature("files");
  const chosen = async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    setState({ ...NOTHING, name: file.name });
    try {
      const made = await imported(file, (done) => setState((before) => ({ ...before, done })));
      // What is missing is said before one goes on.
      if (made.left_out.length) setState({ ...NOTHING, made });
      else onMade(made.folder);
    } catch (error) {
      setState({ ...NOTHING, problem: (error instanceof ApiError && error.message) || labels.import_failed });
    }
  };
  if (!may) return null;
  return (
    <>
      <button type="button" className="button" aria-disabled={Boolean(state.name)} data-testid="project-import" onClick={() => state.name || input.current.click()}>
        <FileArchive {...icon} />
        {labels.import}
      </button>
      <input ref={input} type="file" accept=".zip,application/zip" hidden data-testid="project-file" onChange={chosen} />
      <span className="project-importing" role="status">
        {state.name && fill(labels.importing, { name: state.name, count: state.done })}
        {state.made && <LeftOut made={state.made} labels={labels} />}
      </span>
      <Problem text={state.problem} />
    </>
  );
}

function LeftOut({ made, labels }) {
  return (
    <>
      {fill(labels.left_out, { count: made.left_out.length, name: made.left_out[0] })}{" "}
      <AdminLink href={`/projects/${made.folder.id}`} testid="imported-project">
        {made.folder.name}
      </AdminLink>
    </>
  );
}
