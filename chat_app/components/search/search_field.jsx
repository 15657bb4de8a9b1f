// The search field of the sidebar: asks while somebody writes, completes operators, and shows what was found below itself.
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Clock, CornerDownLeft, Search, X } from "lucide-react";
import { runAction, useAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { isPlainClick, visit, writeAddress } from "$/public/external/chat_app/components/layout/library/address.js";
import { goTo } from "$/public/external/chat_app/components/layout/library/navigation.js";
import { useLeaveDrawer } from "$/public/external/chat_app/components/layout/library/shell.jsx";
import { completions, operatorsOf } from "./complete.js";
import { Hits, groupsOf, hitAddress } from "./hits.jsx";

const PAUSE = 90;
const NOTHING = [[], []];
const offset = () => -new Date().getTimezoneOffset();

export function SearchField(props) {
  const { answered, more, labels } = props;
  const language = useLanguage();
  const field = useRef(null);
  const [text, setText] = useState("");
  const [caret, setCaret] = useState(0);
  const [focused, setFocused] = useState(false);
  const [active, setActive] = useState(-1);
  const [grouped, setGrouped] = useState(true);
  const latest = useRef({});
  const leave = useLeaveDrawer();
  const asked = text.trim() !== "";
  const fresh = useAsked(text, props);
  const [hits, problems] = fresh ? [props.hits, props.problems] : NOTHING;
  const open = useCallback(() => focusField(field), []);
  useAction("search.open", open);

  const offered = useOffered({ text, caret, focused, language, ...props });
  const shown = useMemo(() => (grouped ? groupsOf(hits).flatMap((group) => group.hits) : hits), [hits, grouped]);
  const listed = asked ? shown : [];
  const count = offered.length + listed.length;
  useEffect(() => setActive(-1), [text, props.serial]);
  useEffect(() => {
    if (active >= 0) document.getElementById(active < offered.length ? `offer-${active}` : `hit-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [active, offered.length]);

  const change = (value, at) => {
    setText(value);
    setCaret(at);
    latest.current.caret = at;
  };
  useLayoutEffect(() => {
    // After a completion the cursor stands behind what was put in.
    if (latest.current.caret === undefined || document.activeElement !== field.current) return;
    field.current.setSelectionRange(latest.current.caret, latest.current.caret);
    latest.current.caret = undefined;
  }, [text]);
  const take = useCallback((offer) => {
    change(offer.value, offer.caret);
    field.current.focus();
  }, []);
  const openHit = useCallback((hit, event) => {
    if (event && !isPlainClick(event)) return;
    event?.preventDefault();
    latest.current.keep();
    leave();
    if (hit.trashed) {
      writeAddress(hit.conversation_id, false);
      latest.current.onRestore(hit.conversation_id, hit.message_id);
    } else if (!onChatPage()) goTo(hitAddress(hit));
    else if (!hit.message_id) visit(hit.conversation_id);
    else {
      writeAddress(hit.conversation_id, false);
      latest.current.onMessage(hit.message_id);
    }
  }, [leave]);
  latest.current.onMessage = props.onMessage;
  latest.current.onRestore = props.onRestore;
  latest.current.keep = () => asked && props.onKeep(text);

  const pressed = (event) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && count) {
      event.preventDefault();
      setActive((place) => (place + step + count + (place < 0 && step < 0 ? 1 : 0)) % count);
    } else if (event.key === "Tab" && !event.shiftKey && offered.length && asked) {
      event.preventDefault();
      take(offered[Math.max(0, Math.min(active, offered.length - 1))]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (active >= 0 && active < offered.length) take(offered[active]);
      else if (fresh && answered === text && listed.length) openHit(listed[Math.max(0, active - offered.length)]);
    } else if (event.key === "Escape" && (asked || focused)) {
      event.preventDefault();
      event.stopPropagation();
      if (text) change("", 0);
      else field.current.blur();
    }
  };
  const typed = (event) => {
    setText(event.target.value);
    setCaret(event.target.selectionStart);
  };
  const opened = count > 0;
  return (
    <div className="search" data-searching={asked || undefined} onFocus={() => setFocused(true)} onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setFocused(false)}>
      <div className="search-box">
        <Search size={16} strokeWidth={1.75} aria-hidden />
        <input
          ref={field}
          type="search"
          role="combobox"
          className="search-input"
          data-testid="chat-search"
          aria-label={labels.label}
          aria-expanded={opened}
          aria-controls="search-list"
          aria-autocomplete="list"
          aria-activedescendant={active >= 0 ? (active < offered.length ? `offer-${active}` : `hit-${active}`) : undefined}
          placeholder={labels.placeholder}
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          maxLength={500}
          value={text}
          onFocus={props.onWords}
          onChange={typed}
          onSelect={(event) => setCaret(event.target.selectionStart)}
          onKeyDown={pressed}
        />
        {text && (
          <button type="button" className="icon-button search-clear" aria-label={labels.clear} title={labels.clear} data-testid="search-clear" onClick={() => { change("", 0); field.current.focus(); }}>
            <X size={15} strokeWidth={1.75} aria-hidden />
          </button>
        )}
      </div>
      {opened && !asked && props.recent.length > 0 && (
        <div className="search-line">
          <span>{labels.recent}</span>
          <button type="button" className="quiet" data-testid="search-forget" onClick={() => { props.onForget(); field.current.focus(); }}>{labels.forget}</button>
        </div>
      )}
      {asked && (
        <Notes current={fresh && answered.trim() === text.trim()} count={hits.length} problems={problems} more={more} grouped={grouped} labels={labels} onGrouped={() => setGrouped(!grouped)} />
      )}
      {opened && (
        <div id="search-list" role="listbox" aria-label={labels.results} className={asked ? "search-list" : "search-list resting"} data-testid="search-results" onMouseDown={(event) => event.preventDefault()}>
          <Offers offers={offered} active={active} labels={labels} heading={!asked} onTake={take} />
          {asked && <Hits hits={hits} grouped={grouped} active={active} offset={offered.length} labels={labels} onOpen={openHit} />}
        </div>
      )}
    </div>
  );
}

const onChatPage = () => /^\/($|c\/)/.test(location.pathname);

// On the phone the field is in the drawer, on the desk perhaps in a closed sidebar.
const focusField = (field) => {
  const hidden = () => !field.current?.checkVisibility?.({ visibilityProperty: true }) || field.current.getBoundingClientRect().right <= 0;
  if (hidden()) runAction("sidebar.toggle");
  requestAnimationFrame(() => requestAnimationFrame(() => field.current?.focus()));
};

// Asks after a pause. Says whether the answer at hand is one to this text, or to its beginning while somebody goes on writing:
// not one to another text, and none from before the field was empty.
function useAsked(text, { answered, serial, onSearch }) {
  const asked = useRef({ last: Date.now(), since: Infinity });
  asked.current.search = onSearch;
  const line = text.trim();
  if (!line) asked.current.since = Infinity;
  useEffect(() => {
    if (!line) return undefined;
    const timer = setTimeout(() => {
      asked.current.last = Math.max(asked.current.last + 1, Date.now());
      asked.current.since = Math.min(asked.current.since, asked.current.last);
      asked.current.search(text, offset(), asked.current.last);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return line !== "" && serial >= asked.current.since && line.startsWith(answered.trim());
}

function useOffered({ text, caret, focused, language, tags, folders, models, recent, labels }) {
  return useMemo(() => {
    if (!focused) return [];
    if (text.trim()) return completions(text, caret, { tags, folders, models }, language, labels);
    const past = recent.map((line) => ({ key: `recent ${line}`, text: line, recent: true, value: line, caret: line.length }));
    const narrow = operatorsOf(language).map(([name, hint]) => ({ key: name, text: name, hint: labels[hint], value: name.endsWith(":") ? name : `${name} `, caret: name.length + 1 }));
    const others = [["phrase", '"', 1], ["not", "-", 1]].map(([name, value, at]) => ({ key: name, text: labels[name], hint: labels[`hint_${name}`], value, caret: at }));
    return [...past, ...narrow, ...others];
  }, [text, caret, focused, language, tags, folders, models, recent, labels]);
}

function Offers({ offers, active, labels, heading, onTake }) {
  return offers.map((offer, index) => (
    <div
      key={offer.key}
      id={`offer-${index}`}
      role="option"
      aria-selected={active === index}
      className={heading && !offer.recent && (index === 0 || offers[index - 1].recent) ? "offer first" : "offer"}
      data-heading={labels.narrow}
      data-testid="search-offer"
      onClick={() => onTake(offer)}
    >
      {offer.recent && <Clock size={14} strokeWidth={1.75} aria-hidden />}
      <span className={offer.recent ? "offer-line" : "offer-name"}>{offer.text}</span>
      {offer.hint && <span className="offer-hint">{offer.hint}</span>}
      {active === index && <CornerDownLeft size={13} strokeWidth={1.75} aria-hidden />}
    </div>
  ));
}

function Notes({ current, count, problems, more, grouped, labels, onGrouped }) {
  const nothing = current && count === 0;
  const [start, end] = labels.none_hint.split("{example}");
  return (
    <div className="search-notes" role="status">
      {problems.map((problem) => (
        <p key={problem} className="search-problem" data-testid="search-problem">{problem}</p>
      ))}
      {nothing && (
        <p className="search-none" data-testid="search-none">
          <strong>{labels.none}</strong>
          {!problems.length && <> {start}<code>{labels.in_trash}</code>{end}</>}
        </p>
      )}
      {count > 0 && (
        <p className="search-count">
          <span data-testid="search-count">{count === 1 ? labels.count_one : labels.count.replace("{count}", more ? `${count}+` : count)}</span>
          <button type="button" className="quiet" data-testid="search-grouping" onClick={onGrouped}>{grouped ? labels.flat : labels.grouped}</button>
        </p>
      )}
      {count > 0 && more && <p className="search-more">{labels.more}</p>}
    </div>
  );
}
