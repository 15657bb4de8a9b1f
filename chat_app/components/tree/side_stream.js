// The answer to a side question, read as it is written. Leaving closes the line, and that ends the answer.
import { LiveAnswer } from "$/public/external/chat_app/components/message/source_files/live_answer.js";
import { SseParser } from "$/public/external/chat_app/components/message/source_files/sse.js";

/**
 * @param {string} conversationId
 * @param {object} body of POST …/side-questions
 * @param {{signal: AbortSignal, onChange: (answer: {text: string, reasoning: string}) => void}} options
 * @returns {Promise<{text: string, problem: string, failed: boolean, message: object}>} the whole answer, or the sentence why there is none
 */
export async function askAside(conversationId, body, { signal, onChange }) {
  const answer = new LiveAnswer();
  const end = { problem: "", message: {} };
  try {
    const response = await fetch(`/api/v1/conversations/${conversationId}/side-questions`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
      body: JSON.stringify(body),
      signal,
    });
    if (!response.ok) return { text: "", failed: true, ...end, problem: (await response.json().catch(() => ({}))).detail ?? "" };
    await read(response.body.getReader(), answer, end, onChange);
  } catch {
    // Stopped by its reader, or the line broke: what came stays.
  }
  return { text: answer.text, failed: !answer.ended && !signal.aborted, ...end };
}

async function read(reader, answer, end, onChange) {
  const decoder = new TextDecoder();
  const parser = new SseParser();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    for (const event of parser.push(decoder.decode(value, { stream: true }))) {
      if (event.event === "error") end.problem = JSON.parse(event.data).detail ?? "";
      if (event.event === "turn.completed") end.message = JSON.parse(event.data).message ?? {};
      answer.apply(event);
    }
    onChange({ text: answer.text, reasoning: answer.reasoning });
  }
}
