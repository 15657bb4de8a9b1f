// What credit costs for the address in the billing profile: asked anew when the page is shown again.
import { useEffect, useState } from "react";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { useRemote } from "$/public/external/chat_app/components/ui/library/remote.js";

const PAUSE = 250;

export function useOffers() {
  const { data, ...rest } = useRemote("/billing/offers");
  return { offers: data, ...rest };
}

/** What an amount costs: known for those that are offered, asked for others once the typing rests. Null while that is not known. */
export function usePreview(offers, cents) {
  const known = offers.amounts.find((each) => each.net_cents === cents);
  const [asked, setAsked] = useState(null);
  useEffect(() => {
    if (known || cents === null) return undefined;
    let late = false;
    const timer = setTimeout(async () => {
      const found = await api("/billing/offers/preview", { method: "POST", body: { net_cents: cents } }).catch(() => null);
      if (!late) setAsked(found);
    }, PAUSE);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [cents, Boolean(known)]);
  if (known) return known;
  return asked?.net_cents === cents ? asked : null;
}
