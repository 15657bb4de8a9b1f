// Who looked into the person's content, and what happened with the account.
import { useEffect, useRef, useState } from "react";
import { Eye, History } from "lucide-react";
import { privacy } from "./calls.js";
import { Block, fill, Moment, Problem, Remote, Things } from "./parts.jsx";
import { useTask } from "./task.js";

const OUTCOMES = { refused: "outcomeRefused", failed: "outcomeFailed" };
const BY = { administration: "byAdministration", system: "bySystem" };

export function Accesses({ labels }) {
  return (
    <Remote load={privacy.accesses} labels={labels} rows={1}>
      {(list) => (
        <Block title={labels.accesses} help={labels.accessesHelp} testid="accesses-block">
          <Things items={list.map((one) => accessRow(one, labels))} empty={labels.accessesNone} label={labels.accesses} testid="accesses" />
        </Block>
      )}
    </Remote>
  );
}

const accessRow = (one, labels) => ({
  key: one.id,
  Icon: Eye,
  title: one.reason,
  badge: isOpen(one) && labels.accessOpen,
  lines: [
    <>
      <Moment at={one.created_at} text={labels.accessFrom} />
      {" "}
      <Moment at={one.ended_at ?? one.expires_at} text={labels.accessTo} />
    </>,
    one.last_read_at ? <Moment at={one.last_read_at} text={labels.accessRead} /> : labels.accessUnread,
  ],
});

const isOpen = (one) => !one.ended_at && Date.parse(one.expires_at) > Date.now();

export function Activity({ actions, labels }) {
  const loadFirst = () => privacy.activity("");
  return (
    <Remote load={loadFirst} labels={labels} rows={3}>
      {(page) => <Rows page={page} actions={actions} labels={labels} />}
    </Remote>
  );
}

function Rows({ page, actions, labels }) {
  const [older, setOlder] = useState({ items: [], cursor: page.next_cursor });
  const { busy, problem, run } = useTask(labels.failed);
  const first = useRef(page.items[0]?.seq);
  useEffect(() => {
    // Something new happened: the pages behind it have moved.
    if (page.items[0]?.seq !== first.current) setOlder({ items: [], cursor: page.next_cursor });
    first.current = page.items[0]?.seq;
  }, [page]);
  const more = () =>
    run(async () => {
      const next = await privacy.activity(older.cursor);
      setOlder(({ items }) => ({ items: [...items, ...next.items], cursor: next.next_cursor }));
    });
  const rows = [...page.items, ...older.items];
  return (
    <Block title={labels.activity} help={labels.activityHelp}>
      <Things items={rows.map((row) => activityRow(row, actions, labels))} empty={labels.activityNone} label={labels.activity} testid="activity" />
      <Problem text={problem} />
      {older.cursor && (
        <button type="button" className="button" aria-busy={busy} data-testid="activity-more" onClick={more}>
          {labels.more}
        </button>
      )}
    </Block>
  );
}

const activityRow = (row, actions, labels) => ({
  key: row.seq,
  Icon: History,
  title: actions[row.action.replaceAll(".", "_")] ?? row.action,
  badge: labels[OUTCOMES[row.outcome]],
  lines: [
    <>
      <Moment at={row.at} />
      {row.network && ` · ${fill(labels.network, { network: row.network })}`}
      {BY[row.by] && ` · ${labels[BY[row.by]]}`}
    </>,
  ],
});
