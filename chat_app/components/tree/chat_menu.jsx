// What one can do with the chat on show, in one menu of the header. Each entry runs an action of the page, and is
// there while somebody offers it.
import { useState } from "react";
import { Ellipsis, GitFork, ListCollapse, MessageCircleQuestion, Network, Pin, ScissorsLineDashed } from "lucide-react";
import { isAvailable, runAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { FloatingMenu } from "$/public/external/chat_app/components/ui/library/popover.jsx";

const ENTRIES = [
  ["chat.tree", "tree", Network],
  ["chat.pinned", "pinned", Pin],
  ["side.ask", "side", MessageCircleQuestion],
  ["context.clear", "clear", ScissorsLineDashed],
  ["summary.make", "summarise", ListCollapse],
  ["chat.fork", "fork", GitFork],
];

export function ChatMenu({ labels, shown }) {
  const [open, setOpen] = useState(null);
  if (!shown) return null;
  const items = ENTRIES.filter(([action]) => isAvailable(action)).map(([action, name, icon]) => ({
    key: `chat-menu-${name}`,
    text: labels[name],
    icon,
    run: () => runAction(action),
  }));
  const toggle = (event) => {
    const button = event.currentTarget;
    setOpen({ button, at: button.getBoundingClientRect() });
  };
  const closed = () => {
    if (document.activeElement === document.body) open?.button.focus();
    setOpen(null);
  };
  return (
    <>
      <button type="button" className="icon-button" aria-haspopup="menu" aria-expanded={Boolean(open)} aria-label={labels.label} title={labels.label} data-testid="page-menu" onClick={toggle}>
        <Ellipsis size={18} strokeWidth={1.75} aria-hidden />
      </button>
      <FloatingMenu at={open?.at} label={labels.label} items={items} onClose={closed} />
    </>
  );
}
