// The faint line below the composer: which model, how many tokens would go out, what that costs about. No round trip.
import { useEffect, useRef } from "react";
import { cachedCost, estimateCost, money, sumOf } from "./cost.js";
import { setWeights, useTypedLoad } from "./typed_load.js";

// Tokens of an answer for which a price is told.
const MEASURE = 1_000;

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

export function ComposerFoot({ model, rates, columns, history, historyImages, answerLimit, currency, exchangeRate, language, labels, onFull }) {
  const typed = useTypedLoad();
  useEffect(() => setWeights(rates.weights), [rates.weights]);
  const asked = typed.text + typed.files;
  const total = asked ? history + asked : 0;
  const over = rates.room > 0 && total > rates.room ? total - rates.room : 0;
  useFull(over > 0, asked, onFull);
  const figures = new Intl.NumberFormat(language);
  const reader = { currency, exchangeRate, language };
  // Models that answer side by side are all asked the same.
  const all = columns.length ? columns.map((column) => column.rates) : [rates];
  const load = { tokens: total, images: historyImages + typed.images };
  const before = { tokens: history, images: historyImages };
  return (
    <span className="composer-facts">
      <span className="composer-model">{model}</span>
      {total > 0 && all.some(({ kind }) => kind !== "offline") && (
        <span className={over ? "estimate over" : "estimate"} data-testid="estimate" title={labels.about}>
          <span data-testid="estimate-tokens">{fill(over ? labels.over : labels.tokens, { tokens: figures.format(total), over: figures.format(over) })}</span>
          <Price all={all} load={load} before={before} answerLimit={answerLimit} reader={reader} figures={figures} labels={labels} />
        </span>
      )}
    </span>
  );
}

function Price({ all, load, before, answerLimit, reader, figures, labels }) {
  if (!all.some(({ kind }) => kind === "priced")) return all.every(({ kind }) => kind === "unknown") ? null : <span data-testid="estimate-price">{labels.free}</span>;
  // How long the answer becomes nobody knows: its price is told by measure, or at most where the chat has a limit of its own.
  const tokens = answerLimit || MEASURE;
  const input = sumOf(all, (rates) => estimateCost(rates, load, tokens).input);
  const output = sumOf(all, (rates) => estimateCost(rates, load, tokens).output);
  const cached = sumOf(all, (rates) => cachedCost(rates, load, before) ?? estimateCost(rates, load, 0).input);
  const answer = { cost: money(output, reader), tokens: figures.format(tokens) };
  return (
    <>
      <span data-testid="estimate-price">{fill(all.length > 1 ? labels.price_all : labels.price, { cost: money(input, reader), models: all.filter(({ kind }) => kind !== "unknown").length })}</span>
      {cached < input && (
        <span className="estimate-answer" data-testid="estimate-cached">
          {fill(labels.cached, { cost: money(cached, reader) })}
        </span>
      )}
      <span className="estimate-answer" data-testid="estimate-answer">
        {fill(answerLimit ? labels.answer_most : labels.answer, answer)}
      </span>
    </>
  );
}

// Tells once when the message begins to be too much for the model, and when it no longer is.
function useFull(full, asked, onFull) {
  const latest = useRef({ asked, onFull });
  latest.current = { asked, onFull };
  const was = useRef(false);
  useEffect(() => {
    if (full === was.current) return;
    was.current = full;
    latest.current.onFull(full ? latest.current.asked : 0);
  }, [full]);
}
