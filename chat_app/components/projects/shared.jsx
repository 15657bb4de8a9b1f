// What the list and the pages of projects have in common.
import { Archive, LayoutTemplate } from "lucide-react";
import { icon } from "$/public/external/chat_app/components/billing/library/card.jsx";

export const small = { size: 14, strokeWidth: 1.75, "aria-hidden": true };
export { icon };

/** The colour of a project, as in the sidebar: a mark beside its name, never alone. */
export const Mark = ({ color }) => <span className="project-mark" data-color={color || undefined} aria-hidden />;

/** What a project is besides a project. */
export function Badges({ folder, labels }) {
  return (
    <>
      {folder.is_template && (
        <span className="project-badge">
          <LayoutTemplate {...small} />
          {labels.template}
        </span>
      )}
      {folder.archived_at && (
        <span className="project-badge">
          <Archive {...small} />
          {labels.archived}
        </span>
      )}
    </>
  );
}

export function Problem({ text }) {
  return (
    text && (
      <p className="form-problem project-problem" role="alert">
        {text}
      </p>
    )
  );
}
