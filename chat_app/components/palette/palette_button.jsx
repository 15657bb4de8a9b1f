// Opens the command palette by touch.
import { Command } from "lucide-react";
import { runAction } from "$/public/external/chat_app/components/ui/library/actions.js";

export function PaletteButton({ label, className }) {
  return (
    <button type="button" className={className} aria-label={label} title={label} data-testid="palette-open" onClick={() => runAction("palette.open")}>
      <Command size={18} strokeWidth={1.75} aria-hidden />
    </button>
  );
}
