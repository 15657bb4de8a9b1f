// The REST routes of the own account, in one place.
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { whenKnown } from "$/public/external/chat_app/components/ui/library/features.js";

const post = (path, body = {}) => api(path, { method: "POST", body });
const put = (path, body) => api(path, { method: "PUT", body });
const patch = (path, body) => api(path, { method: "PATCH", body });
const remove = (path, body) => api(path, { method: "DELETE", body });

export const profile = {
  get: () => api("/me/profile"),
  rename: (name) => patch("/me/profile", { name }),
  changeEmail: (email) => post("/me/email", { email }),
  changePassword: (current, password) => put("/me/password", { current, password }),
};

export const sessions = {
  list: () => api("/me/sessions"),
  end: (id) => remove(`/me/sessions/${id}`),
  endOthers: () => remove("/me/sessions"),
};

export const factors = {
  get: () => api("/me/second-factor"),
  begin: () => post("/me/second-factor/totp"),
  confirm: (code) => post("/me/second-factor/totp/confirm", { code }),
  disable: () => remove("/me/second-factor/totp"),
  newCodes: () => post("/me/second-factor/recovery-codes"),
};

export const passkeys = {
  list: () => api("/me/passkeys"),
  rename: (id, name) => patch(`/me/passkeys/${id}`, { name }),
  remove: (id) => remove(`/me/passkeys/${id}`),
};

export const identities = {
  list: () => api("/me/identities"),
  address: (slug) => `/auth/oidc/${slug}/link?next=/settings`,
  remove: (id) => remove(`/me/identities/${id}`),
};

export const proof = {
  ways: () => api("/me/proof"),
  password: (password) => post("/me/proof/password", { password }),
  code: (code) => post("/me/second-factor/proof", { code }),
};

export const keys = {
  list: async () => ((await whenKnown("api_keys")) ? api("/me/api-keys") : []),
  create: (body) => post("/me/api-keys", body),
  revoke: (id) => remove(`/me/api-keys/${id}`),
};

export const exports = {
  list: () => api("/me/exports"),
  start: () => post("/me/exports"),
  address: (id) => `/api/v1/me/exports/${id}/file`,
};

export const privacy = {
  retention: () => api("/me"),
  keepFor: (days) => patch("/me", { keep_chats_days: days }),
  consents: () => api("/me/consents"),
  consent: (purpose, version, granted) => post("/me/consents", { purpose, version, granted }),
  accesses: () => api("/me/content-accesses"),
  activity: (cursor) => api(`/me/audit?limit=20&cursor=${encodeURIComponent(cursor)}`),
  deleteAccount: () => post("/me/deletion"),
};
