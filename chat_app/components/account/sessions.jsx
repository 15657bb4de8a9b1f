// Where the person is signed in, and how to end that.
import { useState } from "react";
import { LogOut, Monitor, Smartphone, Terminal } from "lucide-react";
import { sessions } from "./calls.js";
import { ConfirmDialog } from "./confirm_dialog.jsx";
import { Block, fill, icon, Moment, Problem, Remote, Things } from "./parts.jsx";
import { useTask } from "./task.js";

const iconOf = (device) => (/Android|iPhone|iPad/.test(device) ? Smartphone : /curl|python/i.test(device) ? Terminal : Monitor);

export function Sessions({ labels }) {
  return (
    <Remote load={sessions.list} labels={labels}>
      {(list, reload) => <SessionList list={list} reload={reload} labels={labels} />}
    </Remote>
  );
}

function SessionList({ list, reload, labels }) {
  const [asking, setAsking] = useState(false);
  const { problem, run } = useTask(labels.failed);
  const end = (one) => run(async () => (await sessions.end(one.id)) || reload());
  const ordered = [...list].sort((one, other) => other.is_current - one.is_current);
  const items = ordered.map((one) => ({
    key: one.id,
    Icon: iconOf(one.device),
    title: one.device || labels.unknownDevice,
    badge: one.is_current && labels.thisDevice,
    lines: [
      <>
        {one.network && `${fill(labels.network, { network: one.network })} · `}
        <Moment at={one.last_seen_at} text={labels.lastSeen} />
      </>,
      <Moment at={one.begun_at} text={labels.begun} />,
    ],
    actions: !one.is_current && (
      <button type="button" className="button" aria-label={fill(labels.endOne, { name: one.device || labels.unknownDevice })} data-testid="session-end" onClick={() => end(one)}>
        <LogOut {...icon} />
        {labels.end}
      </button>
    ),
  }));
  return (
    <Block
      title={labels.sessions}
      help={labels.sessionsHelp}
      action={
        list.length > 1 && (
          <button type="button" className="button" data-testid="end-others" onClick={() => setAsking(true)}>
            {labels.endOthers}
          </button>
        )
      }
    >
      <Things items={items} empty={labels.sessionsEmpty} label={labels.sessions} testid="sessions" />
      <Problem text={problem} />
      {asking && (
        <ConfirmDialog
          title={labels.endOthersTitle}
          text={labels.endOthersText}
          confirm={labels.endOthers}
          labels={labels}
          act={sessions.endOthers}
          onClose={(done) => {
            setAsking(false);
            if (done) reload();
          }}
        />
      )}
    </Block>
  );
}
