// At the composer: where answers are found. A button with its name, and what it can be behind it.
import { useEffect, useState } from "react";
import { BookOpen, BookX, ChevronDown } from "lucide-react";
import { useContribution } from "$/public/external/chat_app/components/chat/library/composer_handle.js";
import { pathOf } from "$/public/external/chat_app/components/sidebar/library/tree_model.js";
import { Popover } from "$/public/external/chat_app/components/ui/library/popover.jsx";
import { DocumentChooser } from "./document_chooser.jsx";
import { besides, isOn, isUsual, pinnedWith, scopeName, sent } from "./scope.js";
import { ScopeForm } from "./scope_form.jsx";
import { currentScope, readScope, setScope, showScope, useScope } from "./scope_store.js";
import { say } from "./words.js";
import "$/public/styles/citations.css";

const icon = { size: 14, strokeWidth: 1.75, "aria-hidden": true };

export function KnowledgeScope({ conversationId, opened, folderId, folders, rates, labels }) {
  const { scope, failed } = useScope();
  const [choosing, setChoosing] = useState("");
  useEffect(() => {
    showScope(conversationId, folderId);
  }, [conversationId, opened, folderId]);
  useContribution("knowledge", contribute, restore);
  const project = projectName(folders, folderId);
  const on = isOn(scope, project);
  const name = nameOf(scope, project, labels);
  return (
    <>
      <Popover
        className="scope-panel"
        panelProps={{ role: "dialog", "aria-label": labels.title, "data-testid": "knowledge-panel" }}
        onOpen={readScope}
        button={(props) => (
          <button {...props} className="scope-button" data-on={on || undefined} data-kind={scope.kind} data-testid="knowledge-scope" title={labels.title} aria-label={`${labels.title}: ${name}`}>
            {on ? <BookOpen {...icon} /> : <BookX {...icon} />}
            <span className="scope-name">{name}</span>
            <ChevronDown {...icon} />
          </button>
        )}
      >
        {(close) => (
          <ScopeForm
            scope={scope}
            failed={failed}
            project={project}
            rates={rates}
            labels={labels}
            onChange={setScope}
            onChoose={(what) => {
              close();
              setChoosing(what);
            }}
          />
        )}
      </Popover>
      {choosing && (
        <DocumentChooser
          purpose={choosing}
          chosen={choosing === "pin" ? scope.pinned_ids : scope.document_ids}
          rates={rates}
          labels={labels}
          onClose={() => setChoosing("")}
          onSave={(documents, ids) => setScope(choosing === "pin" ? pinning(scope, documents, ids) : { kind: "documents", document_ids: ids })}
        />
      )}
    </>
  );
}

/** In the header: shown only where answers are found in something. */
export function ScopeChip({ folderId, folders, labels }) {
  const { scope } = useScope();
  const project = projectName(folders, folderId);
  if (!isOn(scope, project)) return null;
  const name = nameOf(scope, project, labels);
  return (
    <span className="scope-chip" data-testid="scope-chip" title={`${labels.title}: ${name}`}>
      <BookOpen {...icon} />
      <span className="visually-hidden">{labels.title}: </span>
      <span className="scope-name">{name}</span>
    </span>
  );
}

const projectName = (folders, folderId) => pathOf(folders, folderId).at(-1)?.name ?? "";

function nameOf(scope, project, labels) {
  const parts = [scopeName(scope, project), besides(scope, project)].filter(Boolean);
  return parts.map(({ key, values }) => say(labels[key], values)).join(" ");
}

// A chat that begins takes along what was chosen for it; one that has begun has it on the server.
function contribute() {
  const { id, scope } = currentScope();
  return id || isUsual(scope) ? {} : { knowledge: sent(scope) };
}

function restore({ knowledge }) {
  if (knowledge) setScope(knowledge);
}

// Some were added and some taken away: names and sizes of those that stay are known already.
function pinning(scope, documents, ids) {
  const kept = { ...scope, pinned: scope.pinned.filter(({ id }) => ids.includes(id)), pinned_ids: scope.pinned_ids.filter((id) => ids.includes(id)) };
  const added = documents.filter(({ id }) => ids.includes(id) && !kept.pinned_ids.includes(id));
  const { pinned, pinned_ids: pinnedIds } = added.reduce((next, document) => ({ ...next, ...pinnedWith(next, document) }), kept);
  return { pinned, pinned_ids: pinnedIds };
}
