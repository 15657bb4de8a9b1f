// Currencies in which amounts can be shown, asked once the settings are open.
import { useEffect, useState } from "react";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";

const FIRST = ["USD", "EUR"];

/** The codes to choose from; `now` is always among them. */
export function useCurrencies(now) {
  const [codes, setCodes] = useState(FIRST);
  useEffect(() => {
    let wanted = true;
    // Without the list what is chosen stays to be seen.
    api("/currencies").then(({ items }) => wanted && setCodes(items.map((each) => each.code))).catch(() => {});
    return () => {
      wanted = false;
    };
  }, []);
  return codes.includes(now) ? codes : [...codes, now].sort();
}

/** "Euro (EUR)", as the reader's language calls it. */
export function currencyName(code, language) {
  const name = new Intl.DisplayNames(language, { type: "currency", fallback: "code" }).of(code);
  return name === code ? code : `${name} (${code})`;
}
