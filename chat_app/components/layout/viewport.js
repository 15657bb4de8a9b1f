// The keyboard of a phone takes space from the page, so that the composer stays above it. Browsers that know
// `interactive-widget=resizes-content` do this themselves; Safari says it through the visual viewport only.
import { useEffect } from "react";

const LEAST = 120;

export function useKeyboardSpace() {
  useEffect(() => {
    const view = window.visualViewport;
    if (!view || !matchMedia("(pointer: coarse)").matches) return undefined;
    const root = document.documentElement;
    const fit = () => {
      // Pinch zoom makes the visual viewport smaller, too.
      const covered = view.scale > 1.01 ? 0 : window.innerHeight - view.height;
      if (covered < LEAST) return root.style.removeProperty("--viewport");
      root.style.setProperty("--viewport", `${Math.round(view.height)}px`);
      return scrollTo(0, 0);
    };
    view.addEventListener("resize", fit);
    return () => view.removeEventListener("resize", fit);
  }, []);
}
