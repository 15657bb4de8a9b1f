/**
 * Draws Mermaid diagrams as pictures (data URLs). A picture cannot run scripts, load anything or style the page, whatever a
 * diagram contains. Mermaid itself measures text in the page, so sources that could make it load something are refused before.
 */

const MOST_SOURCE = 15_000; // characters
const LOADS = /url\s*\(|@import|image-set|\bimg\s*:|\bsrc\s*:|<\s*\/?\s*(?!br\b)[a-z]|javascript:|\\[0-9a-f]/i;
const STEREOTYPE = /<<[\w -]+>>/g; // "<<interface>>" is no tag
const CONFIGURES = /%%\{[^]*?\}%%|^\s*---\r?\n[^]*?\n---[ \t]*\r?\n/g;

let queue = Promise.resolve();
let count = 0;

/** @returns {Promise<{url: string, width: number, height: number}>} rejects when Mermaid cannot draw it */
export function drawDiagram(source, theme) {
  const turn = queue.then(() => draw(source, theme));
  queue = turn.catch(() => undefined); // Mermaid keeps global state: one diagram at a time
  return turn;
}

async function draw(source, theme) {
  const text = source.replace(CONFIGURES, "");
  if (text.length > MOST_SOURCE || LOADS.test(text.replace(STEREOTYPE, ""))) throw new Error("refused");
  const { default: mermaid } = await import("mermaid");
  mermaid.initialize(settings(theme));
  const stage = document.createElement("div");
  stage.className = "msg-stage";
  document.body.append(stage);
  try {
    const { svg } = await mermaid.render(`parley-diagram-${(count += 1)}`, text, stage);
    return picture(svg);
  } finally {
    stage.remove();
  }
}

function settings(theme) {
  return {
    startOnLoad: false,
    securityLevel: "strict",
    htmlLabels: false,
    flowchart: { htmlLabels: false },
    suppressErrorRendering: true,
    look: "classic",
    maxTextSize: MOST_SOURCE,
    maxEdges: 300,
    theme: "base",
    darkMode: theme.dark,
    fontFamily: "ui-sans-serif, system-ui, sans-serif",
    themeVariables: {
      darkMode: theme.dark,
      background: theme.surface,
      primaryColor: theme.tint,
      primaryTextColor: theme.text,
      primaryBorderColor: theme.accent,
      secondaryColor: theme.raised,
      tertiaryColor: theme.raised,
      lineColor: theme.faint,
      textColor: theme.text,
      edgeLabelBackground: theme.surface,
      noteBkgColor: theme.raised,
      noteTextColor: theme.text,
      noteBorderColor: theme.line,
      clusterBkg: theme.raised,
      clusterBorder: theme.line,
      fontSize: "14px",
    },
  };
}

function picture(svg) {
  const root = new DOMParser().parseFromString(svg.replaceAll("<br>", "<br/>"), "image/svg+xml").documentElement;
  if (root.nodeName !== "svg") throw new Error("not a drawing");
  const [, , width, height] = (root.getAttribute("viewBox") ?? "").split(/[\s,]+/).map(Number);
  if (!(width > 0 && height > 0)) throw new Error("empty drawing");
  root.setAttribute("width", String(width));
  root.setAttribute("height", String(height));
  return { url: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(root))}`, width, height };
}

/** The page's colours at this moment. */
export function currentTheme() {
  const style = getComputedStyle(document.documentElement);
  const token = (name) => style.getPropertyValue(`--${name}`).trim() || undefined;
  const names = ["surface", "raised", "text", "faint", "line", "accent", "tint"];
  return { dark: style.colorScheme.includes("dark") && !style.colorScheme.includes("light"), ...Object.fromEntries(names.map((name) => [name, token(name)])) };
}
