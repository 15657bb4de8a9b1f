// Every action with its keys. Pressing "Change" listens to the keyboard; what is in the way is said before it is taken.
import { useEffect, useMemo, useRef, useState } from "react";
import { Pencil, RotateCcw, Search, X } from "lucide-react";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { browserUse, keyCaps, keysOf, recorded } from "$/public/external/chat_app/components/keyboard/library/keys.js";
import { takeKeys, takeStoredKeys, useKeymap } from "$/public/external/chat_app/components/keyboard/library/keymap.js";
import { fold } from "$/public/external/chat_app/components/palette/library/rank.js";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };

export function Shortcuts({ labels, refused, onSave }) {
  const keymap = useKeymap();
  const { changed } = keymap;
  const [query, setQuery] = useState("");
  const [listening, setListening] = useState("");
  useEffect(() => {
    if (refused) takeStoredKeys();
  }, [refused]);
  const groups = useMemo(() => grouped(keymap.actions, query), [keymap.actions, query]);
  const save = (next) => {
    takeKeys(next);
    setListening("");
    onSave({ shortcuts: next });
  };
  const bind = (action, keys) => save(boundTo(keymap.actions, changed, action, keys));
  const reset = (action) => save(Object.fromEntries(Object.entries(changed).filter(([name]) => name !== action.name)));
  return (
    <div className="shortcuts" data-testid="shortcuts">
      <p className="settings-text">{labels.intro}</p>
      <div className="shortcuts-head">
        <label className="shortcuts-search">
          <Search {...icon} />
          <input type="search" value={query} aria-label={labels.search} placeholder={labels.search} data-testid="shortcuts-search" onChange={(event) => setQuery(event.target.value)} />
        </label>
        <button type="button" className="button" data-testid="shortcuts-reset-all" aria-disabled={!Object.keys(changed).length} onClick={() => Object.keys(changed).length && save({})}>
          <RotateCcw {...icon} /> {labels.resetAll}
        </button>
      </div>
      {groups.map(({ name, actions }) => (
        <section key={name} className="shortcut-group" aria-label={name}>
          <h3>{name}</h3>
          <ul>
            {actions.map((action) => (
              <Shortcut key={action.name} action={action} actions={keymap.actions} changed={changed} mac={keymap.mac} labels={labels} listening={listening === action.name} onListen={setListening} onBind={bind} onReset={reset} />
            ))}
          </ul>
        </section>
      ))}
      {!groups.length && <p className="setting-help">{labels.nothing}</p>}
    </div>
  );
}

const grouped = (actions, query) => {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const found = new Map();
  for (const action of actions) {
    const text = fold(`${action.label} ${action.group} ${action.keys}`);
    if (words.every((word) => text.includes(word))) found.set(action.group, [...(found.get(action.group) ?? []), action]);
  }
  return [...found].map(([name, list]) => ({ name, actions: list }));
};

const same = (a, b) => a.split(" ").sort().join(" ") === b.split(" ").sort().join(" ");

// The keys go to this action, and away from the one that had them. What is as it always was is not kept.
const boundTo = (actions, changed, action, keys) => {
  const next = { ...changed, [action.name]: keys };
  for (const other of actions) {
    const left = keysOf(other, changed).filter((one) => one !== keys);
    if (keys && other.name !== action.name && left.length !== keysOf(other, changed).length) next[other.name] = left.join(" ");
  }
  const usual = new Map(actions.map((one) => [one.name, one.keys]));
  return Object.fromEntries(Object.entries(next).filter(([name, value]) => usual.has(name) && !same(usual.get(name), value)));
};

function Shortcut({ action, actions, changed, mac, labels, listening, onListen, onBind, onReset }) {
  const language = useLanguage();
  const change = useRef(null);
  const keys = keysOf(action, changed);
  const stop = () => {
    onListen("");
    requestAnimationFrame(() => change.current?.focus());
  };
  return (
    <li className="shortcut" data-testid="shortcut" data-action={action.name}>
      <span className="shortcut-label">{action.label}</span>
      {listening ? (
        <Recorder action={action} actions={actions} changed={changed} mac={mac} language={language} labels={labels} onDone={(keys) => { onBind(action, keys); stop(); }} onCancel={stop} />
      ) : (
        <>
          <span className="shortcut-keys">{keys.length ? keys.map((one) => <Caps key={one} caps={keyCaps(one, language, mac)} />) : <span className="shortcut-none">{labels.none}</span>}</span>
          <span className="shortcut-buttons">
            <IconButton refTo={change} label={`${labels.change}: ${action.label}`} testid="shortcut-change" onClick={() => onListen(action.name)} Icon={Pencil} />
            {keys.length > 0 && <IconButton label={`${labels.off}: ${action.label}`} testid="shortcut-off" onClick={() => onBind(action, "")} Icon={X} />}
            {action.name in changed && <IconButton label={`${labels.reset}: ${action.label}`} testid="shortcut-reset" onClick={() => onReset(action)} Icon={RotateCcw} />}
          </span>
        </>
      )}
    </li>
  );
}

function IconButton({ refTo, label, testid, onClick, Icon }) {
  return (
    <button ref={refTo} type="button" className="icon-button" aria-label={label} title={label.split(":")[0]} data-testid={testid} onClick={onClick}>
      <Icon {...icon} />
    </button>
  );
}

function Caps({ caps }) {
  return (
    <span className="key-caps">
      {caps.map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}

// Listens until there is a combination. One that is in use, or that the browser wants, needs a second yes.
function Recorder({ action, actions, changed, mac, language, labels, onDone, onCancel }) {
  const [keys, setKeys] = useState("");
  const field = useRef(null);
  const owner = actions.find((other) => other.name !== action.name && keysOf(other, changed).includes(keys));
  const use = browserUse(keys);
  useEffect(() => {
    field.current.focus();
  }, []);
  const pressed = (event) => {
    if (event.key === "Tab" && !event.ctrlKey && !event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    event.nativeEvent.stopImmediatePropagation();
    if (event.key === "Escape" && !event.ctrlKey && !event.altKey && action.keys !== "Escape") return onCancel();
    const next = recorded(event.nativeEvent);
    if (!next) return undefined;
    const free = !actions.some((other) => other.name !== action.name && keysOf(other, changed).includes(next));
    if (free && !browserUse(next)) return onDone(next);
    return setKeys(next);
  };
  const note = use ? labels[use] : owner && labels.taken.replace("{action}", owner.label);
  return (
    <span className="recorder" data-testid="recorder" data-escapes>
      <button type="button" ref={field} className="recorder-field" data-testid="recorder-field" aria-label={`${action.label}: ${labels.press}`} onKeyDown={pressed}>
        {keys ? <Caps caps={keyCaps(keys, language, mac)} /> : labels.press}
      </button>
      {note && (
        <span className="recorder-note" role="alert" data-testid="recorder-note">
          {note}
        </span>
      )}
      {note && use !== "kept" && (
        <button type="button" className="text-button" data-testid="recorder-take" onClick={() => onDone(keys)}>
          {owner ? labels.take : labels.use}
        </button>
      )}
      <button type="button" className="text-button" data-testid="recorder-cancel" onClick={onCancel}>
        {labels.cancel}
      </button>
    </span>
  );
}
