// Theme and language: shown at once, kept in a small cookie for the next first paint, and told to the server.
import { useEffect, useState, useSyncExternalStore } from "react";
import { Languages, Monitor, Moon, Sun } from "lucide-react";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";

const THEMES = { system: Monitor, light: Sun, dark: Moon };
const NEXT = { system: "light", light: "dark", dark: "system" };
const YEAR = 31_536_000;

const themeNow = () => document.documentElement.dataset.theme ?? "system";
const watchTheme = (notify) => {
  const observer = new MutationObserver(notify);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
};

const show = (language, theme) => {
  const root = document.documentElement;
  if (root.lang !== language) root.lang = language;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `parley_prefs=${language}.${theme}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
  paintBrowserBar();
};

// The bar of a phone's browser takes the ground's colour.
const paintBrowserBar = () => {
  const ground = getComputedStyle(document.documentElement).getPropertyValue("--ground").trim();
  document.querySelectorAll("meta[name=theme-color]").forEach((meta) => meta.setAttribute("content", ground));
};

export function Appearance({ language: chosenLanguage, theme: chosenTheme, labels, onLanguage, onTheme }) {
  const language = useLanguage();
  const theme = useSyncExternalStore(watchTheme, themeNow, () => "system");
  const [touched, setTouched] = useState(false);
  useEffect(() => {
    // What the person chose on another device; an own click of this moment is newer.
    const differs = (chosenLanguage && chosenLanguage !== language) || (chosenTheme && chosenTheme !== theme);
    if (!touched && differs) show(chosenLanguage || language, chosenTheme || theme);
  }, [chosenLanguage, chosenTheme]);
  const Icon = THEMES[theme];
  const other = language === "de" ? "en" : "de";
  const pick = (nextLanguage, nextTheme, tell) => {
    setTouched(true);
    show(nextLanguage, nextTheme);
    tell();
  };
  return (
    <div className="appearance">
      <button
        type="button"
        className="quiet-button"
        data-testid="theme-toggle"
        data-theme-choice={theme}
        aria-label={`${labels.theme}: ${labels[theme]}`}
        title={`${labels.theme}: ${labels[theme]}`}
        onClick={() => pick(language, NEXT[theme], () => onTheme(NEXT[theme]))}
      >
        <Icon size={18} strokeWidth={1.75} aria-hidden />
        <span>{labels[theme]}</span>
      </button>
      <button
        type="button"
        className="quiet-button"
        data-testid="language"
        aria-label={labels.language}
        title={labels.language}
        onClick={() => pick(other, theme, () => onLanguage(other))}
      >
        <Languages size={18} strokeWidth={1.75} aria-hidden />
        <span lang={other}>{labels.other}</span>
      </button>
    </div>
  );
}
