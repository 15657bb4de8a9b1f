// Says calmly that the server is away. A short gap is not worth a word. When it is the session that ended, the way in is shown.
import { useEffect, useState } from "react";
import { LoaderCircle } from "lucide-react";
import { checkSession } from "$/public/external/chat_app/components/ui/library/api.js";

const PATIENCE = 1200;
const ASK_AGAIN = 5_000;

export function Connection({ lost, label }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!lost) {
      setShown(false);
      return undefined;
    }
    const timer = setTimeout(() => setShown(true), PATIENCE);
    checkSession();
    const asking = setInterval(checkSession, ASK_AGAIN);
    return () => {
      clearTimeout(timer);
      clearInterval(asking);
    };
  }, [lost]);
  return (
    <div role="status" className="connection-region">
      {shown && (
        <p className="connection" data-testid="connection">
          <LoaderCircle size={16} strokeWidth={1.75} className="turning" aria-hidden /> {label}
        </p>
      )}
    </div>
  );
}
