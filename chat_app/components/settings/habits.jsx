// Brings what the person chose onto the page; renders nothing.
import { useEffect, useLayoutEffect } from "react";
import { useNavigate } from "react-router";
import { setHabits } from "$/public/external/chat_app/components/ui/library/habits.js";
import { useAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { choose, follow, looks } from "$/public/external/chat_app/components/layout/library/looks.js";
import { goTo, setNavigate } from "$/public/external/chat_app/components/layout/library/navigation.js";

const SETTINGS = "/settings";

export function Habits({ language, theme, fontSize, density, enterSends, notifications, currency, exchangeRate, dateFormat, onSave }) {
  const navigate = useNavigate();
  useLayoutEffect(() => setNavigate(navigate), [navigate]);
  useEffect(() => follow({ language }), [language]);
  useEffect(() => follow({ theme }), [theme]);
  useEffect(() => follow({ fontSize }), [fontSize]);
  useEffect(() => follow({ density }), [density]);
  useLayoutEffect(
    () => setHabits({ enterSends, notifications, currency, exchangeRate, dateFormat }),
    [enterSends, notifications, currency, exchangeRate, dateFormat],
  );
  useAction("settings.open", () => goTo(SETTINGS));
  useAction("shortcuts.open", () => goTo(`${SETTINGS}#keyboard`));
  useAction("section.show", (section) => goTo(`${SETTINGS}#${section}`));
  useAction("density.next", () => {
    const next = looks().density === "compact" ? "comfortable" : "compact";
    choose({ density: next });
    onSave({ density: next });
  });
  return null;
}
