// Until when a notice is shown. Kept in this tab: the page's state outlives a reload, and what was read would come back with it.
const STORE = "parley.notice";
const LONG = 10_000;

// Milliseconds that are left for this notice; the first look at it starts its clock.
export function timeLeft(serial, store = globalThis.sessionStorage, now = Date.now()) {
  const kept = read(store);
  return kept && kept.serial === serial ? Math.max(0, kept.until - now) : write(store, serial, now + LONG) - now;
}

// Starts the clock anew.
export function renew(serial, store = globalThis.sessionStorage, now = Date.now()) {
  write(store, serial, now + LONG);
}

// The reader has put it away.
export function end(serial, store = globalThis.sessionStorage) {
  write(store, serial, 0);
}

function read(store) {
  try {
    return JSON.parse(store.getItem(STORE));
  } catch {
    return null;
  }
}

function write(store, serial, until) {
  try {
    store.setItem(STORE, JSON.stringify({ serial, until }));
  } catch {
    // A browser that keeps nothing shows it again after a reload.
  }
  return until;
}
