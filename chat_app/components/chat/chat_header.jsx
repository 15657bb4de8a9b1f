// Which model answers, how full its window is, what the chat has cost.
import { ChevronDown, ListChecks, SlidersHorizontal } from "lucide-react";
import { Popover } from "$/public/external/chat_app/components/ui/library/popover.jsx";
import { isAvailable, runAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { isPlainClick } from "$/public/external/chat_app/components/layout/library/address.js";
import { goTo } from "$/public/external/chat_app/components/layout/library/navigation.js";
import { openPanel } from "$/public/external/chat_app/components/layout/library/panel.js";
import { useTypedLoad } from "$/public/external/chat_app/components/models/library/typed_load.js";
import { ModelChoice } from "./model_choice.jsx";

/** `plain` where the model has no parameters to set. */
export function ModelPicker({ plain, models, name, problems, conversationId, chosenId, favouriteIds, recentIds, defaultId, labels, onChoose, onOpen, onFavourite, onDefault }) {
  return (
    <Popover
      onOpen={onOpen}
      className="picker"
      panelProps={{ role: "dialog", "aria-label": labels.models }}
      button={(props) => (
        <button {...props} className="picker-button" data-testid="model-picker" title={labels.pick}>
          <span className="picker-name">{name || labels.pick}</span>
          <ChevronDown size={16} strokeWidth={1.75} aria-hidden />
        </button>
      )}
    >
      {(close) => (
        <>
          <ModelChoice
            models={models}
            problems={problems}
            conversationId={conversationId}
            chosenId={chosenId}
            favouriteIds={favouriteIds}
            recentIds={recentIds}
            defaultId={defaultId}
            labels={labels}
            onFavourite={onFavourite}
            onDefault={onDefault}
            onCompare={
              isAvailable("compare.add")
                ? (id) => {
                    close();
                    runAction("compare.add", id);
                  }
                : undefined
            }
            onChoose={(id) => {
              close();
              onChoose(id);
            }}
          />
          <a
            href="/models"
            className="picker-manage"
            data-testid="manage-models"
            onClick={(event) => {
              if (!isPlainClick(event)) return;
              event.preventDefault();
              close();
              goTo("/models");
            }}
          >
            <ListChecks size={16} strokeWidth={1.75} aria-hidden />
            {labels.manage}
          </a>
          {!plain && (
            <button
              type="button"
              className="picker-parameters"
              data-testid="picker-parameters"
              onClick={() => {
                close();
                openPanel("parameters");
              }}
            >
              <SlidersHorizontal size={18} strokeWidth={1.75} aria-hidden />
              {labels.parameters_open}
            </button>
          )}
        </>
      )}
    </Popover>
  );
}

const RADIUS = 7;
const AROUND = 2 * Math.PI * RADIUS;

export function ContextGauge({ size, tokens: read, labels, language }) {
  const typed = useTypedLoad();
  const tokens = read + typed.text + typed.files;
  if (!tokens) return null;
  // A model whose window nobody knows: the ring stays empty, the figure is still worth something.
  const share = size ? Math.min(1, tokens / size) : 0;
  const figures = new Intl.NumberFormat(language);
  const text = (size ? labels.known : labels.unknown)
    .replace("{used}", figures.format(tokens))
    .replace("{size}", figures.format(size))
    .replace("{percent}", figures.format(Math.max(1, Math.round(share * 100))));
  return (
    <span className={share > 0.85 ? "gauge full" : "gauge"} data-testid="context-gauge" role="img" aria-label={text} title={text}>
      <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
        <circle cx="10" cy="10" r={RADIUS} className="gauge-track" />
        {share > 0 && (
          <circle cx="10" cy="10" r={RADIUS} className="gauge-used" strokeDasharray={`${share * AROUND} ${AROUND}`} transform="rotate(-90 10 10)" />
        )}
      </svg>
    </span>
  );
}
