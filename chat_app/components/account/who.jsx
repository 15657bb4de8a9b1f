// Who is signed in, at the foot of the sidebar: the way to the own account, to administration, and out.
import { useEffect, useRef, useState } from "react";
import { ChartColumn, ChevronsUpDown, LogOut, ShieldCheck, UserRound, UsersRound, WalletMinimal } from "lucide-react";
import { setFeaturesOff, useFeature } from "$/public/external/chat_app/components/ui/library/features.js";
import { FloatingMenu } from "$/public/external/chat_app/components/ui/library/popover.jsx";
import { goTo } from "$/public/external/chat_app/components/layout/library/navigation.js";

const initials = (text) => {
  const words = text.split(/[\s@._-]+/).filter(Boolean);
  return (words.length > 1 ? [words[0], words.at(-1)] : words).map((word) => [...word][0].toUpperCase()).join("");
};

export function Who({ name, email, off, ready, labels }) {
  const [at, setAt] = useState(null);
  const leave = useRef(null);
  useEffect(() => setFeaturesOff(off, ready), [off, ready]);
  const signedIn = useFeature("login");
  const administers = useFeature("administration");
  const leads = useFeature("team");
  const hasCredit = useFeature("billing");
  if (!signedIn) return null;
  const shown = name || email || labels.unnamed;
  const items = [
    { key: "own-account", text: labels.settings, icon: UserRound, run: () => goTo("/settings#account") },
    hasCredit && { key: "billing", text: labels.billing, icon: WalletMinimal, run: () => goTo("/billing") },
    { key: "usage", text: labels.usage, icon: ChartColumn, run: () => goTo("/usage") },
    administers && { key: "administration", text: labels.admin, icon: ShieldCheck, run: () => goTo("/admin") },
    leads && { key: "team", text: labels.team, icon: UsersRound, run: () => goTo("/team") },
    { key: "sign-out", text: labels.sign_out, icon: LogOut, apart: true, run: () => leave.current.submit() },
  ].filter(Boolean);
  return (
    <div className="who">
      <button type="button" className="who-button" aria-haspopup="menu" aria-expanded={Boolean(at)} aria-label={`${labels.menu}: ${shown}`} data-testid="who" onClick={(event) => setAt(event.currentTarget.getBoundingClientRect())}>
        <span className="who-mark" aria-hidden>
          {initials(shown)}
        </span>
        <span className="who-text">
          <span>{shown}</span>
          {name && email && <small>{email}</small>}
        </span>
        <ChevronsUpDown size={16} strokeWidth={1.75} aria-hidden />
      </button>
      <FloatingMenu at={at} onClose={() => setAt(null)} label={labels.menu} items={items} />
      {/* A real form: signing out works with the page's cookie and leaves nothing of the page behind. */}
      <form ref={leave} method="post" action="/auth/logout" hidden />
    </div>
  );
}
