// The page of documents: one tab at a time, each with an address (#search), so it can be linked to.
import { Files, FlaskConical, TextSearch } from "lucide-react";
import { useFeature } from "$/public/external/chat_app/components/ui/library/features.js";
import { useHash } from "$/public/external/chat_app/components/ui/library/hash.js";
import { PageTabs } from "$/public/external/chat_app/components/ui/library/page_tabs.jsx";
import { Bench } from "./bench.jsx";
import { DocumentList } from "./document_list.jsx";
import { Search } from "./search.jsx";
import "$/public/styles/admin.css";
import "$/public/styles/billing.css";

const TABS = { documents: Files, search: TextSearch, bench: FlaskConical };
const NAMES = Object.keys(TABS);

export function KnowledgePage({ labels, documents, searching }) {
  const [tab, choose] = useHash(NAMES);
  if (!useFeature("files")) return <p className="documents-note">{labels.off}</p>;
  return (
    <div className="billing knowledge" data-testid="knowledge" data-tab={tab}>
      <PageTabs tabs={TABS} tab={tab} labels={labels} onChoose={choose} />
      {tab === "documents" && <DocumentList labels={documents} />}
      {tab === "search" && <Search labels={searching} />}
      {tab === "bench" && <Bench labels={searching} />}
    </div>
  );
}
