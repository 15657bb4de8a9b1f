// The answer of a temporary chat, read from the request that asked for it; where the line breaks, from its events.
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { pause } from "$/public/external/chat_app/components/message/source_files/event_line.js";
import { SseParser } from "$/public/external/chat_app/components/message/source_files/sse.js";

const FIRST_DELAY = 300;
const LAST_DELAY = 5000;

export const addressOf = (chatId) => `/temporary-chats/${encodeURIComponent(chatId)}`;

/**
 * @param {string} chatId
 * @param {Response} asked what the question was answered with
 * @param {import("../message/live_answer.js").LiveAnswer} answer takes the events
 * @param {{signal: AbortSignal, onChange: () => void, onLost: (lost: boolean) => void}} options
 * @returns {Promise<{problem: string, message: object}>} the sentence why there is no answer, and the finished message
 */
export async function readAnswer(chatId, asked, answer, { signal, onChange, onLost }) {
  const end = { problem: "", message: {} };
  const take = (event) => {
    if (event.event === "error") end.problem = JSON.parse(event.data).detail ?? "";
    if (event.event === "turn.completed") end.message = JSON.parse(event.data).message ?? {};
    if (answer.apply(event)) onChange();
  };
  let response = asked;
  for (let delay = FIRST_DELAY; !signal.aborted; delay = Math.min(LAST_DELAY, delay * 2)) {
    await readEvents(response, take).catch(() => {});
    if (answer.ended || signal.aborted) break;
    onLost(true);
    await pause(delay, signal);
    response = await again(chatId, answer, take, end, signal);
    if (response) onLost(false);
  }
  onLost(false);
  return end;
}

/** The events that are missing; without any left, the finished message itself. */
async function again(chatId, answer, take, end, signal) {
  try {
    const chat = await api(addressOf(chatId), { signal });
    if (!chat.running_turn_id) return take({ event: "turn.completed", id: "", data: JSON.stringify({ message: chat.messages.at(-1) }) });
    return await fetch(`/api/v1${addressOf(chatId)}/events?after=${answer.seq}`, { signal, cache: "no-store", headers: { Accept: "text/event-stream" } });
  } catch (error) {
    if (!error.status || error.status >= 500 || error.status === 429) return undefined;
    // The chat is gone: what came is all there is.
    end.problem = error.message;
    return take({ event: "turn.completed", id: "", data: "{}" });
  }
}

async function readEvents(response, take) {
  if (!response?.ok) return;
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const parser = new SseParser();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    parser.push(decoder.decode(value, { stream: true })).forEach(take);
  }
}
