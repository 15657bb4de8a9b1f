/** Told to the window when something about the account changed: what is on show of it is read again. */
export const CHANGED = "parley-account-changed";
