// The catalogue: thousands of models, searched, filtered and sorted by the server, switched one by one or many at once.
import { useEffect, useMemo, useRef, useState } from "react";
import { Search, SlidersHorizontal, X } from "lucide-react";
import { ConfirmDialog } from "$/public/external/chat_app/components/admin/library/confirm.jsx";
import { useTask } from "$/public/external/chat_app/components/account/library/task.js";
import { fill, icon, Problem } from "$/public/external/chat_app/components/account/library/parts.jsx";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { callsOf, NO_WISH, wishOfAddress } from "./calls.js";
import { ModelFilters } from "./model_filters.jsx";
import { ModelPanel } from "./model_panel.jsx";
import { ModelTable } from "./model_table.jsx";
import { useModels } from "./use_models.js";
import "$/public/styles/admin.css";
import "$/public/styles/catalogue.css";

export function ModelCatalogue({ platform, labels }) {
  const calls = useMemo(() => callsOf(platform), [platform]);
  const [wish, setWish] = useState(wishOfAddress);
  const [openId, setOpenId] = useState("");
  const [unfolded, setUnfolded] = useState(false);
  const models = useModels(calls, wish, labels.failed);
  const task = useTask(labels.failed);
  const ask = (changes) => setWish((before) => ({ ...before, ...changes }));
  const isFiltered = Object.entries(wish).some(([name, value]) => value !== "" && name !== "sort" && name !== "descending");
  const flip = (entry) => {
    const enabled = !entry.enabled;
    models.put({ id: entry.id, enabled });
    task.run(() => calls.change(entry.id, { enabled })).then((done) => done || models.put({ id: entry.id, enabled: entry.enabled }));
  };
  const switchAll = (enabled) => task.run(() => calls.switchAll(wish, enabled)).then(models.reload);
  return (
    <section className="admin-list catalogue" data-testid="catalogue" data-status={models.status}>
      <div className="admin-tools">
        <SearchLine value={wish.search} label={labels.search} onChange={(search) => ask({ search })} />
        <button type="button" className="button catalogue-fold" aria-expanded={unfolded} data-testid="catalogue-filters" onClick={() => setUnfolded(!unfolded)}>
          <SlidersHorizontal {...icon} />
          {labels.filters}
        </button>
        <div className="catalogue-filters" data-open={unfolded ? "" : undefined}>
          <ModelFilters wish={wish} providers={models.providers} labels={labels} onChange={ask} />
        </div>
        {isFiltered && (
          <button type="button" className="button quiet" data-testid="clear-filters" onClick={() => setWish({ ...NO_WISH, sort: wish.sort, descending: wish.descending })}>
            <X {...icon} />
            {labels.clear}
          </button>
        )}
      </div>
      <SummaryLine models={models} isFiltered={isFiltered} busy={task.busy} labels={labels} onSwitch={switchAll} />
      <Problem text={task.problem} />
      <Body models={models} wish={wish} isFiltered={isFiltered} labels={labels} onSort={ask} onOpen={setOpenId} onFlip={flip} />
      {openId && <ModelPanel id={openId} calls={calls} platform={platform} labels={labels} onChanged={models.put} onClose={() => setOpenId("")} />}
    </section>
  );
}

function SearchLine({ value, label, onChange }) {
  return (
    <label className="list-search admin-search">
      <Search {...icon} />
      <input type="search" value={value} placeholder={label} aria-label={label} maxLength={200} autoComplete="off" spellCheck={false} data-testid="catalogue-search" onChange={(event) => onChange(event.target.value)} />
    </label>
  );
}

function SummaryLine({ models, isFiltered, busy, labels, onSwitch }) {
  const [asked, setAsked] = useState(null);
  const figure = new Intl.NumberFormat(useLanguage());
  const count = figure.format(models.total);
  if (models.status !== "ready" || (!models.total && !isFiltered)) return null;
  return (
    <div className="catalogue-summary">
      <span role="status" data-testid="catalogue-total" data-total={models.total}>
        {fill(models.total === 1 ? labels.one : labels.many, { count })}
      </span>
      {models.total > 1 &&
        [true, false].map((enabled) => (
          <button key={enabled} type="button" className="button" aria-busy={busy} data-testid={enabled ? "switch-all-on" : "switch-all-off"} onClick={() => setAsked(enabled)}>
            {enabled ? labels.allOn : labels.allOff}
          </button>
        ))}
      {asked !== null && (
        <ConfirmDialog
          title={fill(asked ? labels.onTitle : labels.offTitle, { count })}
          text={asked ? labels.onText : labels.offText}
          confirmLabel={asked ? labels.allOn : labels.allOff}
          cancelLabel={labels.cancel}
          danger={!asked}
          onConfirm={() => onSwitch(asked)}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  );
}

function Body({ models, wish, isFiltered, labels, onSort, onOpen, onFlip }) {
  if (models.status === "failed") {
    return (
      <div className="admin-empty" role="alert">
        <p>{models.problem}</p>
        <button type="button" className="button" onClick={models.reload}>
          {labels.retry}
        </button>
      </div>
    );
  }
  if (models.status === "ready" && !models.items.length) return <p className="admin-empty">{isFiltered ? labels.nothing : labels.empty}</p>;
  return (
    <>
      <ModelTable items={models.items} ready={models.status === "ready"} wish={wish} labels={labels} onSort={onSort} onOpen={onOpen} onFlip={onFlip} />
      {models.cursor && <More key={models.cursor} label={labels.more} onMore={models.more} />}
    </>
  );
}

// The next page comes when its place comes near; the button is for keys and for when that failed.
function More({ label, onMore }) {
  const place = useRef(null);
  useEffect(() => {
    const watch = new IntersectionObserver(([entry]) => entry.isIntersecting && onMore(), { rootMargin: "600px" });
    watch.observe(place.current);
    return () => watch.disconnect();
  }, [onMore]);
  return (
    <div ref={place} className="admin-pages">
      <button type="button" className="button" data-testid="more-models" onClick={onMore}>
        {label}
      </button>
    </div>
  );
}
