// Prints what the browser's modules make of the examples in the file that is named.
import { readFileSync } from "node:fs";
import { cachedCost, estimateCost, formatMoney, money, sumOf } from "./cost.js";
import { forgetAnswer, noteAnswer, setRunningFacts, useRunningTotal } from "./running_cost.js";
import { estimateTokens } from "./token_estimate.js";

const { texts, weights, amounts, requests, histories, side_by_side: models, written, readers } = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const text = (nano) => (nano === null ? null : String(nano));
const both = (rates) => Object.values(estimateCost(rates, { tokens: 50_000, images: 258 }, 700)).reduce((sum, part) => sum + part, 0n);

// What the page's header adds for an answer of this model.
async function running(modelId) {
  noteAnswer("turn", { text: written, reasoning: "" }, modelId);
  await new Promise((done) => setTimeout(done, 400));
  const { cost } = useRunningTotal();
  forgetAnswer("turn");
  return String(cost);
}

const [rates, other] = models;
const columns = [
  { id: "one", rates },
  { id: "two", rates: other },
];
setRunningFacts({ rates, columns, history: { tokens: 40_000, images: 258 }, labels: { running: "{tokens}" }, reader: { currency: "USD", language: "en" } });

console.log(
  JSON.stringify({
    tokens: Object.fromEntries(Object.entries(weights).map(([name, row]) => [name, texts.map((each) => estimateTokens(each, row))])),
    amounts: amounts.map(([nano, currency, language]) => formatMoney(BigInt(nano), currency, language)),
    costs: requests.map(([of, tokens, images, output]) => Object.values(estimateCost(of, { tokens, images }, output)).map(String)),
    cached: histories.map(([of, tokens, images, before]) => text(cachedCost(of, { tokens, images }, { tokens: before }))),
    sum: text(sumOf(models, both)),
    nothing_known: sumOf([{ kind: "unknown" }, { kind: "free" }], both),
    running: { of_the_chat: await running(undefined), of_a_column: await running("two"), hidden: await running("") },
    money: readers.map(([nano, currency, exchangeRate, language]) => money(BigInt(nano), { currency, exchangeRate, language })),
  }),
);
