import { memo, useEffect, useState } from "react";
import { CodeBlock } from "./code_block.jsx";
import { CopyButton } from "./copy_button.jsx";
import { currentTheme, drawDiagram } from "./diagram_engine.js";
import { SourceIcon } from "./icons.jsx";
import { useLabels } from "./labels.jsx";
import { PanelButton } from "./panel_button.jsx";

const LEAST_WIDTH = 520; // pixels; on a narrow screen a diagram scrolls rather than becoming unreadable

/** A Mermaid diagram. While it is drawn, and when it cannot be, its source is shown. */
export const Diagram = memo(function Diagram({ source }) {
  const labels = useLabels();
  const [drawing, setDrawing] = useState(null);
  const [failed, setFailed] = useState(false);
  const [showSource, setShowSource] = useState(false);
  const theme = useThemeName();
  useEffect(() => {
    let here = true;
    drawDiagram(source, currentTheme()).then(
      (result) => here && (setDrawing(result), setFailed(false)),
      () => here && (setDrawing(null), setFailed(true)),
    );
    return () => {
      here = false;
    };
  }, [source, theme]);
  if (!drawing) {
    return (
      <>
        <CodeBlock code={source} language="mermaid" />
        {failed ? <p className="msg-note">{labels.diagram_failed}</p> : null}
      </>
    );
  }
  return (
    <figure className="msg-code msg-diagram" data-testid="diagram">
      <figcaption className="msg-code-bar">
        <span className="msg-code-language">{labels.diagram}</span>
        <button type="button" className="msg-action" aria-pressed={showSource} aria-label={labels.show_source} title={labels.show_source} onClick={() => setShowSource(!showSource)}>
          <SourceIcon />
        </button>
        <PanelButton label={labels.open_panel} />
        <CopyButton text={source} label={labels.copy_code} doneLabel={labels.copied} compact />
      </figcaption>
      {showSource ? (
        <pre role="group" tabIndex={0} aria-label={labels.diagram}>
          <code>{source}</code>
        </pre>
      ) : (
        <div className="msg-diagram-frame" tabIndex={0} role="group" aria-label={labels.diagram}>
          <img src={drawing.url} width={drawing.width} height={drawing.height} alt={source} style={{ minWidth: `min(${drawing.width}px, ${LEAST_WIDTH}px)` }} />
        </div>
      )}
    </figure>
  );
});

/** Changes whenever the page's theme does: by its own switch (on the root element) or by the system's. */
function useThemeName() {
  const [name, setName] = useState("");
  useEffect(() => {
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    const read = () => {
      const root = document.documentElement;
      setName(`${root.className} ${root.dataset.theme ?? ""} ${root.style.colorScheme} ${system.matches}`);
    };
    read();
    const watcher = new MutationObserver(read);
    watcher.observe(document.documentElement, { attributes: true, attributeFilter: ["class", "data-theme", "style"] });
    system.addEventListener("change", read);
    return () => {
      watcher.disconnect();
      system.removeEventListener("change", read);
    };
  }, []);
  return name;
}
