// What Parley keeps of the person, who looked at it, and how to take it along or have it erased.
import { useFeature } from "$/public/external/chat_app/components/ui/library/features.js";
import { AccountDeletion } from "./deletion.jsx";
import { Accesses, Activity } from "./activity.jsx";
import { Consents, Retention } from "./choices.jsx";
import { DataExport } from "./data_export.jsx";

export function PrivacySection({ actions, purposes, labels }) {
  const signedIn = useFeature("login");
  return (
    <>
      <DataExport labels={labels} />
      <Retention labels={labels} />
      <Consents purposes={purposes} labels={labels} />
      {signedIn && <Accesses labels={labels} />}
      <Activity actions={actions} labels={labels} />
      {signedIn && <AccountDeletion labels={labels} />}
    </>
  );
}
