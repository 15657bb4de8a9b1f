// What it costs to send a document along, with each message, to the model that answers next.
import { estimateCost, money } from "$/public/external/chat_app/components/models/library/cost.js";

/** "" where the model has no price that anybody knows, or none at all. @param reader {currency, exchangeRate, language} */
export function priceText(tokens, rates, reader) {
  if (rates?.kind !== "priced" || !tokens) return "";
  return money(estimateCost(rates, { tokens }, 0).input, reader);
}
