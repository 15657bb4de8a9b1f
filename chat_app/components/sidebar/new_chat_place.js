// A new chat in a folder: the address says so, too, and so a reload keeps it.
import { goTo } from "$/public/external/chat_app/components/layout/library/navigation.js";
import { idInAddress, writeAddress } from "$/public/external/chat_app/components/layout/library/address.js";
import { runAction } from "$/public/external/chat_app/components/ui/library/actions.js";

export const placeAddress = (folderId) => (folderId ? `/?folder=${folderId}` : "/");
const isChatPage = () => location.pathname === "/" || idInAddress() !== "";

export function beginIn(folderId, onBegin) {
  if (!isChatPage()) {
    goTo(placeAddress(folderId));
    return;
  }
  if (location.pathname !== "/") writeAddress("", false);
  onBegin(folderId);
  runAction("composer.focus");
}

/** Let the address name the folder in which the chat on show will begin. */
export function writePlace(folderId) {
  const wanted = placeAddress(folderId);
  if (location.pathname === "/" && location.pathname + location.search !== wanted) history.replaceState(history.state, "", wanted);
}
