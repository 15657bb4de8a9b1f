// Passkeys in the browser: the forms of the pages before the door, and `parleyPasskeys` for the settings.
(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const words = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
  const named = (list) => (list || []).map((item) => ({ ...item, id: bytes(item.id) }));

  async function post(path, body) {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: body ? JSON.stringify(body) : undefined,
    });
    if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).detail || "");
    return answer.status === 204 ? null : answer.json();
  }

  async function create(asked) {
    const publicKey = {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: named(asked.excludeCredentials),
    };
    const made = await navigator.credentials.create({ publicKey });
    return described(made, {
      attestationObject: words(made.response.attestationObject),
      transports: made.response.getTransports ? made.response.getTransports() : [],
    });
  }

  async function get(asked) {
    const publicKey = { ...asked, challenge: bytes(asked.challenge), allowCredentials: named(asked.allowCredentials) };
    const shown = await navigator.credentials.get({ publicKey });
    return described(shown, {
      authenticatorData: words(shown.response.authenticatorData),
      signature: words(shown.response.signature),
      userHandle: shown.response.userHandle ? words(shown.response.userHandle) : null,
    });
  }

  const described = (credential, response) => ({
    id: credential.id,
    rawId: words(credential.rawId),
    type: credential.type,
    response: { clientDataJSON: words(credential.response.clientDataJSON), ...response },
    clientExtensionResults: credential.getClientExtensionResults(),
  });

  // For the settings: each gives what the REST interface answers, or throws an Error with a sentence (or "" when the person cancelled).
  window.parleyPasskeys = {
    add: async (name) =>
      post("/api/v1/me/passkeys", { credential: await create(await post("/api/v1/me/passkeys/options")), name: name || "" }),
    prove: async () => post("/api/v1/me/passkeys/proof", { credential: await get(await post("/api/v1/me/passkeys/proof/options")) }),
  };

  async function answer(form) {
    const problem = form.querySelector(".auth-error");
    problem.hidden = true;
    try {
      const ask = form.dataset.passkey === "create" ? create : get;
      form.elements.credential.value = JSON.stringify(await ask(await post(`${form.getAttribute("action")}/options`)));
      form.submit();
    } catch (error) {
      problem.textContent = error instanceof DOMException || !error.message ? form.dataset.failed : error.message;
      problem.hidden = false;
    }
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer(form);
    });
  }
})();
