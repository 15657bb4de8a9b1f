// The command palette: one field over chats, actions, models and whatever else is given as a source. It opens from the
// browser at once; what only the server knows streams in.
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { Search } from "lucide-react";
import { runAction, useAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { useFeaturesOff } from "$/public/external/chat_app/components/ui/library/features.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { dateText, useHabits } from "$/public/external/chat_app/components/ui/library/habits.js";
import { visit } from "$/public/external/chat_app/components/layout/library/address.js";
import { canRun, perform } from "$/public/external/chat_app/components/keyboard/library/keyboard.jsx";
import { keyCaps } from "$/public/external/chat_app/components/keyboard/library/keys.js";
import { capsOf, useKeymap } from "$/public/external/chat_app/components/keyboard/library/keymap.js";
import { rankGroups } from "./rank.js";

const MOST = 8;
const MOST_EMPTY = 5;
const PAUSE = 120;
// What was run from here last comes first the next time; it lives as long as the page.
const recentActions = [];

export function CommandPalette(props) {
  const [open, setOpen] = useState(false);
  const { onOpen, onSearch, onModel } = props;
  const show = () => {
    setOpen(true);
    onOpen();
  };
  useAction("palette.open", () => (open ? setOpen(false) : show()));
  useAction("chat.open", visit);
  useAction("model.use", onModel);
  // Outside of the page's own tree, so that nothing of it lies over the dialog.
  return open && createPortal(<PaletteDialog {...props} onSearch={onSearch} onClose={() => setOpen(false)} />, document.body);
}

function PaletteDialog({ sources, query: answered, labels, onSearch, onClose }) {
  const dialog = useRef(null);
  const list = useId();
  const [query, setQuery] = useState("");
  // Ranked with every letter, not a moment later: Enter must mean what is on show.
  const groups = useGroups(sources, query, answered, labels);
  const rows = useMemo(() => groups.flatMap(({ items }) => items), [groups]);
  // By name, not by place: what streams in above must not move the choice.
  const [active, setActive] = useState("");
  const chosen = Math.max(0, rows.findIndex(({ id }) => id === active));
  useEffect(() => {
    const before = document.activeElement;
    dialog.current.showModal();
    return () => before?.isConnected && before.focus?.({ preventScroll: true });
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => onSearch(query), PAUSE);
    return () => clearTimeout(timer);
  }, [query]);
  useEffect(() => setActive(""), [query]);
  useEffect(() => {
    dialog.current.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [chosen, groups]);
  const run = (row) => {
    // The dialog goes first and gives the focus back: the action may move it on.
    onClose();
    setTimeout(() => row.run());
  };
  const pressed = (event) => {
    const to = moved(event.key, chosen, rows.length);
    if (to !== null) setActive(rows[to].id);
    else if (event.key === "Enter" && !event.nativeEvent.isComposing && rows[chosen]) run(rows[chosen]);
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") onClose();
    else return;
    event.preventDefault();
  };
  return (
    <dialog
      ref={dialog}
      className="palette"
      aria-label={labels.title}
      data-testid="command-palette"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => event.target === dialog.current && onClose()}
    >
      <label className="palette-field">
        <Search size={18} strokeWidth={1.75} aria-hidden />
        <input
          type="text"
          role="combobox"
          autoFocus
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="go"
          data-testid="palette-input"
          aria-label={labels.title}
          placeholder={labels.placeholder}
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={rows[chosen] ? `${list}-${chosen}` : undefined}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={pressed}
        />
        <kbd className="palette-escape" aria-hidden>
          {keyCaps("Escape")[0]}
        </kbd>
      </label>
      <div role="listbox" id={list} className="palette-list" aria-label={labels.results} tabIndex={-1}>
        {groups.map((group) => (
          <div key={group.name} role="group" aria-labelledby={`${list}-${group.name}`}>
            <div id={`${list}-${group.name}`} className="palette-group">
              {group.label}
            </div>
            {group.items.map((row) => (
              <Row key={row.id} row={row} id={`${list}-${rows.indexOf(row)}`} active={row === rows[chosen]} onRun={run} onPoint={() => setActive(row.id)} />
            ))}
          </div>
        ))}
      </div>
      {!rows.length && <p className="palette-nothing">{labels.nothing}</p>}
      <p className="visually-hidden" role="status">
        {rows.length ? "" : labels.nothing}
      </p>
    </dialog>
  );
}

function Row({ row, id, active, onRun, onPoint }) {
  return (
    <div role="option" id={id} aria-selected={active} className={active ? "palette-row active" : "palette-row"} data-testid="palette-option" data-kind={row.kind} onClick={() => onRun(row)} onPointerMove={() => !active && onPoint()}>
      <span className="palette-title">{row.title}</span>
      {row.hint && <span className="palette-hint">{row.hint}</span>}
      {row.caps?.length > 0 && (
        <span className="key-caps">
          {row.caps.map((cap) => (
            <kbd key={cap}>{cap}</kbd>
          ))}
        </span>
      )}
    </div>
  );
}

function moved(key, at, count) {
  if (!count) return null;
  if (key === "ArrowDown") return (at + 1) % count;
  if (key === "ArrowUp") return (at - 1 + count) % count;
  if (key === "PageDown") return Math.min(count - 1, at + 8);
  if (key === "PageUp") return Math.max(0, at - 8);
  return null;
}

function useGroups(sources, query, answered, labels) {
  const keymap = useKeymap();
  const language = useLanguage();
  const { dateFormat } = useHabits();
  const off = useFeaturesOff();
  return useMemo(() => {
    const wanted = query.trim().replace(/\s+/g, " ");
    const actions = { name: "actions", label: labels.actions, items: actionRows(keymap, language) };
    const others = sources.map((source) => ({
      ...source,
      // The server has searched for just this, in more than the title: its order counts.
      ranked: source.searched && answered === wanted,
      items: source.items.filter(({ feature }) => !off.has(feature)).map((item) => itemRow(source, item, language, dateFormat, labels)),
    }));
    if (wanted) return rankGroups(wanted, [...others.filter(({ first }) => first), actions, ...others.filter(({ first }) => !first)], MOST);
    const latest = others.filter(({ onEmpty }) => onEmpty).map((group) => ({ ...group, items: group.items.slice(0, MOST_EMPTY) }));
    return [...latest, actions].filter(({ items }) => items.length);
  }, [sources, query, answered, keymap, language, dateFormat, labels, off]);
}

function actionRows(keymap, language) {
  const place = ({ name }) => {
    const at = recentActions.indexOf(name);
    return at < 0 ? recentActions.length : at;
  };
  return keymap.actions
    .filter(({ palette, name }) => palette && canRun(name))
    .sort((a, b) => place(a) - place(b))
    .map(({ name, label, group }) => ({
      id: `action-${name}`,
      kind: "actions",
      title: label,
      words: `${group} ${name}`,
      caps: capsOf(keymap, name, language),
      run: () => {
        recentActions.splice(0, recentActions.length, name, ...recentActions.filter((other) => other !== name).slice(0, 4));
        perform(name);
      },
    }));
}

const itemRow = (source, item, language, dateFormat, labels) => ({
  id: `${source.name}-${item.id}`,
  kind: source.name,
  title: item.title || labels.untitled,
  words: item.words,
  hint: item.hint || (item.at_ms ? dateText(item.at_ms, language, dateFormat === "locale" ? "relative" : dateFormat) : ""),
  run: () => runAction(source.action, item.id),
});
