import { Component, memo, useEffect, useId, useMemo, useRef, useState } from "react";
import { readFence } from "./blocks.js";
import { definitionsFor, MarkdownDocument } from "./document.js";
import { LabelsProvider, useLabels } from "./labels.jsx";
import { renderCode, renderNodes } from "./markdown_nodes.jsx";
import { parseMarkdown } from "./markdown_parse.js";
import { mend } from "./mend.js";

const AT_ONCE = 40_000; // characters that one frame may parse

/** Markdown of a message. `live` while the text still grows. */
export const MarkdownView = memo(function MarkdownView({ text = "", live = false, labels, className = "" }) {
  return (
    <LabelsProvider labels={labels}>
      <Markdown text={text ?? ""} live={live} className={className} />
    </LabelsProvider>
  );
});

/** The same below a `LabelsProvider`. */
export const Markdown = memo(function Markdown({ text, live = false, className = "" }) {
  const document = useRef(null);
  document.current ??= new MarkdownDocument();
  const { blocks, links, notes } = document.current.update(text);
  const shown = useShownBlocks(blocks);
  const prefix = `msg${useId()}`;
  return (
    <div className={`md ${className}`} data-live={live || undefined} dir="auto">
      {blocks.slice(0, shown).map((block, index) => {
        const known = definitionsFor(block, links, notes);
        return (
          <Guard key={index} text={block.text}>
            <Block kind={block.kind} text={block.text} open={live && block.open} links={pack(known.links)} notes={pack(known.notes)} prefix={prefix} />
          </Guard>
        );
      })}
      {notes.size ? <Footnotes blocks={blocks} links={links} notes={notes} prefix={prefix} /> : null}
    </div>
  );
});

/** What a piece knows of the others, as a string: equal strings mean no new rendering. */
function pack(entries) {
  return entries.length ? JSON.stringify(entries) : "";
}

function unpack(text) {
  return new Map((text ? JSON.parse(text) : []).map((entry) => [entry.id, entry]));
}

/** How many blocks to render: very long texts come in portions, one a frame. */
function useShownBlocks(blocks) {
  const [allowed, setAllowed] = useState(AT_ONCE);
  let shown = 0;
  for (let used = 0; shown < blocks.length && (used < allowed || shown === 0); shown += 1) used += blocks[shown].text.length;
  const more = shown < blocks.length;
  useEffect(() => {
    if (!more) return undefined;
    const frame = requestAnimationFrame(() => setAllowed(allowed + AT_ONCE));
    return () => cancelAnimationFrame(frame);
  }, [more, allowed]);
  return shown;
}

const Block = memo(function Block({ kind, text, open, links, notes, prefix }) {
  const labels = useLabels();
  return useMemo(() => {
    if (kind === "plain") return <p className="msg-plain">{text}</p>;
    if (kind === "code") {
      const { code, language, closed } = readFence(text);
      return renderCode(code, language, open && !closed);
    }
    const known = { links: unpack(links), notes: unpack(notes) };
    const whole = open ? mend(text) : text;
    const { nodes, shift } = parseMarkdown(whole, [...known.links.keys()], [...known.notes.keys()]);
    return renderNodes(nodes, { source: " ".repeat(shift) + whole, open, labels, prefix, ...known });
  }, [kind, text, open, links, notes, prefix, labels]);
});

function Footnotes({ blocks, links, notes, prefix }) {
  const labels = useLabels();
  const numbered = [...notes.values()].filter((note) => note.number).sort((one, other) => one.number - other.number);
  if (!numbered.length) return null;
  const contents = noteContents(blocks, links, notes);
  return (
    <section className="msg-notes" aria-label={labels.footnotes}>
      <ol>
        {numbered.map((note) => {
          const found = contents.get(note.id);
          return (
            <li key={note.id} id={`${prefix}-note-${note.number}`} tabIndex={-1}>
              {renderNodes(found?.nodes ?? [], { source: found?.source ?? "", open: false, labels, prefix, links, notes })}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function noteContents(blocks, links, notes) {
  const contents = new Map();
  for (const { own, text } of blocks) {
    if (!own.notes.length) continue;
    const { nodes, shift } = parseMarkdown(text, [...links.keys()], [...notes.keys()]);
    const source = " ".repeat(shift) + text;
    walk(nodes, (node) => {
      if (node.type === "footnoteDefinition" && !contents.has(node.identifier)) contents.set(node.identifier, { nodes: node.children, source });
    });
  }
  return contents;
}

function walk(nodes, look) {
  for (const node of nodes) {
    look(node);
    if (node.children) walk(node.children, look);
  }
}

/** A piece that cannot be rendered is shown as its text; the rest of the message is not affected. */
class Guard extends Component {
  state = { failed: false, text: this.props.text };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  static getDerivedStateFromProps({ text }, state) {
    return text === state.text ? null : { failed: false, text };
  }

  render() {
    return this.state.failed ? <p className="msg-plain">{this.props.text}</p> : this.props.children;
  }
}
