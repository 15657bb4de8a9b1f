// Notifications: the choice, the browser's permission, and a trial.
import { useEffect, useId, useState } from "react";
import { Bell, TriangleAlert } from "lucide-react";
import { askPermission, notify, permission, playTone } from "./notification.js";
import { useSavedValue } from "./saved_value.js";

const CHOICES = ["off", "hidden", "sound"];

export function Notifications({ value, refused, labels, onSave }) {
  const id = useId();
  const [now, setNow] = useSavedValue(value, refused);
  const [allowed, setAllowed] = useState("granted");
  useEffect(() => setAllowed(permission()), []);
  const pick = async (next) => {
    setNow(next);
    onSave({ notifications: next });
    if (next !== "off") setAllowed(await askPermission());
  };
  const test = async () => {
    const answer = await askPermission();
    setAllowed(answer);
    if (answer === "granted") notify(labels.title, labels.body, "parley-test", () => {});
    if (now === "sound") playTone();
  };
  const problem = now !== "off" && { denied: labels.denied, missing: labels.missing, default: labels.waiting }[allowed];
  return (
    <fieldset className="setting" aria-describedby={`${id}-help`}>
      <legend>{labels.label}</legend>
      <div className="segments">
        {CHOICES.map((choice) => (
          <label key={choice} className="segment">
            <input type="radio" name={id} checked={choice === now} data-testid={`notifications-${choice}`} onChange={() => pick(choice)} />
            <span>{labels[choice]}</span>
          </label>
        ))}
      </div>
      <p id={`${id}-help`} className="setting-help">
        {labels.help}
      </p>
      {problem && (
        <p className="setting-error" role="status" data-testid="notifications-problem">
          <TriangleAlert size={14} strokeWidth={1.75} aria-hidden /> {problem}
        </p>
      )}
      {now !== "off" && (
        <button type="button" className="button" data-testid="notifications-test" onClick={test}>
          <Bell size={16} strokeWidth={1.75} aria-hidden /> {labels.test}
        </button>
      )}
    </fieldset>
  );
}
