// The page of documents: one tab at a time, each with an address (#search), so it can be linked to.
import { useEffect, useState } from "react";
import { Files, FlaskConical, TextSearch } from "lucide-react";
import { useFeature } from "$/public/external/chat_app/components/ui/library/features.js";
import { Bench } from "./bench.jsx";
import { DocumentList } from "./document_list.jsx";
import { Search } from "./search.jsx";
import "$/public/styles/admin.css";
import "$/public/styles/billing.css";

const TABS = { documents: Files, search: TextSearch, bench: FlaskConical };
const named = () => {
  // Also asked while the page is prepared, where there is no address.
  const name = globalThis.location?.hash.slice(1);
  return name in TABS ? name : "documents";
};

export function KnowledgePage({ labels, documents, searching }) {
  const [tab, choose] = useTab();
  if (!useFeature("files")) return <p className="documents-note">{labels.off}</p>;
  return (
    <div className="billing knowledge" data-testid="knowledge" data-tab={tab}>
      <Tabs tab={tab} labels={labels} onChoose={choose} />
      {tab === "documents" && <DocumentList labels={documents} />}
      {tab === "search" && <Search labels={searching} />}
      {tab === "bench" && <Bench labels={searching} />}
    </div>
  );
}

function useTab() {
  const [tab, setTab] = useState("documents");
  useEffect(() => {
    const moved = () => setTab(named());
    moved();
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }, []);
  return [
    tab,
    (name) => {
      history.replaceState(history.state, "", `#${name}`);
      setTab(name);
    },
  ];
}

function Tabs({ tab, labels, onChoose }) {
  const chosen = (name) => (event) => {
    event.preventDefault();
    onChoose(name);
  };
  return (
    <nav className="billing-tabs" aria-label={labels.tabs}>
      {Object.entries(TABS).map(([name, Icon]) => (
        <a key={name} href={`#${name}`} aria-current={tab === name ? "true" : undefined} data-testid={`tab-${name}`} onClick={chosen(name)}>
          <Icon size={16} strokeWidth={1.75} aria-hidden />
          <span>{labels[`tab_${name}`]}</span>
        </a>
      ))}
    </nav>
  );
}
