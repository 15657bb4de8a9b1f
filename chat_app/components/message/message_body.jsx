import { memo, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { FramePainter } from "./frame_painter.js";
import { ChevronIcon } from "./icons.jsx";
import { fill, LabelsProvider, useLabels } from "./labels.jsx";
import { LiveAnswer } from "./live_answer.js";
import { Markdown } from "./markdown_view.jsx";
import { nextSentences } from "./sentences.js";
import { followTurn } from "./turn_stream.js";
import { Citations } from "$/public/external/chat_app/components/citations/library/citations.jsx";
import { SearchLine } from "$/public/external/chat_app/components/citations/library/search_line.jsx";
import { SourceList } from "$/public/external/chat_app/components/citations/library/source_list.jsx";
import { forgetAnswer, noteAnswer } from "$/public/external/chat_app/components/models/library/running_cost.js";
import { RunningFigures } from "$/public/external/chat_app/components/models/library/running_cost.jsx";

const SPEAK_EVERY = 2500; // milliseconds
const SHORT_THOUGHT = 50; // milliseconds; less would read as 0 s

/**
 * An answer, finished or on its way. While `status` is "running" its text comes over the events of the turn, not through the page's
 * state (`quiet`: nor to screen readers, where several answers would speak at once); when the turn is over `onEnd(turnId)` is called once and the text stays until the state's own arrives.
 * `messageId`, `sourceCount` and `searched` lead to the sources of a stored answer, and to the way to them. `modelId` is that of an answer beside others, "" while its name is hidden. `follow` brings the events from elsewhere than the stored turns (as `followTurn` does); it stays the same function.
 */
export const MessageBody = memo(function MessageBody({ text, reasoning, reasoningMs, status, turnId, messageId, sourceCount, searched, labels, onEnd, quiet, modelId, follow = followTurn }) {
  const running = status === "running" && Boolean(turnId);
  const { view, lost } = useLiveAnswer(running ? turnId : "", onEnd, follow, modelId);
  const stored = text ?? "";
  const live = running && !view?.done;
  const shown = view && (view.anew || view.text.length >= (view.done ? 0 : stored.length)) ? view.text : stored;
  const thoughts = view?.reasoning || (view?.anew ? "" : (reasoning ?? ""));
  return (
    <LabelsProvider labels={labels}>
      <div className="msg-body" data-live={live || undefined} aria-busy={live || undefined}>
        {live && view?.notice ? <Notice text={view.notice} /> : null}
        {thoughts ? <Reasoning text={thoughts} ms={view?.reasoningMs || reasoningMs || 0} live={live && shown === "" && !view?.reasoningMs} /> : null}
        {live ? <SearchLine knowledge={view?.knowledge ?? null} begun={shown !== ""} /> : null}
        {live && shown === "" && !thoughts ? <Waiting /> : null}
        <Citations messageId={messageId} count={sourceCount} searched={searched} running={running} live={view?.knowledge?.sources}>
          <Markdown text={shown} live={live} />
          {running ? null : <SourceList />}
        </Citations>
        {live && modelId !== "" ? <RunningFigures turnId={turnId} /> : null}
        {live && lost ? <Reconnecting /> : null}
        {running && !quiet ? <Spoken text={shown} ended={!live} /> : null}
      </div>
    </LabelsProvider>
  );
});

/** @returns {{view: {text: string, reasoning: string, reasoningMs: number, anew: boolean, notice: string, done: boolean} | null, lost: boolean}} */
function useLiveAnswer(turnId, onEnd, follow, modelId) {
  const [view, setView] = useState(null);
  const [lost, setLost] = useState(false);
  const ended = useRef(onEnd);
  useEffect(() => {
    ended.current = onEnd;
  });
  useEffect(() => {
    if (!turnId) return undefined;
    const control = new AbortController();
    const answer = new LiveAnswer();
    const painter = new FramePainter(answer, (next) => flushSync(() => setView(next)));
    const changed = () => {
      painter.request();
      noteAnswer(turnId, answer, modelId);
    };
    follow(turnId, answer, { signal: control.signal, onChange: changed, onLost: setLost })
      .then(() => (control.signal.aborted ? undefined : painter.drained()))
      .then(() => {
        if (!control.signal.aborted) ended.current?.(turnId);
      });
    return () => {
      control.abort();
      painter.stop();
      forgetAnswer(turnId);
      setView(null);
      setLost(false);
    };
  }, [turnId, follow, modelId]);
  return turnId ? { view, lost } : { view: null, lost: false };
}

function Waiting() {
  const labels = useLabels();
  return (
    <p className="msg-waiting" role="status" aria-label={labels.waiting} data-testid="waiting">
      <span />
      <span />
      <span />
    </p>
  );
}

/** Which model did not answer, and which one does. */
function Notice({ text }) {
  return (
    <p className="msg-notice" role="status" data-testid="fallback-live">
      {text}
    </p>
  );
}

function Reconnecting() {
  const labels = useLabels();
  return (
    <p className="msg-reconnecting" role="status">
      {labels.reconnecting}
    </p>
  );
}

/** The model's thoughts, closed until someone asks; they are not rendered before. */
function Reasoning({ text, ms, live }) {
  const labels = useLabels();
  const [open, setOpen] = useState(false);
  return (
    <details className="msg-reasoning" data-live={live || undefined} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <ChevronIcon />
        <span>{live ? labels.thinking : thoughtLabel(labels, ms)}</span>
      </summary>
      {open ? <Markdown text={text} live={live} className="msg-thoughts" /> : null}
    </details>
  );
}

function thoughtLabel(labels, ms) {
  if (ms < SHORT_THOUGHT) return labels.thought;
  const seconds = new Intl.NumberFormat(document.documentElement.lang || undefined, { maximumFractionDigits: ms < 10_000 ? 1 : 0 });
  return fill(labels.thought_for, { seconds: seconds.format(ms / 1000) });
}

/** One polite region that says finished sentences, with pauses between. */
function Spoken({ text, ended }) {
  const region = useRef(null);
  const state = useRef({ to: 0, at: 0, timer: 0, text: "", ended: false });
  useEffect(() => {
    const now = state.current;
    // An answer that begins anew is spoken from its beginning.
    if (!text.startsWith(now.text.slice(0, now.to))) now.to = 0;
    now.text = text;
    now.ended = ended;
    if (now.timer) return;
    const speak = () => {
      now.timer = 0;
      const { speech, to } = nextSentences(now.text, now.to, now.ended);
      if (to === now.to) return;
      now.to = to;
      now.at = performance.now();
      if (speech && region.current) region.current.textContent = speech;
    };
    now.timer = window.setTimeout(speak, Math.max(0, now.at + SPEAK_EVERY - performance.now()));
  }, [text, ended]);
  useEffect(() => () => clearTimeout(state.current.timer), []);
  return <div ref={region} className="msg-unseen" aria-live="polite" />;
}
