// What can be done with the chat on show, behind one button of its header. Actions that nobody offers are left out.
import { useState } from "react";
import { Archive, ChartNoAxesColumn, Command, Ellipsis, Folder, GitFork, ListCollapse, MessageCircleQuestion, Network, PenLine, Pin, Scissors, Search, Share2, SlidersHorizontal, SquarePen, SquareSplitHorizontal, Star, Tag, Trash2, Shapes } from "lucide-react";
import { isAvailable, runAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { FloatingMenu } from "$/public/external/chat_app/components/ui/library/popover.jsx";

const ICONS = {
  "palette.open": Command,
  "search.chat": Search,
  "parameters.open": SlidersHorizontal,
  "chat.tree": Network,
  "chat.pinned": Pin,
  "artifacts.open": Shapes,
  "canvas.open": SquarePen,
  "standings.open": ChartNoAxesColumn,
  "chat.fork": GitFork,
  "context.clear": Scissors,
  "side.ask": MessageCircleQuestion,
  "summary.make": ListCollapse,
  "tab.split": SquareSplitHorizontal,
  "chat.rename": PenLine,
  "chat.favourite": Star,
  "chat.tag": Tag,
  "chat.move": Folder,
  "chat.share": Share2,
  "chat.archive": Archive,
  "chat.delete": Trash2,
};

export function ChatMenu({ actions, label }) {
  const [at, setAt] = useState(null);
  const open = (event) => setAt(event.currentTarget.getBoundingClientRect());
  const items = actions
    .filter(({ name }) => at && isAvailable(name))
    .map(({ name, label: text, group }, index, shown) => ({
      key: `menu-${name}`,
      text,
      icon: ICONS[name] ?? Ellipsis,
      danger: name === "chat.delete",
      apart: index > 0 && group !== shown[index - 1].group,
      run: () => runAction(name),
    }));
  return (
    <>
      <button type="button" className="icon-button" aria-label={label} title={label} aria-haspopup="menu" aria-expanded={Boolean(at)} data-testid="header-menu" onClick={open}>
        <Ellipsis size={18} strokeWidth={1.75} aria-hidden />
      </button>
      <FloatingMenu at={at} onClose={() => setAt(null)} label={label} items={items} />
    </>
  );
}
