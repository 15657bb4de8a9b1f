// The REST routes of the house's money in one place, and what all parts of the page need of them.
import { ApiError, api } from "$/public/external/chat_app/components/ui/library/api.js";

export const BASE = "/admin/billing";
export const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };

export const sentenceOf = (error, labels) => (error instanceof ApiError && error.message) || labels.failed;

/** What is done about money; with a `key` it counts once however often it is sent. For `useTask`, which proves who asks. */
export const act = (path, body, key = "") => api(`${BASE}${path}`, { method: "POST", body, headers: key ? { "Idempotency-Key": key } : {} });
