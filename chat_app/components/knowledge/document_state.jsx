// How far a document is, in words and as a bar.
import { CircleAlert, CircleCheck, CircleSlash, Clock3, EyeOff, LoaderCircle } from "lucide-react";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };
const ICONS = { waiting: Clock3, working: LoaderCircle, ready: CircleCheck, failed: CircleAlert, cancelled: CircleSlash, off: EyeOff };

export function leftText(seconds, labels) {
  if (seconds < 60) return fill(labels.left_seconds, { count: Math.max(1, Math.round(seconds)) });
  return seconds < 5_400 ? fill(labels.left_minutes, { count: Math.round(seconds / 60) }) : fill(labels.left_hours, { count: Math.round(seconds / 3600) });
}

export function DocumentState({ document, labels }) {
  const state = document.state === "ready" && !document.enabled ? "off" : document.state;
  const Icon = ICONS[state];
  const { progress } = document;
  const isMoving = state === "working" && progress;
  return (
    <div className="document-state" data-state={state} data-testid="document-state">
      <span>
        <Icon {...icon} className={state === "working" ? "turning" : undefined} />
        {isMoving ? (labels[`stage_${progress.stage}`] ?? labels.state_working) : labels[`state_${state}`]}
      </span>
      {isMoving && (
        <>
          <progress value={progress.percent} max={100} aria-label={`${document.name}: ${fill(labels.percent, { percent: progress.percent })}`} />
          <small className="figure">
            {fill(labels.percent, { percent: progress.percent })}
            {progress.seconds_left !== null && ` · ${leftText(progress.seconds_left, labels)}`}
          </small>
        </>
      )}
    </div>
  );
}
