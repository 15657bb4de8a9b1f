// What stands around the sections: their names, the note that something was saved, the way to an app of one's own.
import { Fragment, useEffect, useMemo, useRef, useState } from "react";
import { useLocation } from "react-router";
import { Check } from "lucide-react";
import { useFeaturesOff } from "$/public/external/chat_app/components/ui/library/features.js";
import { isAvailable, runAction } from "$/public/external/chat_app/components/ui/library/actions.js";

const SHOWN = 1800;

function useSectionOnShow(sections) {
  const [current, setCurrent] = useState(sections[0].id);
  useEffect(() => {
    const page = document.getElementById("settings-page");
    const elements = sections.map(({ id }) => document.getElementById(id)).filter(Boolean);
    const scrolled = () => {
      const top = page.getBoundingClientRect().top + 120;
      const atEnd = page.scrollTop + page.clientHeight >= page.scrollHeight - 4;
      const read = atEnd ? elements.at(-1) : elements.filter((one) => one.getBoundingClientRect().top <= top).at(-1);
      setCurrent((read ?? elements[0]).id);
    };
    // The sections grow while they fill, without a scroll.
    const sizes = new ResizeObserver(scrolled);
    elements.forEach((element) => sizes.observe(element));
    page.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      sizes.disconnect();
      page.removeEventListener("scroll", scrolled);
    };
  }, [sections]);
  return current;
}

const FILLING = 1500;
const HANDS = ["wheel", "touchmove", "pointerdown", "keydown"];

// Go to a section and stay there while those above it fill, until the reader moves.
function stayAt(id) {
  const section = document.getElementById(id);
  if (!section) return undefined;
  const sizes = new ResizeObserver(() => section.scrollIntoView({ block: "start" }));
  const stop = () => {
    clearTimeout(timer);
    sizes.disconnect();
    HANDS.forEach((name) => removeEventListener(name, stop));
  };
  const timer = setTimeout(stop, FILLING);
  [...section.parentElement.children].forEach((one) => sizes.observe(one));
  HANDS.forEach((name) => addEventListener(name, stop));
  return stop;
}

export function SectionNav({ label, sections: all }) {
  const off = useFeaturesOff();
  const sections = useMemo(() => all.filter(({ feature }) => !off.has(feature)), [off, all.map(({ label: name }) => name).join()]);
  const current = useSectionOnShow(sections);
  const { hash, key } = useLocation();
  const nav = useRef(null);
  // The router writes the address without the browser's own jump, also when it asks for the same section again.
  useEffect(() => (hash ? stayAt(hash.slice(1)) : undefined), [hash, key, off]);
  useEffect(() => {
    const here = nav.current.querySelector("[aria-current]");
    nav.current.scrollTo({ left: here.offsetLeft - nav.current.clientWidth / 3 });
  }, [current]);
  return (
    <nav ref={nav} className="settings-nav" aria-label={label}>
      {sections.map((section, index) => (
        <Fragment key={section.id}>
          {section.group !== sections[index - 1]?.group && <span className="settings-group">{section.group}</span>}
          <a href={`#${section.id}`} aria-current={section.id === current ? "true" : undefined}>
            {section.label}
          </a>
        </Fragment>
      ))}
    </nav>
  );
}

export function SavedNote({ saved, label }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!saved) return undefined;
    setShown(true);
    const timer = setTimeout(() => setShown(false), SHOWN);
    return () => clearTimeout(timer);
  }, [saved]);
  return (
    <span className="saved-note" role="status" data-testid="saved">
      {shown && (
        <span>
          <Check size={16} strokeWidth={1.75} aria-hidden /> {label}
        </span>
      )}
    </span>
  );
}

export function InstallApp({ label, help }) {
  const [offered, setOffered] = useState(false);
  useEffect(() => {
    const look = () => setOffered(isAvailable("app.install"));
    look();
    addEventListener("beforeinstallprompt", look);
    return () => removeEventListener("beforeinstallprompt", look);
  }, []);
  if (!offered) return <p className="setting-help">{help}</p>;
  return (
    <button type="button" className="button" data-testid="install-app" onClick={() => runAction("app.install")}>
      {label}
    </button>
  );
}
