// "Confirm it's you": what matters asks for a recent proof. Whoever is asked proves it once, and the act runs again by itself.
import { ApiError } from "$/public/external/chat_app/components/ui/library/api.js";

const PROBLEM = /:prove_again$/;

/** The reader closed the dialog: nothing was done, nothing needs to be said. */
export class GivenUp extends Error {}

export const asksForProof = (error) => error instanceof ApiError && PROBLEM.test(error.type);

let show = null;
let open = null;

/** The dialog of the page says how it is opened; `null` when it goes. */
export const setProofDialog = (opener) => {
  show = opener;
};

/** Open the dialog, or wait for the one that is open. @returns {Promise<boolean>} whether the person proved it */
export function askForProof() {
  if (!show) return Promise.resolve(false);
  open ??= new Promise((resolve) => show(resolve)).finally(() => {
    open = null;
  });
  return open;
}

/** Run `act`, and once more after a proof where one is asked for; throws `GivenUp` without it. */
export async function proved(act) {
  try {
    return await act();
  } catch (error) {
    if (!asksForProof(error)) throw error;
  }
  if (!(await askForProof())) throw new GivenUp();
  return act();
}
