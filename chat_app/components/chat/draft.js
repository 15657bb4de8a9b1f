// The unsent text of each chat lives on the server: saved when typing pauses, when the field is left and when the page goes.
import { useEffect, useMemo, useRef } from "react";

const PAUSE = 800;

export function useDraft({ area, conversationId, opened, draft, drafted, onDraft, setText }) {
  const state = useRef({ id: conversationId, saved: "", timer: 0, opened: 0, drafted });
  const save = useRef(onDraft);
  save.current = onDraft;
  const keep = useMemo(() => {
    const now = () => {
      const own = state.current;
      clearTimeout(own.timer);
      own.timer = 0;
      const text = area.current?.value ?? "";
      // A chat without an id has a draft, too: it is the person's. Before the page is there, nobody knows whose it is.
      if (own.opened > 0 && text !== own.saved) {
        own.saved = text;
        save.current(own.id, text);
      }
    };
    const later = () => {
      clearTimeout(state.current.timer);
      state.current.timer = setTimeout(now, PAUSE);
    };
    // Sending empties the draft on the server, too.
    const forget = () => {
      clearTimeout(state.current.timer);
      state.current.timer = 0;
      state.current.saved = "";
    };
    return { now, later, forget };
  }, [area]);

  useEffect(() => {
    const own = state.current;
    const again = own.id === conversationId && own.opened > 0;
    const born = own.id === "" && own.opened === opened;
    if (!again && !born) keep.now();
    own.id = conversationId;
    if (own.opened === opened) return;
    own.opened = opened;
    // After a reconnect what stands in the field is newer than what the server has.
    if (again && area.current.value) return;
    if (own.opened === 1 && !draft && area.current.value) return;
    own.saved = draft;
    setText(draft);
  }, [conversationId, opened, draft, keep, setText, area]);
  useEffect(() => {
    const own = state.current;
    if (own.drafted === drafted) return;
    own.drafted = drafted;
    // Another page changed the draft. What was typed here since is newer, and is saved soon.
    if (area.current.value !== own.saved) return;
    own.saved = draft;
    if (area.current.value !== draft) setText(draft);
  }, [drafted, draft, setText, area]);
  useEffect(() => {
    addEventListener("pagehide", keep.now);
    return () => removeEventListener("pagehide", keep.now);
  }, [keep]);
  return keep;
}
