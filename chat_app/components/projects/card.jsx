// A project in the list: what it is about, what is in it, and when it was last used.
import { FileText, MessageSquare, UsersRound } from "lucide-react";
import { AdminLink } from "$/public/external/chat_app/components/admin/library/frame.jsx";
import { Moment } from "$/public/external/chat_app/components/admin/library/table.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Badges, Mark, small } from "./shared.jsx";

const counted = (name, count, labels) => (count === 1 ? labels[`${name}_one`] : fill(labels[name], { count }));

export function ProjectCard({ card, labels }) {
  const { folder } = card;
  return (
    <li className="project-card" data-testid="project-card" data-id={folder.id}>
      <h2>
        <AdminLink href={`/projects/${folder.id}`} testid="project-open">
          <Mark color={folder.color} />
          <span>{folder.name}</span>
        </AdminLink>
      </h2>
      <p className={folder.description ? "project-about" : "project-about none"}>{folder.description || labels.no_description}</p>
      <div className="project-badges">
        {folder.role !== "owner" && (
          <span className="project-badge strong">
            {labels[`role_${folder.role}`]}
            {card.owner_name && ` · ${fill(labels.owned_by, { name: card.owner_name })}`}
          </span>
        )}
        <Badges folder={folder} labels={labels} />
      </div>
      <ul className="project-counts">
        <li>
          <MessageSquare {...small} />
          {counted("chats", card.chats, labels)}
        </li>
        <li>
          <FileText {...small} />
          {counted("documents", card.documents, labels)}
        </li>
        <li>
          <UsersRound {...small} />
          {counted("members", card.members, labels)}
        </li>
      </ul>
      <p className="project-used">
        {labels.used} <Moment time={card.used_at} />
      </p>
    </li>
  );
}
