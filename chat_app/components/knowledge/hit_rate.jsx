// The share of questions whose passages were found, run by run: a line to read at a glance, and the same as a table.
import { useId, useState } from "react";
import { Table2 } from "lucide-react";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";

const WIDTH = 640;
const HEIGHT = 140;
const EDGE = 10;
const SHOWN = 30;

export function HitRate({ runs, shown, onShow, labels }) {
  const heading = useId();
  const [table, setTable] = useState(false);
  const language = useLanguage();
  // The oldest first, as one reads.
  const points = runs.slice(0, SHOWN).reverse();
  const shareText = (share) => new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 }).format(share);
  const percent = (run) => shareText(run.found / run.asked);
  const when = (run) => new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(run.created_at));
  const said = (run) => fill(labels.run_of, { when: when(run), percent: percent(run), found: run.found, asked: run.asked, mode: labels[`mode_${run.mode}`] });
  const run = points.find(({ id }) => id === shown) ?? points.at(-1);
  const parts = { points, run, shareText, percent, when, said, onShow, labels };
  return (
    <section className="bench-rate" aria-labelledby={heading} data-testid="hit-rate">
      <header>
        <div>
          <h2 id={heading}>{labels.hit_rate}</h2>
          <p>
            <strong className="figure">{percent(run)}</strong> {said(run)}
          </p>
        </div>
        <button type="button" className="icon-button" aria-pressed={table} aria-label={labels.as_table} title={labels.as_table} data-testid="rate-table" onClick={() => setTable(!table)}>
          <Table2 size={16} strokeWidth={1.75} aria-hidden />
        </button>
      </header>
      {table ? <Table {...parts} /> : <Line {...parts} />}
    </section>
  );
}

function Line({ points, run, shareText, said, onShow }) {
  const x = (index) => (points.length === 1 ? WIDTH / 2 : EDGE + (index * (WIDTH - 2 * EDGE)) / (points.length - 1));
  const y = ({ found, asked }) => HEIGHT - EDGE - (found / asked) * (HEIGHT - 2 * EDGE);
  const line = points.map((point, index) => `${index ? "L" : "M"}${x(index)},${y(point)}`).join("");
  return (
    <div className="bench-line">
      <div className="bench-scale" aria-hidden>
        {[1, 0.5, 0].map((share) => (
          <span key={share}>{shareText(share)}</span>
        ))}
      </div>
      <div className="bench-plot">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
          {[0, 0.5, 1].map((share) => (
            <line key={share} x1="0" x2={WIDTH} y1={y({ found: share, asked: 1 })} y2={y({ found: share, asked: 1 })} />
          ))}
          <path d={line} />
        </svg>
        {points.map((point, index) => (
          <button
            key={point.id}
            type="button"
            aria-label={said(point)}
            title={said(point)}
            aria-pressed={point.id === run.id}
            style={{ left: `${(100 * x(index)) / WIDTH}%`, top: `${(100 * y(point)) / HEIGHT}%` }}
            data-testid="run-point"
            onClick={() => onShow(point.id)}
          />
        ))}
      </div>
    </div>
  );
}

function Table({ points, run, percent, when, onShow, labels }) {
  return (
    <div className="bench-table">
      <table>
        <thead>
          <tr>
            {["run_when", "run_mode", "run_found", "hit_rate", "mean_rank"].map((name) => (
              <th key={name} scope="col">
                {labels[name]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map((point) => (
            <tr key={point.id} data-shown={point.id === run.id || undefined}>
              <td>
                <button type="button" onClick={() => onShow(point.id)}>
                  {when(point)}
                </button>
              </td>
              <td>{labels[`mode_${point.mode}`]}</td>
              <td>
                {point.found} / {point.asked}
              </td>
              <td>{percent(point)}</td>
              <td>{point.mean_reciprocal_rank.toFixed(2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
