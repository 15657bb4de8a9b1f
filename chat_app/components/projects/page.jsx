// The page of one project. Each tab has an address (#notes), so it can be linked to; what the reader's role does not allow is not there.
import { useLocation } from "react-router";
import { FileText, LayoutDashboard, MessageSquare, Settings2, Share2, SquarePen, StickyNote, UsersRound } from "lucide-react";
import { AdminLink } from "$/public/external/chat_app/components/admin/library/frame.jsx";
import { Failed, Outline } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { DocumentList } from "$/public/external/chat_app/components/knowledge/library/document_list.jsx";
import { goTo } from "$/public/external/chat_app/components/layout/library/navigation.js";
import { useFeature } from "$/public/external/chat_app/components/ui/library/features.js";
import { chooseView, useHash } from "$/public/external/chat_app/components/ui/library/hash.js";
import { PageTabs } from "$/public/external/chat_app/components/ui/library/page_tabs.jsx";
import { Chats } from "./chats.jsx";
import { useLive, useProject } from "./live.js";
import { Notes } from "./notes.jsx";
import { Overview } from "./overview.jsx";
import { People } from "./people.jsx";
import { rightsOf } from "./roles.js";
import { Settings } from "./settings.jsx";
import { Badges, icon, Mark } from "./shared.jsx";
import "$/public/styles/admin.css";
import "$/public/styles/billing.css";
import "$/public/styles/usage.css";
import "$/public/styles/projects.css";

const TABS = { overview: LayoutDashboard, documents: FileText, chats: MessageSquare, notes: StickyNote, people: UsersRound, settings: Settings2 };
const NAMES = Object.keys(TABS);
const ADDRESS = /^\/projects\/([^/]+)\/?$/;

/** `words`: the labels of each tab by its name. `charging`: whether answers cost credit here. */
export function ProjectPage({ labels, words, charging, currency }) {
  const { pathname } = useLocation();
  const id = ADDRESS.exec(pathname)?.[1] ?? "";
  // Another project is another page: nothing of the one before may stay.
  return <OneProject key={id} {...{ id, labels, words, charging, currency }} />;
}

function OneProject({ id, labels, words, charging, currency }) {
  const { folder, gone, failed, reload } = useProject(id);
  const [tab, choose] = useHash(NAMES);
  if (gone) return <Gone folder={folder} labels={labels} />;
  if (!folder) return failed ? <Failed text={failed} labels={labels} onRetry={reload} /> : <Outline rows={4} />;
  const rights = rightsOf(folder.role);
  const shared = { folder, rights, charging, currency };
  const content = {
    overview: () => <Overview {...shared} labels={{ ...labels, ...words.overview }} budgetLabels={words.budgets} />,
    documents: () => (
      <>
        <h2 className="visually-hidden">{labels.tab_documents}</h2>
        <DocumentList folderId={folder.id} labels={words.documents} canWrite={rights.edit} />
      </>
    ),
    chats: () => <Chats {...shared} labels={{ ...labels, ...words.chats }} />,
    notes: () => <Notes {...shared} labels={{ ...labels, ...words.notes }} markdownLabels={words.markdown} />,
    people: () => <People {...shared} labels={{ ...labels, ...words.people }} />,
    settings: () => <Settings {...shared} labels={{ ...labels, ...words.folder, ...words.settings }} budgetLabels={words.budgets} onChanged={reload} />,
  };
  return (
    <div className="project" data-testid="project" data-tab={tab} data-role={folder.role}>
      <Head folder={folder} rights={rights} labels={labels} />
      <PageTabs tabs={TABS} tab={tab} labels={labels} onChoose={choose} />
      <div className="project-content">{content[tab]()}</div>
    </div>
  );
}

function Head({ folder, rights, labels }) {
  const canShare = useFeature("sharing") && rights.manage;
  return (
    <header className="project-head">
      <div>
        <Way folder={folder} labels={labels} />
        <h1>
          <Mark color={folder.color} />
          <span data-testid="project-title">{folder.name}</span>
        </h1>
        {folder.description && <p>{folder.description}</p>}
        <div className="project-badges">
          {!rights.own && (
            <span className="project-badge strong" title={labels.your_role} data-testid="own-role">
              {labels[`role_${folder.role}`]}
            </span>
          )}
          <Badges folder={folder} labels={labels} />
        </div>
      </div>
      <div className="admin-actions">
        {canShare && (
          <button type="button" className="button" data-testid="project-share" onClick={() => chooseView("people")}>
            <Share2 {...icon} />
            {labels.share}
          </button>
        )}
        {rights.edit && (
          <button type="button" className="button primary" data-testid="project-new-chat" onClick={() => goTo(`/?folder=${folder.id}`)}>
            <SquarePen {...icon} />
            {labels.new_chat}
          </button>
        )}
      </div>
    </header>
  );
}

// The way back, and the folders that lie in this one.
function Way({ folder, labels }) {
  const all = useLive("/projects").data ?? [];
  const above = all.find(({ id }) => id === folder.parent_id);
  const inside = all.filter(({ parent_id }) => parent_id === folder.id);
  return (
    <nav className="project-way" aria-label={labels.folders}>
      <AdminLink href="/projects" className="admin-back" testid="all-projects">
        ← {labels.all}
      </AdminLink>
      {above && (
        <AdminLink href={`/projects/${above.id}`} className="admin-back" testid="project-above">
          / {above.name}
        </AdminLink>
      )}
      {inside.length > 0 && (
        <span className="project-inside">
          {labels.folders}:{" "}
          {inside.map((each) => (
            <AdminLink key={each.id} href={`/projects/${each.id}`} testid="project-inside">
              {each.name}
            </AdminLink>
          ))}
        </span>
      )}
    </nav>
  );
}

// Never there, or taken away while one looked at it: nothing of it stays on the page.
function Gone({ folder, labels }) {
  const name = folder ? "taken" : "missing";
  return (
    <div className="project-gone" role="alert" data-testid="project-gone" data-why={name}>
      <h1>{labels[`${name}_title`]}</h1>
      <p>{labels[`${name}_text`]}</p>
      <AdminLink href="/projects" className="button primary">
        {labels.all}
      </AdminLink>
    </div>
  );
}
