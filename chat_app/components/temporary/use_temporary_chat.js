// A temporary chat as the page holds it: in the memory of this page and of the server, nowhere else.
import { useCallback, useEffect, useRef, useState } from "react";
import { api, ApiError } from "$/public/external/chat_app/components/ui/library/api.js";
import { whenKnown } from "$/public/external/chat_app/components/ui/library/features.js";
import { newKey } from "$/public/external/chat_app/components/ui/library/intent.js";
import { addressOf, readAnswer } from "./answer_line.js";

const forget = (id) => fetch(`/api/v1${addressOf(id)}`, { method: "DELETE", keepalive: true }).catch(() => {});

/** `onLeft` is called when somebody goes elsewhere and something was said. */
export function useTemporaryChat(onLeft) {
  const [messages, setMessages] = useState([]);
  const [modelId, setModelId] = useState("");
  const [problem, setProblem] = useState("");
  const now = useRef({});
  now.current.onLeft = onLeft;
  now.current.count = messages.length;
  now.current.modelId = modelId;
  const begin = useCallback(() => {
    const opening = whenKnown("temporary").then((offered) => (offered ? api("/temporary-chats", { method: "POST", body: {} }) : new Promise(() => {})));
    now.current.opening = opening;
    opening.then((chat) => setModelId((chosen) => chosen || chat.model_id)).catch((error) => now.current.opening === opening && setProblem(sentence(error)));
  }, []);
  useEffect(() => {
    const held = now.current;
    const drop = () => held.opening?.then(({ id }) => forget(id)).catch(() => {});
    // A page that the browser kept aside and shows again is one whose chat is gone.
    const shown = (event) => event.persisted && location.reload();
    begin();
    addEventListener("pagehide", drop);
    addEventListener("pageshow", shown);
    return () => {
      removeEventListener("pagehide", drop);
      removeEventListener("pageshow", shown);
      drop();
      if (held.count) held.onLeft();
    };
  }, [begin]);

  const last = messages.at(-1);
  const running = last?.status === "running";
  const ask = async (text) => {
    const key = newKey();
    setProblem("");
    setMessages((all) => [...all, { key: `${key}-question`, role: "user", text }, { key, role: "assistant", status: "running", turnId: key, text: "", modelId: now.current.modelId }]);
    try {
      const { id } = await now.current.opening;
      const response = await post(id, text, now.current.modelId);
      now.current.asked = { key, id, response };
      setMessages((all) => all.map((message) => (message.key === key ? { ...message, asked: true } : message)));
      return true;
    } catch (error) {
      setMessages((all) => all.filter((message) => !message.key.startsWith(key)));
      setProblem(sentence(error));
      // What was never begun, or is gone, is begun anew.
      if (error.status === 404) setMessages([]);
      if (!(error instanceof ApiError) || error.status === 404) begin();
      return false;
    }
  };
  /** For `MessageBody`: brings the answer that was asked for last. */
  const follow = useCallback(async (key, answer, options) => {
    const { id, response } = now.current.asked;
    now.current.end = await readAnswer(id, response, answer, options);
    now.current.answer = answer;
  }, []);
  const finish = useCallback((key) => {
    const { answer, end } = now.current;
    const { status, usage, error_key: failed } = end.message;
    const said = { text: answer.text, reasoning: answer.reasoning, reasoningMs: answer.reasoningMs };
    const finished = { ...said, status: status ?? "failed", usage, problem: failed ? end.problem : "" };
    setMessages((all) => all.map((message) => (message.key === key ? { ...message, ...finished } : message)));
  }, []);
  const stop = () => now.current.opening?.then(({ id }) => api(`${addressOf(id)}/stop`, { method: "POST" })).catch(() => {});
  return { messages, modelId, problem, running, ask, follow, finish, stop, choose: setModelId };
}

async function post(id, text, modelId) {
  const response = await fetch(`/api/v1${addressOf(id)}/messages`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream", ...(document.documentElement.lang && { "Accept-Language": document.documentElement.lang }) },
    body: JSON.stringify({ text, model_id: modelId, stream: true }),
  });
  if (response.ok) return response;
  const { detail = "", type = "" } = await response.json().catch(() => ({}));
  throw new ApiError(response.status, detail, type);
}

/** Empty for a network that is away: the frame says that by itself. */
const sentence = (error) => (error instanceof ApiError ? error.message : "");
