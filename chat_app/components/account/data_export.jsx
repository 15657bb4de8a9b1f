// All of one's own data as a ZIP: asked for, made by the server, fetched within a day.
import { useEffect } from "react";
import { Archive, CircleAlert, Download, LoaderCircle } from "lucide-react";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { exports } from "./calls.js";
import { Block, fill, icon, Moment, Problem, Remote, Things } from "./parts.jsx";
import { useTask } from "./task.js";

const AGAIN = 1500;
const UNDERWAY = new Set(["waiting", "running"]);
const MEGABYTE = 1_000_000;

export function DataExport({ labels }) {
  return (
    <Remote load={exports.list} labels={labels} rows={1}>
      {(list, reload) => <Exports list={list} reload={reload} labels={labels} />}
    </Remote>
  );
}

function Exports({ list, reload, labels }) {
  const { busy, problem, run } = useTask(labels.failed);
  const underway = list.some(({ status }) => UNDERWAY.has(status));
  useEffect(() => {
    if (!underway) return undefined;
    const timer = setInterval(reload, AGAIN);
    return () => clearInterval(timer);
  }, [underway]);
  return (
    <Block
      title={labels.export}
      help={labels.exportHelp}
      action={
        <button type="button" className="button" aria-busy={busy || underway} data-testid="export-start" onClick={() => underway || run(async () => (await exports.start()) && reload())}>
          <Archive {...icon} />
          {labels.exportStart}
        </button>
      }
    >
      {list.length > 0 && <Things items={list.map((one) => exportRow(one, labels))} label={labels.export} testid="exports" />}
      <Problem text={problem} />
    </Block>
  );
}

function exportRow(one, labels) {
  const ready = one.status === "ready";
  return {
    key: one.id,
    Icon: ready ? Archive : one.status === "failed" ? CircleAlert : Turning,
    title: { ready: labels.exportReady, failed: labels.exportFailed }[one.status] ?? labels.exportUnderway,
    lines: [
      ready ? (
        <>
          <Size bytes={one.size} labels={labels} />
          {" · "}
          <Moment at={one.expires_at} text={labels.exportUntil} />
        </>
      ) : (
        <Moment at={one.created_at} text={labels.exportSince} />
      ),
    ],
    actions: ready && (
      <a className="button primary" href={exports.address(one.id)} download data-testid="export-download">
        <Download {...icon} />
        {labels.exportLoad}
      </a>
    ),
  };
}

const Turning = (props) => <LoaderCircle className="turning" {...props} />;

function Size({ bytes, labels }) {
  const language = useLanguage();
  const amount = Math.max(bytes / MEGABYTE, 0.01);
  return fill(labels.size, { size: new Intl.NumberFormat(language, { maximumFractionDigits: amount < 1 ? 2 : 1 }).format(amount) });
}
