// Prints what the browser's modules make of the examples in the file that is named.
import { readFileSync } from "node:fs";
import { estimateCost, formatMoney, money } from "./cost.js";
import { estimateTokens } from "./token_estimate.js";

const { texts, weights, amounts, requests, readers } = JSON.parse(readFileSync(process.argv[2], "utf-8"));
console.log(
  JSON.stringify({
    tokens: Object.fromEntries(Object.entries(weights).map(([name, row]) => [name, texts.map((text) => estimateTokens(text, row))])),
    amounts: amounts.map(([nano, currency, language]) => formatMoney(BigInt(nano), currency, language)),
    costs: requests.map(([rates, input, output]) => Object.values(estimateCost(rates, input, output)).map(String)),
    money: readers.map(([nano, currency, exchangeRate, language]) => money(BigInt(nano), { currency, exchangeRate, language })),
  }),
);
