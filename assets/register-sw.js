// The worker may wait until the page works: it only serves the next visit.
if ("serviceWorker" in navigator) {
  addEventListener("load", () => setTimeout(() => navigator.serviceWorker.register("/sw.js").catch(() => {}), 1500), { once: true });
}
// The browser's offer to install the app comes once, perhaps before the page listens: it waits here (components/tabs/install.jsx).
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  window.parleyInstall = event;
  dispatchEvent(new Event("parley-install"));
});
