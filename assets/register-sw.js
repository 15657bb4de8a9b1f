// The worker may wait until the page works: it only serves the next visit.
if ("serviceWorker" in navigator) {
  addEventListener("load", () => setTimeout(() => navigator.serviceWorker.register("/sw.js").catch(() => {}), 1500), { once: true });
}
