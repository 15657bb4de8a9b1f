// Keeps what never changes under its name (hashed files below /assets/) and one page for being offline. Nothing else:
// no page, no answer of the API, no chat is ever stored here.
const CACHE = "parley-1";
const OFFLINE = "/offline.html";
const MOST = 250;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.add(OFFLINE)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(old).then(() => self.clients.claim()));
});

const fromCache = async (request) => {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && answer.type === "basic") {
    await cache.put(request, answer.clone());
    // Files of former versions go, oldest first.
    const keys = (await cache.keys()).filter((key) => !key.url.endsWith(OFFLINE));
    await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST)).map((key) => cache.delete(key)));
  }
  return answer;
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/assets/")) event.respondWith(fromCache(request));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
});

// A notification that the worker showed (settings/notification.js): its chat comes to the front.
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = `/c/${event.notification.data?.id ?? ""}`;
  const show = async () => {
    const [page] = await self.clients.matchAll({ type: "window" });
    if (!page) return self.clients.openWindow(address);
    await page.focus();
    return page.navigate(address).catch(() => undefined);
  };
  event.waitUntil(show());
});
