// Make one answer of several: by which recipe, by which model.
import { useId, useMemo, useState } from "react";
import { Merge } from "lucide-react";
import { newKey } from "$/public/external/chat_app/components/ui/library/intent.js";
import { Popover } from "$/public/external/chat_app/components/ui/library/popover.jsx";

const RECIPES = ["fuse", "table", "improve"];

export function MergeButton({ comparison, models, labels, onMerge, onModels }) {
  return (
    <Popover
      onOpen={onModels}
      align="end"
      className="merge"
      panelProps={{ role: "dialog", "aria-label": labels.mergeTitle }}
      button={(props) => (
        <button {...props} className="compare-tool" data-testid="compare-merge" title={labels.mergeTitle}>
          <Merge size={16} strokeWidth={1.75} aria-hidden />
          {labels.merge}
        </button>
      )}
    >
      {(close) => (
        <MergeForm
          comparison={comparison}
          models={models}
          labels={labels}
          onRun={(modelId, recipe) => {
            close();
            onMerge(comparison.id, modelId, recipe, newKey());
          }}
        />
      )}
    </Popover>
  );
}

function MergeForm({ comparison, models, labels, onRun }) {
  const name = useId();
  const [recipe, setRecipe] = useState("fuse");
  const compared = useMemo(() => [...new Map(comparison.columns.filter(({ model_id: id }) => id).map((column) => [column.model_id, column.name]))], [comparison.columns]);
  const others = models.filter(({ id }) => !compared.some(([known]) => known === id));
  const [chosen, setChosen] = useState("");
  const modelId = chosen || compared[0]?.[0] || others[0]?.id || "";
  const run = (event) => {
    event.preventDefault();
    onRun(modelId, recipe);
  };
  return (
    <form className="merge-form" onSubmit={run}>
      <h3>{labels.mergeTitle}</h3>
      <div role="radiogroup" aria-label={labels.mergeTitle} className="merge-recipes">
        {RECIPES.map((each) => (
          <label key={each} className="merge-recipe">
            <input type="radio" name={name} value={each} checked={recipe === each} data-testid={`recipe-${each}`} onChange={() => setRecipe(each)} />
            <span>
              <b>{labels[each]}</b>
              <small>{labels[`${each}Hint`]}</small>
            </span>
          </label>
        ))}
      </div>
      <label className="merge-model">
        <span>{labels.mergeModel}</span>
        <select value={modelId} data-testid="merge-model" onChange={(event) => setChosen(event.target.value)}>
          {compared.length > 0 && (
            <optgroup label={labels.mergeThese}>
              {compared.map(([id, label]) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </optgroup>
          )}
          {others.length > 0 && (
            <optgroup label={labels.mergeOthers}>
              {others.map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </optgroup>
          )}
        </select>
      </label>
      <button type="submit" className="button primary" data-testid="merge-run">
        {labels.mergeRun}
      </button>
    </form>
  );
}
