// "Why this answer": in the side panel, from the question to what the model was given. First what matters, the rest behind a click.
import { useMemo } from "react";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { usePanel } from "$/public/external/chat_app/components/layout/library/panel.js";
import { useRemote } from "$/public/external/chat_app/components/ui/library/remote.js";
import { openDocument } from "$/public/external/chat_app/components/viewer/library/opening.js";
import { Fold } from "./fold.jsx";
import { cutCounts, givenRows, otherQueries, passagesOf, timeText } from "./why.js";
import { WhySteps } from "./why_steps.jsx";
import { say } from "./words.js";
import "$/public/styles/citations.css";

export function WhyPanel({ labels }) {
  const { data } = usePanel();
  const messageId = data?.messageId ?? "";
  return messageId ? <Way key={messageId} messageId={messageId} labels={labels} /> : null;
}

function Way({ messageId, labels }) {
  const { data: why, failed, reload } = useRemote(`/messages/${encodeURIComponent(messageId)}/retrieval`);
  const language = useLanguage();
  if (failed && !why) {
    return (
      <div className="why" data-testid="why-answer">
        <p className="why-text" role="alert">
          {failed.trim() || labels.unreachable}
        </p>
        <button type="button" className="button" onClick={reload}>
          {labels.retry}
        </button>
      </div>
    );
  }
  if (!why) return <div className="why skeleton why-wait" data-testid="why-answer" aria-busy />;
  return (
    <div className="why" data-testid="why-answer">
      <Summary why={why} labels={labels} language={language} />
      <Asked why={why} labels={labels} />
      <Given why={why} labels={labels} />
      <LeftOut why={why} labels={labels} />
      <WhySteps why={why} labels={labels} language={language} />
      {why.prompt && (
        <Fold title={labels.prompt} testid="why-prompt">
          <p className="why-help">{labels.prompt_help}</p>
          <pre className="why-prompt" tabIndex={0}>
            {why.prompt}
          </pre>
        </Fold>
      )}
    </div>
  );
}

// One sentence that says it all.
function Summary({ why, labels, language }) {
  const number = new Intl.NumberFormat(language);
  const values = { passages: number.format(why.passages), given: number.format(why.given.length), time: timeText(why.ms, language) };
  const text = why.failed ? labels.summary_failed : !why.given.length ? labels.summary_nothing : why.given.length === 1 ? labels.summary_one : labels.summary;
  return (
    <p className="why-summary" data-testid="why-summary">
      {say(text, values)}
    </p>
  );
}

function Asked({ why, labels }) {
  const others = otherQueries(why);
  return (
    <section className="why-part">
      <h3>{labels.asked}</h3>
      <p className="why-quote">{why.question}</p>
      {others.length > 0 && (
        <>
          <p className="why-help">{labels.also_asked}</p>
          <ul className="why-queries" data-testid="why-queries">
            {others.map((query) => (
              <li key={query}>{query}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Given({ why, labels }) {
  const rows = useMemo(() => givenRows(why), [why]);
  if (!rows.length) return null;
  const found = rows.some(({ marks }) => marks.length);
  return (
    <section className="why-part">
      <h3>{labels.given}</h3>
      {found && <p className="why-help">{labels.given_help}</p>}
      <ol className="why-given">
        {rows.map((row) => (
          <li key={row.number} data-testid="why-given">
            <GivenRow row={row} labels={labels} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function GivenRow({ row, labels }) {
  const { passage } = row;
  return (
    <>
      <p className="passage-head">
        <span className="passage-number">{row.number}</span>
        {passage ? <Title passage={passage} labels={labels} /> : <span className="passage-away">{labels.hidden}</span>}
      </p>
      {row.marks.length > 0 && (
        <dl className="why-marks">
          {row.marks.map((mark) => (
            <Mark key={mark.step} mark={mark} labels={labels} />
          ))}
        </dl>
      )}
    </>
  );
}

function Title({ passage, labels }) {
  const open = () => openDocument({ documentId: passage.document_id, chunkId: passage.chunk_id, page: passage.page, start: passage.start, end: passage.end, boxes: passage.boxes });
  return (
    <button type="button" className="why-title" onClick={open}>
      {passage.title}
      {passage.page > 0 && <span className="source-page">{say(labels.page, { page: passage.page })}</span>}
    </button>
  );
}

// A bar tells how near to the best; the place beside it says the same in words.
function Mark({ mark, labels }) {
  const place = say(labels.place, { place: mark.place });
  return (
    <div className="why-mark">
      <dt>{labels[`step_${mark.step}`]}</dt>
      <dd>
        <span className="why-bar" aria-hidden>
          <span style={{ width: `${Math.round(mark.share * 100)}%` }} />
        </span>
        <span className="why-place">{place}</span>
      </dd>
    </div>
  );
}

function LeftOut({ why, labels }) {
  const counts = cutCounts(why.cut);
  if (!counts.length && !why.left_out.length) return null;
  const passages = passagesOf(why);
  return (
    <section className="why-part">
      <h3>{labels.left_out}</h3>
      <ul className="why-reasons">
        {counts.map(([reason, count]) => (
          <li key={reason}>{say(labels[`cut_${reason}`] ?? labels.cut_other, { count })}</li>
        ))}
        {why.left_out.length > 0 && <li>{say(labels.cut_pinned, { count: why.left_out.length })}</li>}
      </ul>
      {counts.length > 0 && (
        <Fold title={labels.left_out_which} testid="why-cut">
          <ul className="why-cut">
            {why.cut.map((cut) => {
              const passage = passages.get(cut.chunk_id);
              return (
                <li key={`${cut.chunk_id} ${cut.why}`}>
                  {passage ? <Title passage={passage} labels={labels} /> : labels.hidden} <span className="why-help">{labels[`why_${cut.why}`] ?? ""}</span>
                </li>
              );
            })}
          </ul>
        </Fold>
      )}
    </section>
  );
}
