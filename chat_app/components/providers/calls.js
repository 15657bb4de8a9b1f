// The REST routes of providers, the own ones or those of the platform.
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { whenKnown } from "$/public/external/chat_app/components/ui/library/features.js";

export function callsOf(platform) {
  const base = platform ? "/admin/providers" : "/providers";
  return {
    load: async () => {
      if (!platform && !(await whenKnown("own_providers"))) return { items: [], vendors: [] };
      const [found, vendors] = await Promise.all([api(base), api(`${base}/vendors`)]);
      return { items: found.items, vendors: vendors.items };
    },
    create: (body) => api(base, { method: "POST", body }),
    change: (id, body) => api(`${base}/${id}`, { method: "PATCH", body }),
    remove: (id) => api(`${base}/${id}`, { method: "DELETE" }),
    test: (id) => api(`${base}/${id}/test`, { method: "POST" }),
  };
}
