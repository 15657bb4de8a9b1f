// Details that are there for whoever wants them; what is folded is not rendered.
import { useState } from "react";
import { ChevronRight } from "lucide-react";

export function Fold({ title, testid, children }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="why-fold" data-testid={testid} onToggle={(event) => event.target === event.currentTarget && setOpen(event.currentTarget.open)}>
      <summary>
        <ChevronRight size={14} strokeWidth={1.75} aria-hidden />
        {title}
      </summary>
      {open ? <div className="why-folded">{children}</div> : null}
    </details>
  );
}
