// What a field shows: the reader's new choice at once, what is stored otherwise.
import { useEffect, useState } from "react";

/** `value` is what is stored, `refused` counts refusals. @returns {[any, (next: any) => void]} */
export function useSavedValue(value, refused) {
  const [own, setOwn] = useState({ chosen: false, value });
  useEffect(() => setOwn({ chosen: false, value }), [value, refused]);
  return [own.chosen ? own.value : value, (next) => setOwn({ chosen: true, value: next })];
}
