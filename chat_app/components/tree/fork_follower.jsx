// Goes to a fork as soon as it is made; renders nothing.
import { useEffect, useRef } from "react";
import { visit } from "$/public/external/chat_app/components/layout/library/address.js";

export function ForkFollower({ madeId }) {
  const last = useRef(madeId);
  useEffect(() => {
    if (madeId && madeId !== last.current) visit(madeId);
    last.current = madeId;
  }, [madeId]);
  return null;
}
