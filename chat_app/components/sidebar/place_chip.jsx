// Says in which folder the new chat on show will be put, and takes it out again.
import { useEffect } from "react";
import { Folder, X } from "lucide-react";
import { useContribution } from "$/public/external/chat_app/components/chat/library/composer_handle.js";
import { pathOf } from "./tree_model.js";
import { writePlace } from "./new_chat_place.js";

export function PlaceChip({ conversationId, opened, ready, placeId, placeOpened, folders, labels, onBegin }) {
  const folderId = !conversationId && opened === placeOpened ? placeId : "";
  const path = pathOf(folders, folderId);
  useContribution("folder", () => (folderId ? { folder_id: folderId } : {}));
  useEffect(() => {
    if (ready && !conversationId) writePlace(folderId);
  }, [ready, conversationId, folderId]);
  if (!path.length) return null;
  const name = path.map((folder) => folder.name).join(" / ");
  return (
    <p className="place-chip" data-testid="new-chat-place" data-color={path.at(-1).color || undefined}>
      <Folder size={14} strokeWidth={1.75} className="folder-icon" aria-hidden />
      <span>{labels.newChatIn.replace("{name}", name)}</span>
      <button type="button" className="icon-button" aria-label={labels.leaveFolder} title={labels.leaveFolder} onClick={() => onBegin("")}>
        <X size={14} strokeWidth={1.75} aria-hidden />
      </button>
    </p>
  );
}
