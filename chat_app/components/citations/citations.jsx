// What an answer knows of its sources, for the numbers in it and the list below it.
import { createContext, useContext, useMemo, useState } from "react";
import { byNumber } from "./numbers.js";
import { useSources } from "./sources.js";

const NONE = { known: new Map(), messageId: "", searched: false, want: () => undefined };
const Context = createContext(NONE);

export const useCitations = () => useContext(Context);

/** Around an answer. `count` is how many sources the stored answer has, `searched` whether any were looked for; `live` are those that its running turn has told. */
export function Citations({ messageId = "", count = 0, searched, running, live = null, children }) {
  const [wanted, setWanted] = useState(false);
  const { sources, stored, failed } = useSources({ messageId, count, running, live, wanted });
  const value = useMemo(
    () => (count || sources || searched ? { known: byNumber(sources, count), loaded: sources !== null, stored, failed, messageId, searched, want: () => setWanted(true) } : NONE),
    [sources, stored, failed, count, messageId, searched],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}
