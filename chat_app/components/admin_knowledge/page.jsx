// Documents for answers, as administrators set them: what finds their passages, and folders of the server that bring some.
import "$/public/styles/billing.css";
import "$/public/styles/admin_knowledge.css";
import { IndexCard } from "./index_card.jsx";
import { WatchedCard } from "./watched_card.jsx";

export function AdminKnowledge({ labels }) {
  return (
    <div className="billing-content admin-knowledge" data-testid="admin-knowledge">
      <IndexCard labels={labels} />
      <WatchedCard labels={labels} />
    </div>
  );
}
