// A document in the panel: its pages or its text with the passage that was asked for, its passages, what is known of it.
import { useEffect, useMemo, useRef, useState } from "react";
import { CircleAlert, Download, ExternalLink, FileText, FileX2, Info, RotateCcw, ScrollText, TextSelect, X } from "lucide-react";
import { closePanel, usePanel } from "$/public/external/chat_app/components/layout/library/panel.js";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { Details } from "./details.jsx";
import { DrawnPages } from "./drawn_pages.jsx";
import { SECTION } from "./listener.jsx";
import { addressOf } from "./opening.js";
import { Passages } from "./passages.jsx";
import { fill } from "./places.js";
import { TextPages } from "./text_pages.jsx";
import { Toolbar, useZoom } from "./toolbar.jsx";
import { useDocument, usePlace } from "./use_document.js";
import "$/public/styles/viewer.css";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };
const TABS = { pages: FileText, text: TextSelect, passages: ScrollText, details: Info };

export function DocumentSection({ labels, language }) {
  const { name, data } = usePanel();
  if (name !== SECTION || !data) return null;
  return <Viewer key={data.documentId} asked={data} labels={labels} language={language} />;
}

function Viewer({ asked, labels, language }) {
  const found = useDocument(asked.documentId);
  const { document: shown, view } = found;
  const places = usePlace(asked);
  const [tab, setTab] = useTab(view, asked);
  const [page, setPage] = useState(1);
  const [jump, setJump] = useState(null);
  const zoom = useZoom();
  const section = useRef(null);
  const keyed = useKeys(section, zoom);
  useEffect(() => {
    // Once the panel has remembered where one came from.
    const frame = requestAnimationFrame(() => section.current?.focus({ preventScroll: true }));
    return () => cancelAnimationFrame(frame);
  }, []);
  const chunkId = places.place?.chunkId ?? asked.chunkId;
  useEffect(() => setJump(null), [asked]);
  const showPassage = (passage) => {
    setJump(null);
    places.show({ ...passage, chunkId: passage.id });
    setTab(view.is_drawn ? "pages" : "text");
  };
  // The page that one reads stays the same where it is shown in another way.
  const choose = (name) => {
    setJump(page > 1 && page !== places.place?.page ? { page, serial: performance.now() } : null);
    setTab(name);
  };
  const reading = { documentId: asked.documentId, version: shown?.version, view, place: places.place, jump, onPage: setPage, onLost: found.reload, labels };
  return (
    <section ref={section} tabIndex={-1} className="panel-section viewer" data-testid="document-viewer" data-tab={tab} aria-label={shown?.name || labels.title} onKeyDown={keyed}>
      <header className="panel-head">
        <h2 title={shown?.name}>{shown?.name || labels.title}</h2>
        {shown && <Ways document={shown} chunkId={chunkId} labels={labels} />}
        <button type="button" className="icon-button" aria-label={labels.close} title={labels.close} data-testid="panel-close" onClick={closePanel}>
          <X size={18} strokeWidth={1.75} aria-hidden />
        </button>
      </header>
      {view && <Tabs tab={tab} names={tabsOf(view)} labels={labels} onChoose={choose} />}
      {view && ["pages", "text"].includes(tab) && view.length > 0 && (
        <Toolbar {...{ view, tab, page, zoom, places, labels }} onPage={(number) => setJump({ page: number, serial: performance.now() })} />
      )}
      {places.missing && shown && (
        <p className="viewer-note" role="status">
          <CircleAlert {...icon} />
          {labels.passage_gone}
        </p>
      )}
      <Content {...{ found, tab, reading, zoom, labels, language }} onShow={showPassage} />
    </section>
  );
}

const tabsOf = (view) => ["pages", "text", "passages", "details"].filter((name) => (name === "pages" ? view.is_drawn : name === "text" ? view.length > 0 : name !== "passages" || view.writable));

// Until somebody chooses, the document shows itself as well as it can; a passage that is asked for is shown there again.
function useTab(view, asked) {
  const [chosen, setChosen] = useState("");
  useEffect(() => setChosen(""), [asked]);
  const usual = view?.is_drawn ? "pages" : view && !view.length ? "details" : "text";
  return [chosen || usual, setChosen];
}

