/** Texts of the message components, given once by the page in the reader's language. */
import { createContext, useContext, useMemo } from "react";

const Labels = createContext({});

export function LabelsProvider({ labels, children }) {
  // The page builds the object anew at each render; what hangs below must not see that as a change.
  const key = JSON.stringify(labels ?? {});
  const stable = useMemo(() => JSON.parse(key), [key]);
  return <Labels.Provider value={stable}>{children}</Labels.Provider>;
}

export function useLabels() {
  return useContext(Labels);
}

/** Fills `{name}` places. */
export function fill(template, values) {
  return (template ?? "").replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}
