// One document while it is open: keeps what is typed, a moment after the last key, on top of what the server has.
import { useCallback, useEffect, useRef, useState } from "react";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";

const PAUSE = 800;

/**
 * `status`: "loading", "saved", "unsaved", "saving", "busy" (a model works), "conflict", "offline", "failed".
 * `act(path, body)` posts to the document, keeps typed text first, and takes over the document that comes back.
 */
export function useCanvas(id, stamp) {
  const [canvas, setCanvas] = useState(null);
  const [text, setText] = useState("");
  const [status, setStatus] = useState("loading");
  const [problem, setProblem] = useState("");
  const now = useRef({ id, canvas: null, text: "", timer: 0, saving: null, conflict: false });

  const take = useCallback((next) => {
    now.current.canvas = next;
    now.current.text = next.text;
    now.current.conflict = false;
    setCanvas(next);
    setText(next.text);
    setStatus("saved");
    setProblem("");
  }, []);
  const fail = useCallback((error) => {
    // Nothing is saved over what somebody else wrote before the writer has decided.
    now.current.conflict = error.status === 409;
    setStatus(error.status === 409 ? "conflict" : error.status ? "failed" : "offline");
    setProblem(error.status ? error.message : "");
  }, []);

  const save = useCallback(async () => {
    const own = now.current;
    clearTimeout(own.timer);
    await own.saving?.catch(() => {});
    if (own.conflict) return false;
    if (!own.canvas || own.text === own.canvas.text) return true;
    const sent = own.text;
    setStatus("saving");
    own.saving = api(`/canvases/${own.canvas.id}`, { method: "PATCH", body: { text: sent, revision: own.canvas.revision } });
    try {
      const next = await own.saving;
      if (own.id !== next.id) return true;
      own.canvas = next;
      setCanvas(next);
      setStatus(own.text === sent ? "saved" : "unsaved");
      setProblem("");
      return true;
    } catch (error) {
      fail(error);
      return false;
    } finally {
      own.saving = null;
    }
  }, [fail]);

  useEffect(() => {
    const own = now.current;
    own.id = id;
    own.canvas = null;
    own.conflict = false;
    setCanvas(null);
    setStatus("loading");
    let here = true;
    api(`/canvases/${id}`).then((found) => here && take(found), (error) => here && fail(error));
    return () => {
      here = false;
      save();
    };
  }, [id, save, take, fail]);
  // The document changed elsewhere: taken over where nothing has been typed here, else the next save says so.
  useEffect(() => {
    const own = now.current;
    if (!stamp || !own.canvas || own.saving || own.text !== own.canvas.text) return;
    api(`/canvases/${id}`).then((found) => own.text === own.canvas?.text && found.revision !== own.canvas.revision && take(found), () => {});
  }, [stamp, id, take]);

  const type = (next) => {
    const own = now.current;
    own.text = next;
    setText(next);
    if (own.conflict) return;
    setStatus("unsaved");
    clearTimeout(own.timer);
    own.timer = setTimeout(save, PAUSE);
  };
  const act = async (path, body) => {
    if (!(await save())) return null;
    setStatus("busy");
    try {
      const answer = await api(`/canvases/${id}${path}`, { method: "POST", body: { revision: now.current.canvas.revision, ...body } });
      if (answer?.revision) take(answer);
      else setStatus("saved");
      return answer;
    } catch (error) {
      fail(error);
      return null;
    }
  };
  const takeTheirs = () => api(`/canvases/${id}`).then(take, fail);
  const keepMine = async () => {
    const own = now.current;
    try {
      own.canvas = { ...(await api(`/canvases/${id}`)), text: null };
      own.conflict = false;
      await save();
    } catch (error) {
      fail(error);
    }
  };
  const rename = (title) => api(`/canvases/${id}`, { method: "PATCH", body: { title } }).then((next) => setCanvas((before) => ({ ...before, title: next.title })), fail);
  return { canvas, text, status, problem, type, save, act, takeTheirs, keepMine, rename };
}
