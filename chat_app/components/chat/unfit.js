// What each model of the list cannot do of the chat on show. Asked when the list opens, then only for rows that were not there before.
import { useEffect, useRef, useState } from "react";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { useTray } from "$/public/external/chat_app/components/attachments/library/tray_store.js";
import { useTypedLoad } from "$/public/external/chat_app/components/models/library/typed_load.js";

const MOST_AT_ONCE = 500;
const PAUSE = 150;
const NONE = {};

/** @returns {Object<string, string[]>} kinds of problems by model; without a `conversationId` nothing is asked ("" is a chat that has not begun) */
export function useUnfit(conversationId, rows) {
  const typed = useTypedLoad();
  const images = useTray().filter((item) => item.kind === "image" && item.status === "done").length;
  const tokens = typed.text + typed.files;
  const about = conversationId === undefined ? "" : `${conversationId} ${tokens} ${images}`;
  const [found, setFound] = useState({ about: "", problems: NONE });
  const asked = useRef({ about: "", ids: new Set() });
  useEffect(() => {
    if (!about) return undefined;
    if (asked.current.about !== about) asked.current = { about, ids: new Set() };
    const { ids } = asked.current;
    const fresh = rows.map(({ model }) => model.id).filter((id) => !ids.has(id)).slice(0, MOST_AT_ONCE);
    if (!fresh.length) return undefined;
    const timer = setTimeout(
      () => {
        fresh.forEach((id) => ids.add(id));
        api("/models/problems", { method: "POST", body: { conversation_id: conversationId, extra_tokens: tokens, images, model_ids: fresh } })
          .then(({ problems }) => setFound((before) => ({ about, problems: before.about === about ? { ...before.problems, ...problems } : problems })))
          // The list works without; it is asked again with the next rows.
          .catch(() => fresh.forEach((id) => ids.delete(id)));
      },
      ids.size ? PAUSE : 0,
    );
    return () => clearTimeout(timer);
  }, [about, rows]);
  return found.about === about ? found.problems : NONE;
}
