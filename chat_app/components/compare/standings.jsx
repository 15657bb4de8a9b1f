// Win rates: a bar for the interval, a dot for the rate, and the figures beside them.
import { useEffect } from "react";
import { fill } from "./columns.js";

export function Standings({ models, pairs, ready, labels, onLoad }) {
  useEffect(() => {
    onLoad();
  }, []);
  if (!ready) return <div className="standings-loading skeleton" aria-hidden />;
  if (!models.some(({ votes, choices }) => votes.games || choices.games)) return <p className="standings-none">{labels.none}</p>;
  return (
    <div className="standings" data-testid="standings">
      <p className="standings-about">{labels.about}</p>
      <Scores title={labels.byModel} first={labels.model} rows={models} labels={labels}>
        {(row) => (
          <>
            {row.name}
            {row.time_label && <small title={labels.time}>{row.time_label}</small>}
            {row.cost_label && <small title={labels.cost}>{row.cost_label}</small>}
          </>
        )}
      </Scores>
      {pairs.length > 0 && (
        <Scores title={labels.byPair} first={labels.pair} rows={pairs} labels={labels}>
          {({ name, other }) => fill(labels.against, { name, other })}
        </Scores>
      )}
    </div>
  );
}

function Scores({ title, first, rows, labels, children: nameOf }) {
  return (
    <>
      <h3>{title}</h3>
      <div className="standings-scroll" tabIndex={0} role="region" aria-label={title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{first}</th>
              <th scope="col">{labels.votes}</th>
              <th scope="col">{labels.choices}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.name} ${row.other ?? ""}`}>
                <th scope="row">{nameOf(row)}</th>
                <td>
                  <Score score={row.votes} labels={labels} />
                </td>
                <td>
                  <Score score={row.choices} labels={labels} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Score({ score, labels }) {
  if (!score.games) return <span className="standings-empty">–</span>;
  return (
    <span className="standings-score" title={score.interval}>
      <span className="standings-rate">{score.rate}</span>
      <svg className="standings-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden>
        <rect className="standings-track" x="0" y="4" width="100" height="2" />
        <rect className="standings-interval" x={score.low} y="3" width={Math.max(1, score.high - score.low)} height="4" />
        <rect className="standings-mark" x={Math.max(0, score.share - 1)} y="0" width="2" height="10" />
      </svg>
      <small>{fill(labels.score, { wins: score.wins, games: score.games })}</small>
      <small>{score.interval}</small>
    </span>
  );
}
