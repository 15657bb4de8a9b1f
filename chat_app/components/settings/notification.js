// The browser's notifications and a tone. Nothing is loaded: the tone is made of two sines.
export const permission = () => (typeof Notification === "undefined" ? "missing" : Notification.permission);

/** Ask the person; @returns {Promise<"granted" | "denied" | "default" | "missing">} */
export const askPermission = async () => (permission() === "default" ? Notification.requestPermission() : permission());

/** Show a notification; a later one under the same `tag` replaces it. `onClick` runs with the page in front. */
export function notify(title, body, tag, onClick) {
  if (permission() !== "granted") return;
  const options = { body, tag, icon: "/icon.svg", data: { id: tag } };
  try {
    const shown = new Notification(title, options);
    shown.onclick = () => {
      window.focus();
      shown.close();
      onClick();
    };
  } catch {
    // Android's browsers show them only through the worker, which answers the click (assets/sw.js).
    navigator.serviceWorker?.ready.then((worker) => worker.showNotification(title, options));
  }
}

let audio = null;

/** A quiet rising third, a fifth of a second each. */
export function playTone() {
  audio ??= new AudioContext();
  const start = audio.currentTime;
  [659.25, 830.61].forEach((pitch, index) => {
    const tone = audio.createOscillator();
    const loudness = audio.createGain();
    const from = start + index * 0.14;
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0, from);
    loudness.gain.linearRampToValueAtTime(0.08, from + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, from + 0.22);
    tone.connect(loudness).connect(audio.destination);
    tone.start(from);
    tone.stop(from + 0.24);
  });
}
