// What is known of a document, and what happened to it.
import { useRemote } from "$/public/external/chat_app/components/ui/library/remote.js";

const MEGABYTE = 1_000_000;

export function Details({ document: shown, view, labels, language }) {
  const { data: log } = useRemote(`/documents/${shown.id}/log`);
  return (
    <div className="viewer-details" data-testid="document-details">
      <dl>
        {factsOf(shown, view, labels, language).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {!shown.enabled && <p className="viewer-help">{labels.detail_off}</p>}
      {log?.length > 0 && (
        <>
          <h3>{labels.log}</h3>
          <ol className="viewer-log" data-testid="document-log">
            {log.map((line, index) => (
              <li key={index}>
                <time dateTime={line.at}>{moment(line.at, language)}</time>
                <span>{line.text}</span>
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  );
}

function factsOf(shown, view, labels, language) {
  const count = (number) => number.toLocaleString(language);
  return [
    [labels.detail_kind, labels[`kind_${shown.kind}`]],
    [labels.detail_size, shown.size > 0 && sizeOf(shown.size, language)],
    [labels.detail_language, shown.language && nameOf(shown.language, language)],
    [labels[`detail_${view.unit}s`], view.pages.length > 0 && count(view.pages.length)],
    [labels.detail_passages, count(shown.passages)],
    [labels.detail_tokens, count(shown.tokens)],
    [labels.detail_version, count(shown.version)],
    [labels.detail_source, sourceOf(shown, labels)],
    [labels.detail_added, moment(shown.created_at, language)],
    [labels.detail_changed, shown.updated_at !== shown.created_at && moment(shown.updated_at, language)],
  ].filter(([, value]) => value);
}

const moment = (at, language) => new Date(at).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });

function sizeOf(bytes, language) {
  const [value, unit] = bytes < 1_000 ? [bytes, "byte"] : bytes < MEGABYTE ? [bytes / 1_000, "kilobyte"] : [bytes / MEGABYTE, "megabyte"];
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

function nameOf(code, language) {
  try {
    return new Intl.DisplayNames(language, { type: "language" }).of(code);
  } catch {
    return code;
  }
}

// The path or address that it came from, where that says anything to a person.
const sourceOf = ({ source, source_ref: place }, labels) => [labels[`source_${source}`], ["url", "upload", "watch"].includes(source) && place].filter(Boolean).join(" · ");
