// Local models: servers, downloads, and what works without a network.
import { useCallback, useEffect, useState } from "react";
import { RotateCcw } from "lucide-react";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { Downloads } from "./local_pulls.jsx";
import { Offline } from "./local_offline.jsx";
import { Server } from "./local_server.jsx";
import { BASE, icon, sentenceOf, usePulls } from "./local_calls.js";
import "$/public/styles/local_models.css";

const AGAIN = 10_000;

export function LocalModels({ labels }) {
  const [servers, setServers] = useState(null);
  const [problem, setProblem] = useState("");
  const load = useCallback(async () => {
    try {
      setServers((await api(`${BASE}/servers`)).items);
      setProblem("");
    } catch (error) {
      setProblem(sentenceOf(error, labels));
    }
  }, [labels]);
  useEffect(() => {
    load();
    const timer = setInterval(() => document.visibilityState === "visible" && load(), AGAIN);
    return () => clearInterval(timer);
  }, [load]);
  const { pulls, finished, act } = usePulls();
  if (servers === null && problem) return <Failed problem={problem} labels={labels} onRetry={load} />;
  if (servers === null) return <div className="admin-empty local-waiting" aria-busy="true" data-testid="local-waiting" />;
  return (
    <div className="local" data-testid="local-models">
      {pulls.length > 0 && <Downloads pulls={pulls} act={act} labels={labels} />}
      {servers.length === 0 && (
        <div className="admin-empty" data-testid="local-none">
          <h2>{labels.none}</h2>
          <p>{labels.none_help}</p>
        </div>
      )}
      {servers.map((server) => (
        <Server key={server.id} server={server} pulls={pulls} finished={finished} act={act} labels={labels} onCheck={load} />
      ))}
      <Offline finished={finished} act={act} labels={labels} />
    </div>
  );
}

function Failed({ problem, labels, onRetry }) {
  return (
    <div className="admin-empty" role="alert">
      <p>{problem}</p>
      <button type="button" className="button" onClick={onRetry}>
        <RotateCcw {...icon} />
        {labels.retry}
      </button>
    </div>
  );
}
