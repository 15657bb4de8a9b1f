// Announcements and the like over the page. Which of them the reader put away is kept in this browser, by marks that tell nothing.
import { useEffect, useRef, useState } from "react";
import { CircleAlert, Eye, Info, ScrollText, TriangleAlert, X } from "lucide-react";
import { useHabits, dateText } from "$/public/external/chat_app/components/ui/library/habits.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import "$/public/styles/banners.css";

const STORE = "parley.banners";
const KEEP = 100;
const SETTINGS = "/settings";
const BILLING = "/billing";
const FIRST = 600;
const AGAIN = 45_000;
const ICONS = { info: Info, warning: TriangleAlert, danger: CircleAlert };

export function Banners({ banners, labels, onAsk }) {
  const [away, setAway] = useState([]);
  useEffect(() => setAway(putAway()), []);
  useAsking(onAsk);
  const left = banners.filter(({ mark }) => !away.includes(mark));
  // Of money that runs out, the most urgent word is enough; the page that it leads to has the rest.
  const money = left.find(({ kind }) => kind === "money");
  const shown = left.filter((banner) => banner.kind !== "money" || banner === money);
  if (!shown.length) return null;
  const dismiss = (mark) => {
    const next = [...putAway().filter((each) => each !== mark), mark].slice(-KEEP);
    setAway(next);
    try {
      localStorage.setItem(STORE, JSON.stringify(next));
    } catch {
      // A browser that keeps nothing shows it again with the next page.
    }
  };
  return (
    <section className="banners" aria-label={labels.region}>
      {shown.map((banner) => (
        <Banner key={banner.mark} banner={banner} labels={labels} onDismiss={() => dismiss(banner.mark)} />
      ))}
    </section>
  );
}

function Banner({ banner, labels, onDismiss }) {
  const language = useLanguage();
  const { dateFormat } = useHabits();
  const isText = banner.kind.startsWith("consent_");
  const isAccess = banner.kind.startsWith("access_");
  const isMoney = banner.kind === "money";
  const Icon = isAccess ? Eye : isText ? ScrollText : ICONS[banner.level];
  const at = banner.at && dateText(Date.parse(banner.at), language, dateFormat === "relative" ? "locale" : dateFormat);
  const filled = isText ? labels[banner.kind].replace("{version}", () => banner.text) : isAccess ? labels[banner.kind].replace(/\{(at|reason)\}/g, (_all, name) => (name === "at" ? at : banner.text)) : banner.text;
  return (
    <div className="banner" data-level={banner.level} data-testid={isAccess ? "access-notice" : isText ? "consent-notice" : isMoney ? "money-notice" : "announcement"} role={banner.level === "danger" ? "alert" : "status"}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <p>
        {filled}
        {(isText || isMoney) && (
          <>
            {" "}
            <a href={isMoney ? BILLING : `${SETTINGS}#privacy`}>{isMoney ? labels.billing : labels.look}</a>
          </>
        )}
      </p>
      <button type="button" className="icon-button" aria-label={labels.dismiss} title={labels.dismiss} data-testid="dismiss-banner" onClick={onDismiss}>
        <X size={16} strokeWidth={1.75} aria-hidden />
      </button>
    </div>
  );
}

// Soon after the page is there, when it is looked at again, and from time to time.
function useAsking(onAsk) {
  const ask = useRef(onAsk);
  ask.current = onAsk;
  useEffect(() => {
    const look = () => document.visibilityState === "visible" && ask.current();
    const first = setTimeout(look, FIRST);
    const timer = setInterval(look, AGAIN);
    document.addEventListener("visibilitychange", look);
    window.addEventListener("parley:decided", look);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("parley:decided", look);
    };
  }, []);
}

function putAway() {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE) ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}
