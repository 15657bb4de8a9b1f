// How well a project's documents are found: questions whose passages are known, all asked at once, and the share that was found over time.
import { useEffect, useState } from "react";
import { Play, Plus } from "lucide-react";
import { ApiError } from "$/public/external/chat_app/components/ui/library/api.js";
import { useRemote } from "$/public/external/chat_app/components/ui/library/remote.js";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Empty, Failed, Outline, icon } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { BenchQuestion } from "./bench_question.jsx";
import { HitRate } from "./hit_rate.jsx";
import { QuestionDialog } from "./question_dialog.jsx";
import { Choice, Modes } from "./search.jsx";
import { readFolders } from "./documents.js";
import { readEvents } from "./events.js";
import "$/public/styles/settings.css";
import "$/public/styles/knowledge.css";

/** `folderId` is a project's; empty to let the reader choose one. */
export function Bench({ folderId = "", labels }) {
  const [chosen, choose] = useState(folderId);
  const folders = useProjects();
  const folder = folders?.find(({ id }) => id === chosen) ?? (folderId ? undefined : folders?.[0]);
  return (
    <section className="bench" aria-label={labels.bench_title} data-testid="bench">
      <p className="documents-note">{labels.bench_text}</p>
      {folders === null && <Outline rows={3} />}
      {folders?.length === 0 && <Empty text={labels.no_projects} />}
      {folder && !folderId && (
        <Choice label={labels.bench_project} value={folder.id} testid="bench-project" onChange={choose}>
          {folders.map(({ id, path }) => (
            <option key={id} value={id}>
              {path}
            </option>
          ))}
        </Choice>
      )}
      {folder && <ProjectBench key={folder.id} folder={folder} labels={labels} />}
    </section>
  );
}

function useProjects() {
  const [folders, setFolders] = useState(null);
  useEffect(() => {
    readFolders().then(setFolders, () => setFolders([]));
  }, []);
  return folders;
}

function ProjectBench({ folder, labels }) {
  const questions = useRemote(`/projects/${folder.id}/questions`);
  const runs = useRemote(`/projects/${folder.id}/runs`);
  const [mode, setMode] = useState("hybrid");
  const [dialog, setDialog] = useState(null);
  const [shown, setShown] = useState("");
  const running = useRunning(folder.id, labels, (run) => {
    setShown(run.id);
    runs.reload();
  });
  const runId = shown || runs.data?.[0]?.id;
  const failed = questions.failed || runs.failed;
  if (failed && !questions.data) return <Failed text={failed} labels={labels} onRetry={() => Promise.all([questions.reload(), runs.reload()])} />;
  if (!questions.data || !runs.data) return <Outline rows={4} />;
  const hasQuestions = questions.data.length > 0;
  return (
    <>
      {folder.writable && (
        <div className="bench-tools">
          <button type="button" className={hasQuestions ? "button" : "button primary"} data-testid="add-question" onClick={() => setDialog({})}>
            <Plus {...icon} />
            {labels.add_question}
          </button>
          {hasQuestions && (
            <>
              <span className="documents-space" />
              <Modes labels={labels} mode={mode} onChange={setMode} />
              <button type="button" className="button primary" aria-busy={Boolean(running.at)} data-testid="run-bench" onClick={() => running.start(mode)}>
                <Play {...icon} />
                {running.at ? fill(labels.running, running.at) : labels.run}
              </button>
            </>
          )}
        </div>
      )}
      {running.at && <progress value={running.at.done} max={Math.max(1, running.at.total)} aria-label={labels.run} />}
      <p role="status" className="form-problem bench-problem">
        {running.failed}
      </p>
      {runs.data.length > 0 && <HitRate runs={runs.data} shown={runId} onShow={setShown} labels={labels} />}
      {hasQuestions ? <Questions {...{ folder, runId, labels }} questions={questions.data} onEdit={setDialog} onChanged={questions.reload} /> : <Empty text={folder.writable ? labels.no_questions : labels.no_questions_read_only} />}
      {dialog && <QuestionDialog question={dialog.question} folder={folder} labels={labels} close={() => setDialog(null)} onSaved={questions.reload} />}
    </>
  );
}

function Questions({ folder, questions, runId, labels, onEdit, onChanged }) {
  return (
    <ol className="bench-questions">
      {runId ? (
        <WithRun {...{ folder, questions, runId, labels, onEdit, onChanged }} />
      ) : (
        questions.map((question) => <BenchQuestion key={question.id} {...{ question, folder, labels, onEdit, onChanged }} />)
      )}
    </ol>
  );
}

function WithRun({ folder, questions, runId, labels, onEdit, onChanged }) {
  const { data } = useRemote(`/projects/runs/${runId}`);
  const outcomes = new Map((data?.outcomes ?? []).map((outcome) => [outcome.question_id, outcome]));
  return questions.map((question) => <BenchQuestion key={question.id} outcome={outcomes.get(question.id)} {...{ question, folder, labels, onEdit, onChanged }} />);
}

function useRunning(folderId, labels, onDone) {
  const [state, setState] = useState({ at: null, failed: "" });
  const start = async (mode) => {
    if (state.at) return;
    setState({ at: { done: 0, total: 0 }, failed: "" });
    try {
      await readEvents(`/projects/${folderId}/runs`, {
        method: "POST",
        body: { mode, stream: true },
        onEvent: (name, data) => (name === "run" ? onDone(data) : setState({ at: data, failed: "" })),
      });
      setState({ at: null, failed: "" });
    } catch (error) {
      setState({ at: null, failed: (error instanceof ApiError && error.message) || labels.failed });
    }
  };
  return { ...state, start };
}
