// Our own REST interface, for what is too large for the page's state: texts, lists, files.

/** What the server refused, with the sentence that says why; `type` is the stable name of the problem. */
export class ApiError extends Error {
  constructor(status, detail, type = "") {
    super(detail);
    this.status = status;
    this.type = type;
  }
}

let hasLastWord = false;

/** The page ends the session itself and has something to say about it: it stays until the reader leaves. */
export function keepPage(keep) {
  hasLastWord = keep;
}

/** The session has ended: loading the page anew shows the way in, and leads back here afterwards. */
export function toSignIn() {
  if (!hasLastWord) location.reload();
}

/** Ask whether somebody is still signed in here, and show the way in if not. No network is no answer. */
export async function checkSession() {
  const answer = await fetch("/api/v1/me", { cache: "no-store" }).catch(() => null);
  if (answer?.status === 401) toSignIn();
}

/** @returns the answer's JSON, null for none; throws `ApiError`, or `TypeError` where there is no network */
export async function api(path, { method = "GET", body, signal, headers } = {}) {
  const answer = await fetch(`/api/v1${path}`, {
    method,
    signal,
    cache: "no-store",
    headers: {
      // The reader's language, which need not be the browser's first one.
      ...(document.documentElement.lang && { "Accept-Language": document.documentElement.lang }),
      ...(body !== undefined && { "Content-Type": "application/json" }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  const data = text ? JSON.parse(text) : null;
  if (answer.status === 401) toSignIn();
  if (!answer.ok) throw new ApiError(answer.status, data?.detail ?? "", data?.type ?? "");
  return data;
}

/** Let the browser save a text as a file. */
export function saveText(text, name, type = "text/plain") {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const anchor = Object.assign(document.createElement("a"), { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
