// What happened in a project: figures and a chart over a range of days, and what is in it.
import { useState } from "react";
import { Failed, Outline } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { Figures, Usage } from "./figures.jsx";
import { useLive } from "./live.js";
import { Inside } from "./overview_parts.jsx";
import { RangePicker } from "./range.jsx";
import { lastDays } from "./series.js";

const USUAL = 30;

export function Overview({ folder, labels, ...rest }) {
  const [range, setRange] = useState({ days: USUAL, ...lastDays(USUAL) });
  const query = `since=${range.since}&until=${range.until}`;
  const { data, failed, reload } = useLive(`/projects/${folder.id}/dashboard?${query}`);
  return (
    <div className="project-overview" data-testid="project-overview" data-status={data ? "ready" : failed ? "failed" : "loading"}>
      <RangePicker range={range} csv={`/api/v1/projects/${folder.id}/usage.csv?${query}`} labels={labels} onChange={setRange} />
      {failed && <Failed text={failed} labels={labels} onRetry={reload} />}
      {!data && !failed && <Outline rows={5} />}
      {data && (
        <>
          <Figures board={data} labels={labels} />
          <Usage board={data} labels={labels} />
          <Inside board={data} labels={labels} {...rest} />
        </>
      )}
    </div>
  );
}
