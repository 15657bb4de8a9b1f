// Says calmly that the server is away. A short gap is not worth a word.
import { useEffect, useState } from "react";
import { LoaderCircle } from "lucide-react";

const PATIENCE = 1200;

export function Connection({ lost, label }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!lost) {
      setShown(false);
      return undefined;
    }
    const timer = setTimeout(() => setShown(true), PATIENCE);
    return () => clearTimeout(timer);
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
