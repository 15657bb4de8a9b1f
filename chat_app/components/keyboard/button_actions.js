// Actions for which there is a button on the page: the key presses it. The last one on show is meant.
const IN_LAST_ANSWER = { "answer.regenerate": "regenerate", "answer.continue": "continue", "answer.copy": "copy", "branch.previous": "branch-prev", "branch.next": "branch-next" };
const IN_LAST_QUESTION = { "message.edit": "edit" };
const ANYWHERE = { "answer.stop": "stop", "model.pick": "model-picker", "composer.attach": "attach", "messages.earlier": "load-earlier", "messages.end": "to-end", "panel.close": "panel-close", "theme.next": "theme-toggle", "language.next": "language" };

const named = (id) => `[data-testid="${id}"]`;
const visible = (element) => element?.getClientRects().length > 0;
const last = (root, id) => [...root.querySelectorAll(named(id))].filter(visible).at(-1);
const within = (role, id) => {
  const message = last(document, role);
  return message && last(message, id);
};

function buttonOf(name) {
  if (IN_LAST_ANSWER[name]) return within("message-assistant", IN_LAST_ANSWER[name]);
  if (IN_LAST_QUESTION[name]) return within("message-user", IN_LAST_QUESTION[name]);
  return ANYWHERE[name] && last(document, ANYWHERE[name]);
}

export const hasButton = (name) => Boolean(buttonOf(name));

/** @returns {boolean} whether there was a button to press */
export function pressButton(name) {
  const button = buttonOf(name);
  if (!button || button.getAttribute("aria-disabled") === "true") return false;
  button.click();
  return true;
}
