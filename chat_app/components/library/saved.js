// Calls `done` once the server has counted one more success than there was when the dialog opened.
import { useEffect, useRef } from "react";

export function useOnSaved(saved, done) {
  const before = useRef(saved);
  const finish = useRef(done);
  finish.current = done;
  useEffect(() => {
    if (saved > before.current) finish.current();
  }, [saved]);
}
