// What is in a project, each with the way to the tab that has all of it.
import { AdminLink } from "$/public/external/chat_app/components/admin/library/frame.jsx";
import { Moment } from "$/public/external/chat_app/components/admin/library/table.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { BudgetRow } from "$/public/external/chat_app/components/billing/library/budget_row.jsx";
import { Card } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { openDocument } from "$/public/external/chat_app/components/viewer/library/opening.js";
import { chooseView } from "$/public/external/chat_app/components/ui/library/hash.js";
import "$/public/styles/budgets.css";

const STATES = ["ready", "working", "waiting", "failed", "cancelled"];
const MOST_CHATS = 6;
const MOST_PEOPLE = 6;

export function Inside({ board, rights, charging, currency, labels, budgetLabels }) {
  return (
    <div className="project-grid">
      <LatestChats chats={board.chats} labels={labels} />
      <Files files={board.files} labels={labels} />
      <Cited cited={board.cited} labels={labels} />
      <Members members={board.members} labels={labels} />
      {charging && (rights.own || board.budgets.length > 0) && <Budgets budgets={board.budgets} {...{ rights, currency, labels, budgetLabels }} />}
    </div>
  );
}

function All({ tab, name, labels }) {
  return (
    <button type="button" className="text-button" aria-label={`${labels.all_of}: ${name}`} onClick={() => chooseView(tab)}>
      {labels.all_of}
    </button>
  );
}

function LatestChats({ chats, labels }) {
  return (
    <Card title={labels.chats} action={chats.length > 0 && <All tab="chats" name={labels.chats} labels={labels} />} testid="latest-chats">
      {chats.length === 0 && <p className="project-none">{labels.chats_none}</p>}
      <ul className="project-rows">
        {chats.slice(0, MOST_CHATS).map((chat) => (
          <li key={chat.id}>
            <AdminLink href={`/c/${chat.id}`} className="project-row" testid="latest-chat">
              <span className="project-row-name">{chat.title || labels.untitled}</span>
              <Moment time={chat.updated_at} />
            </AdminLink>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Files({ files, labels }) {
  const known = STATES.filter((state) => files[state]);
  return (
    <Card title={labels.documents} action={<All tab="documents" name={labels.documents} labels={labels} />} testid="documents-by-state">
      {known.length === 0 && <p className="project-none">{labels.documents_none}</p>}
      <ul className="project-lines">
        {known.map((state) => (
          <li key={state} data-state={state}>
            <span>{labels[`state_${state}`]}</span>
            <span className="figure">{files[state]}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Cited({ cited, labels }) {
  const most = Math.max(1, ...cited.map(({ answers }) => answers));
  return (
    <Card title={labels.cited} testid="most-cited">
      {cited.length === 0 && <p className="project-none">{labels.cited_none}</p>}
      <ul className="project-lines">
        {cited.map(({ id, name, answers }) => (
          <li key={id}>
            <button type="button" className="project-cited" title={name} data-testid="cited-document" onClick={() => openDocument({ documentId: id })}>
              {name}
            </button>
            <span className="figure">{answers === 1 ? labels.cited_one : fill(labels.cited_answers, { count: answers })}</span>
            <span className="usage-track" aria-hidden>
              <span className="usage-fill" style={{ width: `${(100 * answers) / most}%` }} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Members({ members, labels }) {
  const more = members.length - MOST_PEOPLE;
  return (
    <Card title={labels.members} action={<All tab="people" name={labels.members} labels={labels} />} testid="members-short">
      <ul className="project-lines">
        {members.slice(0, MOST_PEOPLE).map((member) => (
          <li key={member.id || member.who_id}>
            <span>{member.name}</span>
            <span>{labels[`role_${member.role}`]}</span>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="project-none">{fill(labels.members_more, { count: more })}</p>}
    </Card>
  );
}

// What is left of what the owner set; it is changed in the settings, and by the owner alone.
function Budgets({ budgets, rights, currency, labels, budgetLabels }) {
  const shown = budgets.map((budget) => ({ ...budget, mine: true, can_change: false, can_allow: false }));
  return (
    <Card title={labels.budget} action={rights.own && <All tab="settings" name={labels.budget} labels={labels} />} testid="budget-short">
      {shown.length === 0 && <p className="project-none">{labels.budget_none}</p>}
      <ul className="budgets">
        {shown.map((budget) => (
          <BudgetRow key={budget.id} budget={budget} currency={currency} labels={budgetLabels} />
        ))}
      </ul>
    </Card>
  );
}
