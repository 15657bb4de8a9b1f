// The frame of administration: the parts beside the page, a row of them on the phone. Nothing is here before the server said yes.
import { useEffect, useRef } from "react";
import { useLocation } from "react-router";
import { Activity, Boxes, Building2, ChartColumn, CircleDollarSign, FileClock, Gauge, HardDrive, KeyRound, LayoutDashboard, LibraryBig, ListChecks, Megaphone, Plug, ShieldCheck, Users, UsersRound, WalletMinimal } from "lucide-react";
import { isPlainClick } from "$/public/external/chat_app/components/layout/library/address.js";
import { goTo } from "$/public/external/chat_app/components/layout/library/navigation.js";
import { checkSession } from "$/public/external/chat_app/components/ui/library/api.js";
import "$/public/styles/admin.css";

const ICONS = {
  overview: LayoutDashboard,
  users: Users,
  groups: UsersRound,
  sign_in: KeyRound,
  providers: Plug,
  models: Boxes,
  local_models: HardDrive,
  knowledge: LibraryBig,
  prices: CircleDollarSign,
  usage: ChartColumn,
  billing: WalletMinimal,
  limits: Gauge,
  privacy: ShieldCheck,
  audit: FileClock,
  jobs: ListChecks,
  health: Activity,
  announcements: Megaphone,
  team: Building2,
};
const ASK_AGAIN = 4_000;

// Whether this is still for the reader is asked while the page is looked at; a lost role empties it.
export function AdminGate({ status, onCheck, children, closed }) {
  const check = useRef(onCheck);
  check.current = onCheck;
  useEffect(() => {
    if (status === "closed") return undefined;
    const ask = () => {
      if (document.visibilityState !== "visible") return;
      check.current();
      // A session that ended gets no answer to events any more.
      checkSession();
    };
    const timer = setInterval(ask, ASK_AGAIN);
    return () => clearInterval(timer);
  }, [status]);
  if (status === "open") return children;
  return status === "closed" ? closed : <div className="admin-waiting" aria-busy="true" />;
}

export function AdminNav({ label, sections, permissions }) {
  const { pathname } = useLocation();
  const nav = useRef(null);
  const path = pathname.replace(/\/$/, "");
  const mine = sections.filter((section) => permissions.includes(section.permission));
  const isHere = (section) => path === section.route || (section.route !== "/admin" && path.startsWith(`${section.route}/`));
  useEffect(() => {
    const here = nav.current.querySelector("[aria-current]");
    if (here) nav.current.scrollTo({ left: here.offsetLeft - nav.current.clientWidth / 3 });
  }, [path]);
  return (
    <nav ref={nav} className="admin-nav" aria-label={label}>
      {mine.map((section) => {
        const Icon = ICONS[section.icon];
        return (
          <AdminLink key={section.route} href={section.route} current={isHere(section)} testid={`admin-nav-${section.icon}`}>
            <Icon size={16} strokeWidth={1.75} aria-hidden />
            <span>{section.label}</span>
          </AdminLink>
        );
      })}
    </nav>
  );
}

/** A link within Parley: no new load, unless the reader wants a tab of its own. */
export function AdminLink({ href, current, className, testid, children, title }) {
  const clicked = (event) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    goTo(href);
  };
  return (
    <a href={href} className={className} title={title} aria-current={current ? "page" : undefined} data-testid={testid} onClick={clicked}>
      {children}
    </a>
  );
}

export function PageHead({ title, text, back, small, children }) {
  const Title = small ? "h2" : "h1";
  return (
    <header className={small ? "admin-head small" : "admin-head"}>
      <div>
        {back && (
          <AdminLink href={back.href} className="admin-back">
            ← {back.label}
          </AdminLink>
        )}
        <Title>{title}</Title>
        {text && <p>{text}</p>}
      </div>
      <div className="admin-actions">{children}</div>
    </header>
  );
}

/** Names with their values, `[name, value]` each; the name is "fact_<name>" of the labels. */
export function Facts({ facts, labels }) {
  return (
    <dl className="admin-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{labels[`fact_${name}`]}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
