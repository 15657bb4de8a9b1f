// Parley as an app of its own: offered once, quietly, in the drawer of a phone, and always in the settings.
import { useEffect, useState, useSyncExternalStore } from "react";
import { Download, Share, X } from "lucide-react";
import { useAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";

const YEAR = 31_536_000;
const COOKIE = "parley_install=later";
const CHANGED = "parley-install";

// register-sw.js keeps the browser's offer, which may come before this script runs.
const offer = () => window.parleyInstall ?? null;
const subscribe = (notify) => {
  addEventListener(CHANGED, notify);
  return () => removeEventListener(CHANGED, notify);
};
const isApple = () => /iPhone|iPad|iPod/.test(navigator.userAgent) || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);
const isInstalled = () => matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;

export function InstallOffer({ labels }) {
  const prompt = useSyncExternalStore(subscribe, offer, () => null);
  const [apple, setApple] = useState(false);
  const [later, setLater] = useState(true);
  const [hint, setHint] = useState(false);
  useEffect(() => {
    setApple(isApple() && !isInstalled());
    setLater(isInstalled() || document.cookie.includes(COOKIE));
  }, []);
  const notNow = () => {
    setLater(true);
    document.cookie = `${COOKIE}; Path=/; Max-Age=${YEAR}; SameSite=Lax${location.protocol === "https:" ? "; Secure" : ""}`;
  };
  const install = async () => {
    notNow();
    if (!prompt) return setHint(true);
    prompt.prompt();
    const { outcome } = await prompt.userChoice;
    if (outcome === "accepted") window.parleyInstall = null;
    return dispatchEvent(new Event(CHANGED));
  };
  useAction("app.install", install, Boolean(prompt) || apple);
  return (
    <>
      {(prompt || apple) && !later && (
        <div className="install-offer" data-testid="install-offer">
          <button type="button" className="install-yes" onClick={install}>
            <Download size={18} strokeWidth={1.75} aria-hidden />
            <span>{labels.install}</span>
          </button>
          <button type="button" className="icon-button" aria-label={labels.later} title={labels.later} data-testid="install-later" onClick={notNow}>
            <X size={16} strokeWidth={1.75} aria-hidden />
          </button>
        </div>
      )}
      <Dialog open={hint} onClose={() => setHint(false)} title={labels.install} closeLabel={labels.close} testid="install-hint">
        <p className="install-steps">
          <Share size={18} strokeWidth={1.75} aria-hidden /> {labels.apple}
        </p>
      </Dialog>
    </>
  );
}
