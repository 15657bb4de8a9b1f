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
      <h3>{labels.byModel}</h3>
      <div className="standings-scroll" tabIndex={0} role="region" aria-label={labels.byModel}>
        <table>
          <thead>
            <tr>
              <th scope="col">{labels.model}</th>
              <th scope="col">{labels.votes}</th>
              <th scope="col">{labels.choices}</th>
            </tr>
          </thead>
          <tbody>
            {models.map((row) => (
              <tr key={row.name}>
                <th scope="row">
                  {row.name}
                  {row.time_label && <small title={labels.time}>{row.time_label}</small>}
                  {row.cost_label && <small title={labels.cost}>{row.cost_label}</small>}
                </th>
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
      {pairs.length > 0 && <Pairs pairs={pairs} labels={labels} />}
    </div>
  );
}

function Pairs({ pairs, labels }) {
  return (
    <>
      <h3>{labels.byPair}</h3>
      <div className="standings-scroll" tabIndex={0} role="region" aria-label={labels.byPair}>
        <table>
          <thead>
            <tr>
              <th scope="col">{labels.pair}</th>
              <th scope="col">{labels.votes}</th>
              <th scope="col">{labels.choices}</th>
            </tr>
          </thead>
          <tbody>
            {pairs.map((row) => (
              <tr key={`${row.name} ${row.other}`}>
                <th scope="row">{fill(labels.against, { name: row.name, other: row.other })}</th>
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