function Content({ found, tab, reading, zoom, labels, language, onShow }) {
  const { document: shown, view, gone, failed, reload } = found;
  if (gone) return <State Icon={FileX2} title={labels.gone_title} text={labels.gone_text} testid="document-gone" />;
  if (failed && !view) return <State Icon={CircleAlert} title={failed.trim() || labels.failed} action={<Again label={labels.retry} onClick={reload} />} testid="document-failed" />;
  if (!view) return <div className="skeleton viewer-skeleton" aria-busy="true" />;
  if (tab === "pages") return <DrawnPages {...reading} zoom={zoom.value} onWidth={zoom.fitted} />;
  if (tab === "text") return <TextPages {...reading} />;
  if (tab === "passages") return <Passages documentId={shown.id} version={shown.version} unit={view.unit} labels={labels} language={language} onShow={onShow} />;
  return (
    <div className="panel-body">
      <Unread found={found} labels={labels} />
      <Details document={shown} view={view} labels={labels} language={language} />
    </div>
  );
}

// What is not there to look at yet, or never will be, says why.
function Unread({ found, labels }) {
  const { document: shown, view, isBusy, reload } = found;
  if (view.length && !view.problem) return null;
  const again = async () => {
    await api(`/documents/${shown.id}/retry`, { method: "POST" }).catch(() => {});
    reload();
  };
  if (isBusy) {
    const text = shown.progress?.percent ? fill(labels.reading_percent, { percent: shown.progress.percent }) : labels.reading;
    return <State Icon={ScrollText} title={text} testid="document-reading" />;
  }
  const title = view.length ? labels.problem : shown.state === "cancelled" ? labels.cancelled : labels.unreadable;
  return <State Icon={CircleAlert} title={title} text={view.problem} action={view.writable && !view.length && <Again label={labels.read_again} onClick={again} />} testid="document-problem" />;
}

function Again({ label, onClick }) {
  return (
    <button type="button" className="button" onClick={onClick}>
      <RotateCcw {...icon} />
      {label}
    </button>
  );
}

function State({ Icon, title, text, action, testid }) {
  return (
    <div className="viewer-state" role="status" data-testid={testid}>
      <Icon size={24} strokeWidth={1.75} aria-hidden />
      <strong>{title}</strong>
      {text && <p>{text}</p>}
      {action}
    </div>
  );
}

function Ways({ document: shown, chunkId, labels }) {
  return (
    <>
      <a className="icon-button" href={addressOf(shown.id, chunkId)} target="_blank" rel="noopener" aria-label={labels.open_tab} title={labels.open_tab} data-testid="document-tab">
        <ExternalLink {...icon} />
      </a>
      {shown.sha256 && (
        <a className="icon-button" href={`/api/v1/documents/${shown.id}/file`} download aria-label={labels.download} title={labels.download} data-testid="document-download">
          <Download {...icon} />
        </a>
      )}
    </>
  );
}

function Tabs({ tab, names, labels, onChoose }) {
  return (
    <div className="viewer-tabs segments" role="group" aria-label={labels.tabs}>
      {names.map((name) => {
        const Icon = TABS[name];
        return (
          <label key={name} className="segment">
            <input type="radio" name="viewer-tab" value={name} checked={tab === name} onChange={() => onChoose(name)} data-testid={`document-tab-${name}`} />
            <span>
              <Icon {...icon} /> {labels[`tab_${name}`]}
            </span>
          </label>
        );
      })}
    </div>
  );
}

const FAR = { PageDown: 0.9, PageUp: -0.9 };

// Keys work wherever one is in the panel; what scrolls, scrolls by itself.
function useKeys(section, zoom) {
  return useMemo(
    () => (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=radio]), textarea, select")) return;
      const scroller = section.current.querySelector("[data-scroller]");
      if (!scroller) return;
      if (event.key === "+" || event.key === "=") zoom.step(1);
      else if (event.key === "-") zoom.step(-1);
      else if (event.key === "0") zoom.fit();
      else if (FAR[event.key] && !scroller.contains(event.target)) scroller.scrollBy({ top: FAR[event.key] * scroller.clientHeight });
      else return;
      event.preventDefault();
    },
    [section, zoom],
  );
}
