// Where there are more models than the page holds, the server searches among all of them.
import { useEffect, useState } from "react";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { moneyText } from "$/public/external/chat_app/components/ui/library/habits.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";

const MOST = 60;
const NONE = [];

/** What fits `query` beyond `models`; nothing unless the list was `cut`. */
export function useFurther(models, query, cut) {
  const language = useLanguage();
  const [found, setFound] = useState({ query: "", rows: NONE });
  const wanted = cut ? query.trim() : "";
  useEffect(() => {
    if (!wanted) return undefined;
    const control = new AbortController();
    const asked = new URLSearchParams({ search: wanted, enabled: "true", limit: MOST });
    api(`/models/settings?${asked}`, { signal: control.signal })
      .then((page) => !control.signal.aborted && setFound({ query: wanted, rows: page.items.map((entry) => rowOf(entry, language)) }))
      // What the page has itself is still on show.
      .catch(() => {});
    return () => control.abort();
  }, [wanted, language]);
  const known = wanted && found.query === wanted ? found.rows : NONE;
  if (!known.length) return NONE;
  const here = new Set(models.map((model) => model.id));
  return known.filter((row) => !here.has(row.id));
}

// A model of the REST interface as a row of the picker.
function rowOf(entry, language) {
  const figures = new Intl.NumberFormat(language);
  const short = new Intl.NumberFormat(language, { notation: "compact", maximumSignificantDigits: 3 });
  const price = (nano) => (entry.price_in || entry.price_out ? moneyText(nano, language) : "");
  return {
    id: entry.id,
    label: entry.label,
    provider: entry.provider_label,
    context_tokens: entry.context_tokens ?? 0,
    context_label: entry.context_tokens ? short.format(entry.context_tokens) : "",
    context_full: entry.context_tokens ? figures.format(entry.context_tokens) : "",
    output_full: entry.max_output_tokens ? figures.format(entry.max_output_tokens) : "",
    price_label: entry.price_in || entry.price_out ? `${price(entry.price_in)} / ${price(entry.price_out)}` : "",
    price_note: "",
    price_in: price(entry.price_in),
    price_out: price(entry.price_out),
    price_cached: "",
    vision: entry.vision,
    tools: entry.tools,
    reasoning: entry.reasoning,
    parameters: "",
  };
}
