// A chat beside the one in front is this page once more, in a frame. The two talk by messages, and only with each other.
import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Whether this page is the one in the frame. Only pages of ours may frame us (api/csp.py). */
export const isPane = () => typeof window !== "undefined" && window.parent !== window;
export const usePane = () => useSyncExternalStore(never, isPane, () => false);

export const sendTo = (target, message) => target?.postMessage({ parley: message }, location.origin);
export const tellDesk = (message) => sendTo(window.parent, message);

/** @returns what `from()` sent, or undefined for anybody else's message */
export const heard = (event, from) => (event.origin === location.origin && event.source === from() ? event.data?.parley : undefined);
