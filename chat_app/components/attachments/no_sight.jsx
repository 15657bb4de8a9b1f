// Pictures for a model that sees none: said before the message is sent, with the ways on.
import { useEffect, useState } from "react";
import { EyeOff } from "lucide-react";
import { fill } from "./file_chip.jsx";
import { removeItem } from "./tray_store.js";

const MOST = 3;

export function NoSight({ items, modelId, modelLabel, labels, onChooseModel }) {
  const images = items.filter((item) => item.kind === "image" && item.status === "done");
  const models = useModels(images.length > 0);
  const own = models?.find((model) => model.id === modelId);
  if (!images.length || !own || own.vision) return null;
  const able = models.filter((model) => model.vision).slice(0, MOST);
  return (
    <div className="no-sight" role="alert" data-testid="no-sight">
      <EyeOff size={16} strokeWidth={1.75} aria-hidden />
      <div>
        <p>{fill(able.length ? labels.noSight : labels.noSightAtAll, { model: modelLabel })}</p>
        <div className="no-sight-ways">
          {able.map((model) => (
            <button key={model.id} type="button" className="text-button" data-testid="no-sight-model" onClick={() => onChooseModel(model.id)}>
              {model.label}
            </button>
          ))}
          <button type="button" className="text-button" data-testid="no-sight-remove" onClick={() => images.forEach((item) => removeItem(item.key))}>
            {labels.removeImages}
          </button>
        </div>
      </div>
    </div>
  );
}

// Asked for with the first picture; the list is long and seldom needed.
function useModels(wanted) {
  const [models, setModels] = useState(null);
  useEffect(() => {
    if (!wanted || models) return;
    fetch("/api/v1/models", { cache: "no-store" })
      .then((answer) => (answer.ok ? answer.json() : null))
      .then((list) => list && setModels(list.items))
      .catch(() => {});
  }, [wanted, models]);
  return models;
}
