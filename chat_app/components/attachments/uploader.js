// Brings one file to the server: small ones at once, large ones in pieces that go on after a lost connection.
const PIECE = 4 * 1024 * 1024;
const PATIENCE = [500, 1000, 2000, 4000, 8000, 15_000, 30_000, 60_000];
const FILES = "/api/v1/files";
const UPLOADS = "/api/v1/uploads";

const language = () => document.documentElement.lang || "en";
const fingerprint = (file) => `${file.name}:${file.size}:${file.lastModified}`.slice(-300);

/**
 * @returns {Promise<object>} the file as the server has it
 * @throws an error with a `sentence` when the server refuses it, without one when it cannot be reached
 */
export const uploadFile = (file, chat, large, watch) => (file.size > large ? inPieces(file, chat, watch) : atOnce(file, chat, watch));
export const forgetUpload = (id) => fetch(`${UPLOADS}/${id}`, { method: "DELETE" }).catch(() => {});

async function atOnce(file, chat, { signal, onProgress }) {
  const address = `${FILES}?name=${encodeURIComponent(file.name)}&conversation_id=${chat}`;
  const answer = await request("POST", address, file, { signal, onProgress });
  if (answer.status === 201) return JSON.parse(answer.text);
  throw refusal(answer);
}

async function inPieces(file, chat, { signal, onId, onProgress }) {
  const body = JSON.stringify({ name: file.name, size: file.size, conversation_id: chat, fingerprint: fingerprint(file) });
  const begun = await request("POST", UPLOADS, body, { signal, headers: { "Content-Type": "application/json" } });
  if (begun.status !== 201) throw refusal(begun);
  let { id, offset, attachment } = JSON.parse(begun.text);
  onId(id);
  for (let failures = 0; !attachment; ) {
    onProgress(offset);
    try {
      const here = offset;
      const sent = (bytes) => onProgress(here + bytes);
      const answer = await request("PATCH", `${UPLOADS}/${id}`, file.slice(offset, offset + PIECE), { signal, onProgress: sent, headers: { "Upload-Offset": String(offset) } });
      if (answer.status === 200) ({ offset, attachment } = JSON.parse(answer.text));
      else if (answer.status === 409 && answer.offset !== null) offset = Number(answer.offset);
      else if (answer.status < 500) throw refusal(answer);
      else throw new Error(`status ${answer.status}`);
      failures = 0;
    } catch (error) {
      if (error.sentence || signal.aborted || failures >= PATIENCE.length) throw error;
      await pause(PATIENCE[failures], signal);
      failures += 1;
      ({ offset, attachment } = await progressOf(id, { offset, attachment }));
    }
  }
  return attachment;
}

// Where the server stands; what we know, while it cannot be asked.
async function progressOf(id, known) {
  const answer = await fetch(`${UPLOADS}/${id}`, { cache: "no-store", headers: { "Accept-Language": language() } }).catch(() => null);
  if (!answer) return known;
  if (answer.status === 404) throw refusal({ status: 404, text: await answer.text() });
  return answer.ok ? answer.json() : known;
}

const pause = (milliseconds, signal) =>
  new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      removeEventListener("online", wake);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    addEventListener("online", wake);
    signal.addEventListener("abort", wake, { once: true });
  });

function refusal({ status, text }) {
  const error = new Error(`status ${status}`);
  try {
    error.sentence = JSON.parse(text).detail;
  } catch {
    // No answer of ours: something between us and the server speaks.
  }
  return error;
}

// `fetch` tells nothing about how far a body is.
function request(method, address, body, { signal, onProgress, headers = {} }) {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    const stop = () => call.abort();
    call.open(method, address);
    call.setRequestHeader("Accept-Language", language());
    if (body instanceof Blob) call.setRequestHeader("Content-Type", "application/octet-stream");
    for (const [name, value] of Object.entries(headers)) call.setRequestHeader(name, value);
    call.upload.onprogress = (event) => onProgress?.(event.loaded);
    call.onload = () => resolve({ status: call.status, text: call.responseText, offset: call.getResponseHeader("Upload-Offset") });
    call.onerror = () => reject(new Error("no connection"));
    call.onabort = () => reject(new Error("cancelled"));
    call.onloadend = () => signal?.removeEventListener("abort", stop);
    signal?.addEventListener("abort", stop);
    call.send(body);
  });
}
