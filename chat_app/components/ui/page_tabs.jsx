// The parts of a page as tabs, one at a time. Each has an address (#notes), so it can be linked to.
import { useEffect, useRef } from "react";
import "$/public/styles/page_tabs.css";

/**
 * `tabs`: icons by name; `labels` has their words as `tab_<name>`, and `tabs` for all of them. `onChoose` as `useHash` gives it.
 */
export function PageTabs({ tabs, tab, labels, onChoose }) {
  const nav = useRef(null);
  useEffect(() => {
    // On a phone the tabs may be wider than the page: the one on show is to be seen.
    const here = nav.current.querySelector("[aria-current]");
    nav.current.scrollTo({ left: here.offsetLeft - nav.current.offsetLeft - nav.current.clientWidth / 3 });
  }, [tab]);
  const chosen = (name) => (event) => {
    event.preventDefault();
    onChoose(name);
  };
  return (
    <nav ref={nav} className="page-tabs" aria-label={labels.tabs}>
      {Object.entries(tabs).map(([name, Icon]) => (
        <a key={name} href={`#${name}`} aria-current={tab === name ? "true" : undefined} data-testid={`tab-${name}`} onClick={chosen(name)}>
          <Icon size={16} strokeWidth={1.75} aria-hidden />
          <span>{labels[`tab_${name}`]}</span>
        </a>
      ))}
    </nav>
  );
}
