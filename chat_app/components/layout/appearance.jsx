// The foot of the sidebar: theme, language and the ways to library, credit, usage and settings.
import { useSyncExternalStore } from "react";
import { BookText, ChartColumn, Files, FolderKanban, Languages, Monitor, Moon, Settings, Sun, WalletMinimal } from "lucide-react";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { useFeature } from "$/public/external/chat_app/components/ui/library/features.js";
import { useAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { isPlainClick } from "./address.js";
import { choose, looks, watchLooks } from "./looks.js";
import { goTo } from "./navigation.js";

const THEMES = { system: Monitor, light: Sun, dark: Moon };
const NEXT = { system: "light", light: "dark", dark: "system" };
const SETTINGS = "/settings";
const PROJECTS = "/projects";
const LIBRARY = "/library";
const KNOWLEDGE = "/knowledge";
const USAGE = "/usage";
const BILLING = "/billing";

export function Appearance({ labels, onLanguage, onTheme }) {
  const language = useLanguage();
  const theme = useSyncExternalStore(watchLooks, () => looks().theme, () => "system");
  const hasLibrary = useFeature("library");
  const hasFiles = useFeature("files");
  const hasCredit = useFeature("billing");
  const Icon = THEMES[theme];
  const other = language === "de" ? "en" : "de";
  const nextTheme = () => {
    choose({ theme: NEXT[theme] });
    onTheme(NEXT[theme]);
  };
  const nextLanguage = () => {
    choose({ language: other });
    onLanguage(other);
  };
  useAction("theme.next", nextTheme);
  useAction("language.next", nextLanguage);
  useAction("knowledge.open", () => goTo(KNOWLEDGE));
  useAction("billing.open", () => goTo(BILLING));
  useAction("projects.open", () => goTo(PROJECTS));
  const opened = (address) => (event) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    goTo(address);
  };
  const name = `${labels.theme}: ${labels[theme]}`;
  return (
    <div className="appearance">
      <button type="button" className="quiet-button" data-testid="theme-toggle" data-theme-choice={theme} aria-label={name} title={name} onClick={nextTheme}>
        <Icon size={18} strokeWidth={1.75} aria-hidden />
        <span>{labels[theme]}</span>
      </button>
      <button type="button" className="quiet-button" data-testid="language" aria-label={labels.language} title={labels.language} onClick={nextLanguage}>
        <Languages size={18} strokeWidth={1.75} aria-hidden />
        <span lang={other}>{labels.other}</span>
      </button>
      <a href={PROJECTS} className="quiet-button settings-link" data-testid="projects-link" aria-label={labels.projects} title={labels.projects} onClick={opened(PROJECTS)}>
        <FolderKanban size={18} strokeWidth={1.75} aria-hidden />
      </a>
      {hasLibrary && (
        <a href={LIBRARY} className="quiet-button settings-link" data-testid="library-link" aria-label={labels.library} title={labels.library} onClick={opened(LIBRARY)}>
          <BookText size={18} strokeWidth={1.75} aria-hidden />
        </a>
      )}
      {hasFiles && (
        <a href={KNOWLEDGE} className="quiet-button settings-link" data-testid="knowledge-link" aria-label={labels.knowledge} title={labels.knowledge} onClick={opened(KNOWLEDGE)}>
          <Files size={18} strokeWidth={1.75} aria-hidden />
        </a>
      )}
      {hasCredit && (
        <a href={BILLING} className="quiet-button settings-link" data-testid="billing-link" aria-label={labels.billing} title={labels.billing} onClick={opened(BILLING)}>
          <WalletMinimal size={18} strokeWidth={1.75} aria-hidden />
        </a>
      )}
      <a href={USAGE} className="quiet-button settings-link" data-testid="usage-link" aria-label={labels.usage} title={labels.usage} onClick={opened(USAGE)}>
        <ChartColumn size={18} strokeWidth={1.75} aria-hidden />
      </a>
      <a href={SETTINGS} className="quiet-button" data-testid="settings" aria-label={labels.settings} title={labels.settings} onClick={opened(SETTINGS)}>
        <Settings size={18} strokeWidth={1.75} aria-hidden />
      </a>
    </div>
  );
}
