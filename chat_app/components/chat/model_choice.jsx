// The list of models with its search: an ARIA combobox over a grid, whose rows have actions. Details take the list's place.
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { Search, TriangleAlert } from "lucide-react";
import { ModelDetails } from "./model_details.jsx";
import { ModelRow } from "./model_row.jsx";
import { useFurther } from "./further_models.js";
import { useUnfit } from "./unfit.js";

const MOST = 400;
const NONE = [];

const matching = (models, query) => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return models.filter((model) => {
    const text = `${model.label} ${model.id} ${model.provider}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
};

// Each model once: among the favourites, else among those used last, else with its provider.
const grouped = (models, searching, favouriteIds, recentIds, labels) => {
  if (searching) return models.map((model) => ({ model, group: model.provider }));
  const byId = new Map(models.map((model) => [model.id, model]));
  const taken = new Set();
  const pick = (ids, group) =>
    ids
      .filter((id) => byId.has(id) && !taken.has(id) && taken.add(id))
      .map((id) => ({ model: byId.get(id), group }));
  const first = [...pick(favouriteIds, labels.favourites), ...pick(recentIds, labels.recent)];
  return [...first, ...models.filter((model) => !taken.has(model.id)).map((model) => ({ model, group: model.provider }))];
};

/** `conversationId`: the chat that a model is chosen for, where models are to say what of it they cannot do. */
export function ModelChoice({ models, problems, conversationId, chosenId, favouriteIds = NONE, recentIds = NONE, defaultId, labels, onChoose, onFavourite, onDefault, onCompare }) {
  const list = useId();
  const search = useRef(null);
  const panel = useRef(null);
  const [query, setQuery] = useState("");
  const [details, setDetails] = useState("");
  // With every letter, not a moment later: Enter must mean what is on show.
  const wanted = query;
  // Where a star is set the row stays under the hand: the order changes when the list opens again.
  const order = useRef(null);
  if (!order.current || (!order.current.favouriteIds.length && !order.current.recentIds.length)) order.current = { favouriteIds, recentIds };
  const found = useMemo(
    () => grouped(matching(models, wanted), wanted.trim() !== "", order.current.favouriteIds, order.current.recentIds, labels),
    [models, wanted, labels, favouriteIds, recentIds],
  );
  const further = useFurther(models, wanted, models.length >= MOST);
  const all = useMemo(() => (further.length ? [...found, ...further.map((model) => ({ model, group: model.provider }))] : found), [found, further]);
  const shown = useMemo(() => all.slice(0, MOST), [all]);
  const unfit = useUnfit(conversationId, shown);
  const [active, setActive] = useState(0);
  useEffect(() => {
    if (search.current?.value) return;
    const chosen = found.findIndex(({ model }) => model.id === chosenId);
    setActive(chosen < 0 ? 0 : Math.min(chosen, MOST - 1));
  }, [models, chosenId]);
  useEffect(() => {
    panel.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [active, shown.length, details]);
  const act = { onChoose, onFavourite, onCompare, onDetails: onDefault && setDetails };
  const latest = useRef(act);
  latest.current = act;
  // Rows are drawn anew only for what concerns them.
  const rowActions = useMemo(
    () => ({
      choose: (id) => latest.current.onChoose(id),
      favourite: onFavourite && ((id, value) => latest.current.onFavourite(id, value)),
      compare: onCompare && ((id) => latest.current.onCompare(id)),
      details: onDefault && ((id) => latest.current.onDetails(id)),
    }),
    [!onFavourite, !onCompare, !onDefault],
  );
  const pressed = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step && shown.length) {
      event.preventDefault();
      const next = active + step;
      setActive(Math.abs(step) === 1 ? (next + shown.length) % shown.length : Math.max(0, Math.min(shown.length - 1, next)));
    }
    if (event.key === "Enter" && shown[active]) {
      event.preventDefault();
      onChoose(shown[active].model.id);
    }
  };
  const detailed = details && all.find(({ model }) => model.id === details)?.model;
  if (detailed) {
    return (
      <ModelDetails
        model={detailed}
        unfit={unfit[detailed.id]}
        chosen={detailed.id === chosenId}
        favourite={favouriteIds.includes(detailed.id)}
        isDefault={detailed.id === defaultId}
        labels={labels}
        onBack={() => setDetails("")}
        onChoose={onChoose}
        onFavourite={onFavourite}
        onDefault={onDefault}
        onCompare={onCompare}
      />
    );
  }
  return (
    <div className="choice" ref={panel}>
      <label className="choice-search">
        <Search size={16} strokeWidth={1.75} aria-hidden />
        <input
          ref={search}
          type="text"
          role="combobox"
          autoFocus
          autoComplete="off"
          spellCheck={false}
          data-testid="model-search"
          aria-label={labels.search}
          placeholder={labels.search}
          aria-expanded="true"
          aria-haspopup="grid"
          aria-controls={list}
          aria-activedescendant={shown[active] ? `${list}-${active}` : undefined}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={pressed}
        />
      </label>
      <div role="grid" id={list} className="choice-list" aria-label={labels.models} tabIndex={-1}>
        {shown.map(({ model, group }, index) => (
          <ModelRow
            key={model.id}
            model={model}
            labels={labels}
            heading={index === 0 || shown[index - 1].group !== group ? group : ""}
            id={`${list}-${index}`}
            active={index === active}
            chosen={model.id === chosenId}
            unfit={unfit[model.id]}
            favourite={favouriteIds.includes(model.id)}
            isDefault={model.id === defaultId}
            actions={rowActions}
          />
        ))}
      </div>
      {!shown.length && <p className="choice-note">{labels.nothing}</p>}
      {(all.length > MOST || (models.length >= MOST && !wanted.trim())) && <p className="choice-note">{labels.more}</p>}
      {problems?.map((problem) => (
        <p key={problem} className="choice-note problem">
          <TriangleAlert size={14} strokeWidth={1.75} aria-hidden /> {problem}
        </p>
      ))}
    </div>
  );
}
