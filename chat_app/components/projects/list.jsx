// The list of projects: those in use, those that were put away, and those that others begin as.
import { useState } from "react";
import { FileText, Gauge, Plus, ScrollText, UsersRound } from "lucide-react";
import { PageHead } from "$/public/external/chat_app/components/admin/library/frame.jsx";
import { Empty, Failed, Outline } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { goTo } from "$/public/external/chat_app/components/layout/library/navigation.js";
import { ProjectCard } from "./card.jsx";
import { useHash } from "$/public/external/chat_app/components/ui/library/hash.js";
import { ImportButton } from "./import_button.jsx";
import { useLive } from "./live.js";
import { NewProject } from "./new_project.jsx";
import { icon } from "./shared.jsx";
import "$/public/styles/admin.css";
import "$/public/styles/billing.css";
import "$/public/styles/usage.css";
import "$/public/styles/projects.css";

const VIEWS = { active: "/projects/cards", archived: "/projects/cards?archived=true", templates: "/projects/cards?templates=true" };
const POINTS = { documents: FileText, instructions: ScrollText, people: UsersRound, figures: Gauge };
/** Fewer can be seen at once. */
const MANY = 9;

const opened = (folder) => goTo(`/projects/${folder.id}`);

export function ProjectList({ labels }) {
  const [view, choose] = useHash(Object.keys(VIEWS));
  const [isNew, setNew] = useState(false);
  const begin = (
    <button type="button" className="button primary" data-testid="new-project" onClick={() => setNew(true)}>
      <Plus {...icon} />
      {labels.new}
    </button>
  );
  return (
    <div className="projects" data-testid="projects" data-view={view}>
      <PageHead title={labels.title} text={labels.text}>
        <ImportButton labels={labels} onMade={opened} />
        {begin}
      </PageHead>
      <div className="usage-segments" role="group" aria-label={labels.views}>
        {Object.keys(VIEWS).map((name) => (
          <button key={name} type="button" aria-pressed={view === name} data-testid={`view-${name}`} onClick={() => choose(name)}>
            {labels[`view_${name}`]}
          </button>
        ))}
      </div>
      <Cards key={view} view={view} labels={labels} />
      {isNew && <NewProject labels={labels} onClose={() => setNew(false)} onMade={opened} />}
    </div>
  );
}

function Cards({ view, labels }) {
  const { data: cards, failed, reload } = useLive(VIEWS[view]);
  const [wanted, setWanted] = useState("");
  const text = wanted.trim().toLowerCase();
  const shown = (cards ?? []).filter(({ folder }) => `${folder.name}\n${folder.description}`.toLowerCase().includes(text));
  if (!cards) return failed ? <Failed text={failed} labels={labels} onRetry={reload} /> : <Outline rows={3} />;
  if (!cards.length) return view === "active" ? <Explained labels={labels} /> : <Empty text={labels[`none_${view}`]} />;
  return (
    <>
      {failed && <Failed text={failed} labels={labels} onRetry={reload} />}
      {cards.length > MANY && (
        <input type="search" className="form-input project-find" value={wanted} placeholder={labels.find} aria-label={labels.find} data-testid="project-find" onChange={(event) => setWanted(event.target.value)} />
      )}
      {!shown.length && <Empty text={labels.none_found} />}
      <ul className="project-cards">
        {shown.map((card) => (
          <ProjectCard key={card.folder.id} card={card} labels={labels} />
        ))}
      </ul>
    </>
  );
}

// For whoever has none yet: what a project is good for.
function Explained({ labels }) {
  return (
    <section className="project-empty" data-testid="projects-empty">
      <h2>{labels.empty_title}</h2>
      <p>{labels.empty_text}</p>
      <ul>
        {Object.entries(POINTS).map(([name, Icon]) => (
          <li key={name}>
            <Icon size={18} strokeWidth={1.75} aria-hidden />
            <div>
              <strong>{labels[`point_${name}`]}</strong>
              <span>{labels[`point_${name}_text`]}</span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
