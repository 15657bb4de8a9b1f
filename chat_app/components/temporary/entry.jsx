// The way into a temporary chat, beside the one into a new chat.
import { MessageCircleDashed } from "lucide-react";
import { useAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { useFeature } from "$/public/external/chat_app/components/ui/library/features.js";
import { isPlainClick } from "$/public/external/chat_app/components/layout/library/address.js";
import { goTo } from "$/public/external/chat_app/components/layout/library/navigation.js";
import { useLeaveDrawer } from "$/public/external/chat_app/components/layout/library/shell.jsx";

const PLACE = "/temporary";

export function TemporaryLink({ label, hint }) {
  const offered = useFeature("temporary");
  const leave = useLeaveDrawer();
  useAction("chat.temporary", () => goTo(PLACE));
  if (!offered) return null;
  const clicked = (event) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    leave();
    goTo(PLACE);
  };
  return (
    <a href={PLACE} className="temporary-link" data-testid="temporary-chat" aria-label={label} title={hint} onClick={clicked}>
      <TemporarySign size={18} />
    </a>
  );
}

export const TemporarySign = ({ size }) => <MessageCircleDashed size={size} strokeWidth={1.75} aria-hidden />;
