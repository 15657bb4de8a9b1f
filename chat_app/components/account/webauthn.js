// Passkeys in the browser: what the server asks for is handed to the browser's own dialog, its answer back.
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { Missing } from "./task.js";

export const isSupported = () => typeof PublicKeyCredential !== "undefined" && typeof PublicKeyCredential.parseCreationOptionsFromJSON === "function";

const asked = async (labels, ask) => {
  try {
    return (await ask()).toJSON();
  } catch {
    // Closed by the person, timed out, or nothing on this device: the browsers do not tell which.
    throw new Missing(labels.stopped);
  }
};

/** Make a passkey on this device. @returns what the server says, with recovery codes for the first factor */
export async function createPasskey(labels, name) {
  const options = await api("/me/passkeys/options", { method: "POST", body: {} });
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const credential = await asked(labels, () => navigator.credentials.create({ publicKey }));
  return api("/me/passkeys", { method: "POST", body: { credential, name } });
}

/** Prove with a passkey who is there. */
export async function provePasskey(labels) {
  const options = await api("/me/passkeys/proof/options", { method: "POST", body: {} });
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const credential = await asked(labels, () => navigator.credentials.get({ publicKey }));
  return api("/me/passkeys/proof", { method: "POST", body: { credential } });
}
