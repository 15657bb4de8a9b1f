// Scheduled work with how it went, read again while the page is looked at.
import { useEffect, useRef } from "react";
import { Play } from "lucide-react";
import { Moment } from "./table.jsx";

const AGAIN = 5_000;

export function JobList({ jobs, ready, labels, onRefresh, onRun }) {
  const refresh = useRef(onRefresh);
  refresh.current = onRefresh;
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && refresh.current(), AGAIN);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="admin-table-frame">
      <table className="admin-table admin-jobs" aria-busy={!ready} data-testid="jobs">
        <thead>
          <tr>
            <th scope="col">{labels.name}</th>
            <th scope="col">{labels.every}</th>
            <th scope="col">{labels.last}</th>
            <th scope="col">{labels.outcome}</th>
            <th scope="col">{labels.took}</th>
            <th scope="col" aria-label={labels.run} />
          </tr>
        </thead>
        <tbody>
          {jobs.map((job) => (
            <tr key={job.name} data-testid="job" data-id={job.name}>
              <td>
                <span>{job.label}</span>
                {job.note && <small>{job.note}</small>}
              </td>
              <td data-label={labels.every}>{job.every}</td>
              <td data-label={labels.last}>{job.last ? <Moment time={job.last} /> : <span className="admin-none">–</span>}</td>
              <td data-label={labels.outcome}>
                <span className={`admin-badge ${job.tone}`}>{job.outcome}</span>
              </td>
              <td data-label={labels.took} className="figure">
                {job.took || <span className="admin-none">–</span>}
              </td>
              <td className="admin-row-action">
                {job.by_hand && (
                  <button type="button" className="button quiet" data-testid="run-job" onClick={() => onRun(job.name)}>
                    <Play size={16} strokeWidth={1.75} aria-hidden />
                    {labels.run}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
