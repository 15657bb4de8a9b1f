// A notification, a short tone and a figure in the title when an answer ends while nobody looks at the page.
import { useEffect, useRef } from "react";
import { currentHabits } from "$/public/external/chat_app/components/ui/library/habits.js";
import { visit } from "$/public/external/chat_app/components/layout/library/address.js";
import { notify, playTone } from "./notification.js";

const BADGE = /^\(\d+\) /;

export function Notifier({ serial, ended, labels }) {
  const seen = useRef(0);
  const count = useRef(0);
  useEffect(() => {
    const before = seen.current;
    seen.current = serial;
    if (!serial || serial <= before || !document.hidden || currentHabits().notifications === "off") return;
    count.current += ended.length;
    badge(count.current);
    ended.forEach((chat) => tell(chat, labels));
  }, [serial]);
  useEffect(() => {
    const shown = () => {
      if (document.hidden) return;
      count.current = 0;
      badge(0);
    };
    // The title is written anew when a chat gets its name; the figure stays in front.
    const observer = new MutationObserver(() => count.current && !BADGE.test(document.title) && badge(count.current));
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    document.addEventListener("visibilitychange", shown);
    return () => {
      observer.disconnect();
      document.removeEventListener("visibilitychange", shown);
    };
  }, []);
  return null;
}

const badge = (count) => {
  const title = document.title.replace(BADGE, "");
  document.title = count ? `(${count}) ${title}` : title;
};

// Of several pages of one browser only the first to ask tells.
async function tell({ id, title, turn }, labels) {
  const say = () => {
    notify(labels.ready, title || labels.untitled, id, () => visit(id));
    if (currentHabits().notifications === "sound") playTone();
  };
  if (!navigator.locks) return say();
  return navigator.locks.request(`parley-news-${turn}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    say();
    await new Promise((done) => setTimeout(done, 3000));
  });
}
