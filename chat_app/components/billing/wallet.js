// The person's wallet, one for the page: whatever changes it says so, and everything that shows it is told.
import { useEffect, useSyncExternalStore } from "react";
import { ApiError, api } from "$/public/external/chat_app/components/ui/library/api.js";

const FIRST = { wallet: null, failed: "" };
let state = FIRST;
let asked = 0;
const listeners = new Set();

const subscribe = (notify) => {
  listeners.add(notify);
  return () => listeners.delete(notify);
};
const tell = (next) => {
  state = next;
  listeners.forEach((notify) => notify());
};

/** Ask anew, after anything that moved credit. Whoever listens with `useWallet` gets the answer; a late older one is dropped. */
export async function reloadWallet() {
  asked += 1;
  const mine = asked;
  try {
    const wallet = await api("/billing");
    if (mine === asked) tell({ wallet, failed: "" });
  } catch (error) {
    if (mine === asked) tell({ ...state, failed: (error instanceof ApiError && error.message) || " " });
  }
}

/**
 * @returns {{wallet: null | {currency: string, balance_nano: string, held_nano: string, available_nano: string, paid_nano: string,
 *   promo: {remaining_nano: string, expires_at: string | null}[], low: boolean, charging: boolean, can_top_up: boolean, blocked: string},
 *   failed: string}} `failed` is a sentence, or " " where there is none
 */
export function useWallet() {
  const shown = useSyncExternalStore(subscribe, () => state, () => FIRST);
  useEffect(() => {
    if (!asked) reloadWallet();
    const back = () => document.visibilityState === "visible" && reloadWallet();
    document.addEventListener("visibilitychange", back);
    return () => document.removeEventListener("visibilitychange", back);
  }, []);
  return shown;
}
