// Events that a route sends line by line, read by hand: an EventSource can neither post nor say which language its reader has.
import { ApiError, toSignIn } from "$/public/external/chat_app/components/ui/library/api.js";

/** Calls `onEvent(name, data)` for each; throws `ApiError` when the server refuses, or when the line breaks off. */
export async function readEvents(path, { method = "GET", body, signal, onEvent }) {
  const headers = { Accept: "text/event-stream", ...(document.documentElement.lang && { "Accept-Language": document.documentElement.lang }), ...(body && { "Content-Type": "application/json" }) };
  const answer = await fetch(`/api/v1${path}`, { method, headers, signal, cache: "no-store", body: body && JSON.stringify(body) });
  if (answer.status === 401) toSignIn();
  if (!answer.ok || !answer.body) {
    const problem = await answer.json().catch(() => ({}));
    throw new ApiError(answer.status, problem.detail ?? "", problem.type ?? "");
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const events = (rest + piece.value.replaceAll("\r\n", "\n")).split("\n\n");
    rest = events.pop();
    events.forEach((event) => tell(event, onEvent));
  }
}

function tell(event, onEvent) {
  const lines = event.split("\n");
  const name = lines.find((line) => line.startsWith("event: "))?.slice(7);
  const data = lines.filter((line) => line.startsWith("data: ")).map((line) => line.slice(6));
  if (name && data.length) onEvent(name, JSON.parse(data.join("\n")));
}
