// Parts of the page that some people do not have.
import { useFeature } from "$/public/external/chat_app/components/ui/library/features.js";

export function Offered({ feature, children }) {
  return useFeature(feature) ? children : null;
}
