// Does something to chats or folders: on the page at once, then on the server.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { newKey } from "$/public/external/chat_app/components/ui/library/intent.js";
import { applyPending } from "./overlay.js";

const PATIENCE = 15_000;

export function usePending(data, answeredKey, { onAct, onMoveFolder }) {
  const [pending, setPending] = useState([]);
  const handlers = useRef({});
  handlers.current = { onAct, onMoveFolder };
  useEffect(() => {
    // Answers come in the order of the questions: with one, all before it are answered.
    if (answeredKey) setPending((list) => list.slice(list.findIndex((entry) => entry.key === answeredKey) + 1));
  }, [answeredKey]);
  const add = useCallback((entry) => {
    const key = newKey();
    setPending((list) => [...list, { ...entry, key }]);
    // Should no answer ever come, the server's last word stands.
    setTimeout(() => setPending((list) => list.filter((each) => each.key !== key)), PATIENCE);
    return key;
  }, []);
  const act = useCallback(
    (verb, ids, { folderId = "", tagId = "" } = {}) => {
      if (ids.length) handlers.current.onAct(verb, [...ids], folderId, tagId, add({ verb, ids, folderId, tagId }));
    },
    [add],
  );
  const moveFolder = useCallback(
    (id, parentId, beforeId = "") => handlers.current.onMoveFolder(id, parentId, beforeId, add({ verb: "move-folder", id, parentId, beforeId })),
    [add],
  );
  const shown = useMemo(() => applyPending(data, pending), [data, pending]);
  return { shown, act, moveFolder };
}
