// Everything that one can do with a message, in one menu for the whole list, and by key with the last one.
import { BookCheck, BookPlus, Copy, EyeOff, Eye, FileType, GitFork, MessageCircleQuestion, Network, Pencil, Pin, PinOff, ScissorsLineDashed, ListCollapse, Quote, Trash2 } from "lucide-react";
import { openPanel, togglePanel } from "$/public/external/chat_app/components/layout/library/panel.js";
import { copyText } from "$/public/external/chat_app/components/message/source_files/copy_button.jsx";
import { semanticOf } from "$/public/external/chat_app/components/semantic/library/store.js";
import { isAvailable, runAction, useAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { FloatingMenu } from "$/public/external/chat_app/components/ui/library/popover.jsx";
import { closeMessageMenu, useMessageMenu } from "./message_menu.js";
import { copyFormatted, quote } from "./message_text.js";

export function MessageMenu({ labels, lastId, onEdit, onFork, onPin, onExclude, onDivide, onSummarise, onDelete }) {
  const open = useMessageMenu();
  useAction("chat.fork", () => onFork(lastId, false), Boolean(lastId));
  const closed = () => {
    if (document.activeElement === document.body) open?.button.focus();
    closeMessageMenu();
  };
  const items = open ? itemsOf(open.message, { labels, onEdit, onFork, onPin, onExclude, onDivide, onSummarise, onDelete }) : [];
  return <FloatingMenu at={open?.at} label={labels.more} items={items} onClose={closed} />;
}

function itemsOf({ id, role, text, status, pinned, excluded, divided }, { labels, ...on }) {
  const answer = role === "assistant";
  const item = (key, icon, run, label = labels[key]) => ({ key: `message-${key}`, text: label, icon, run });
  return [
    text && item("copyMarkdown", Copy, () => copyText(text)),
    text && item("copyFormatted", FileType, () => copyFormatted(id, text)),
    text && status !== "running" && { ...item("edit", Pencil, () => on.onEdit(id)), key: answer ? "edit-answer" : "edit-question" },
    text && item("quote", Quote, () => quote(text)),
    answer && text && item("ask", MessageCircleQuestion, () => openPanel("side", { messageId: id, quote: "", serial: Date.now() })),
    item("pin", pinned ? PinOff : Pin, () => on.onPin(id, !pinned), pinned ? labels.unpin : labels.pin),
    item("fork", GitFork, () => on.onFork(id, false)),
    item("forkAll", Network, () => on.onFork(id, true)),
    text && status !== "running" && isAvailable("semantic.use") && item("semantic", semanticOf("message", id) ? BookCheck : BookPlus, () => runAction("semantic.use", "message", id), semanticOf("message", id) ? labels.semanticUsed : labels.semantic),
    item("exclude", excluded ? Eye : EyeOff, () => on.onExclude(id, !excluded), excluded ? labels.include : labels.exclude),
    item("divide", ScissorsLineDashed, () => on.onDivide(id, !divided), divided ? labels.join : labels.divide),
    status !== "running" && item("summarise", ListCollapse, () => on.onSummarise(id)),
    { ...item("delete", Trash2, () => on.onDelete(id)), key: "delete", danger: true },
  ].filter(Boolean);
}

const lastAnswerButton = (testid) => [...document.querySelectorAll(`.message.assistant [data-testid="${testid}"]`)].at(-1);

/** The actions that need no menu: keys and the command palette. Renders nothing. */
export function MessageKeys({ conversationId, lastId, onPin, onExclude, onClearContext, onSummarise }) {
  const begun = Boolean(conversationId && lastId);
  useAction("chat.tree", () => togglePanel("tree"), begun);
  useAction("chat.pinned", () => togglePanel("pinned"), begun);
  useAction("side.ask", () => openPanel("side", { messageId: "", quote: "", serial: Date.now() }), begun);
  useAction("context.clear", () => onClearContext(), begun);
  useAction("summary.make", () => onSummarise(""), begun);
  useAction("message.pin", () => onPin(lastId, true), begun);
  useAction("message.exclude", () => onExclude(lastId, true), begun);
  useAction("answer.good", () => lastAnswerButton("rate-up")?.click(), begun);
  useAction("answer.bad", () => lastAnswerButton("rate-down")?.click(), begun);
  return null;
}
