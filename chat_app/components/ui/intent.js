// One key per intent of the reader: whatever is sent twice under the same key happens once.
export const newKey = () => {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Not a secure context (plain http in a home network): the same shape from getRandomValues.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

// A guard against the second click of a double click, which is never a second intent.
export const once = (action, pause = 600) => {
  let last = -Infinity;
  return (...args) => {
    const now = performance.now();
    if (now - last < pause) return;
    last = now;
    action(...args);
  };
};
