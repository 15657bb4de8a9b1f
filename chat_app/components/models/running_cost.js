// What answers cost while they are written: reckoned from their text a few times a second, outside of React and of the page's state.
// The exact figures take their place once the turn has ended.
import { useSyncExternalStore } from "react";
import { estimateCost, money, sumOf } from "./cost.js";
import { estimateTokens } from "./token_estimate.js";

const EVERY = 250; // milliseconds
const NONE = { cost: 0n, label: "" };

let facts = null;
let timer = 0;
let total = NONE;
/** By turn: the answer, how far it is counted, its tokens so far and what is shown of it. `modelId` is that of a column. */
const running = new Map();
const listeners = new Set();

/** The page says what the model costs and how its reader writes money. */
export function setRunningFacts(next) {
  facts = next;
  if (running.size) later();
}

/** An answer has more text than before. `modelId`: of one that stands beside others, "" while its name is hidden. */
export function noteAnswer(turnId, answer, modelId) {
  const known = running.get(turnId);
  if (known) known.answer = answer;
  else running.set(turnId, { answer, modelId, text: 0, reasoning: 0, tokens: 0, label: "", cost: 0n, history: facts?.history ?? { tokens: 0 } });
  later();
}

/** Its exact figures are there, or nobody looks at it any more. */
export function forgetAnswer(turnId) {
  if (running.delete(turnId)) later();
}

const later = () => {
  timer ||= setTimeout(reckon, EVERY);
};

/** Only what came since the last time is counted: a long answer costs no more than a short one. */
const countNew = (run, name) => {
  const text = run.answer[name];
  if (text.length < run[name]) {
    run.text = run.reasoning = run.tokens = 0; // another model answers instead
  }
  if (text.length > run[name]) run.tokens += estimateTokens(text.slice(run[name]), ratesOf(run)[0]?.weights);
  run[name] = text.length;
};

function reckon() {
  timer = 0;
  let cost = 0n;
  for (const run of running.values()) {
    countNew(run, "text");
    countNew(run, "reasoning");
    label(run);
    cost += run.cost;
  }
  total = { cost, label: cost ? money(cost, facts.reader) : "" };
  listeners.forEach((notify) => notify());
}

// The rates to reckon with: of its own model; of all in question while nobody may see which one it is, so that the sum gives no hint.
function ratesOf({ modelId }) {
  if (!facts) return [];
  if (modelId === undefined) return [facts.rates];
  const own = facts.columns.find(({ id }) => id === modelId);
  return own ? [own.rates] : facts.columns.length ? facts.columns.map(({ rates }) => rates) : [facts.rates];
}

function label(run) {
  const all = ratesOf(run);
  if (all.every(({ kind }) => kind === "offline")) return;
  const tokens = facts.labels.running.replace("{tokens}", new Intl.NumberFormat(facts.reader.language).format(run.tokens));
  const sum = sumOf(all, (rates) => {
    const parts = estimateCost(rates, run.history, run.tokens);
    return parts.input + parts.output;
  });
  if (sum !== null) {
    run.cost = sum / BigInt(all.length);
    run.label = `≈ ${tokens} · ${about(money(run.cost, facts.reader))}`;
  } else run.label = `≈ ${tokens}`;
}

const about = (text) => (text.startsWith("≈") ? text : `≈ ${text}`);

const subscribe = (notify) => {
  listeners.add(notify);
  return () => listeners.delete(notify);
};

/** @returns {string} tokens and cost of one answer so far; empty where nothing is known */
export const useRunningLabel = (turnId) => useSyncExternalStore(subscribe, () => running.get(turnId)?.label ?? "", () => "");

/** @returns {{cost: bigint, label: string}} of all answers that are written */
export const useRunningTotal = () => useSyncExternalStore(subscribe, () => total, () => NONE);
