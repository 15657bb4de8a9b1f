/** Syntax tree (mdast) to React elements. Only what is named here can come out; no attribute of the text reaches an element unchecked. */
import { Fragment } from "react";
import { CodeBlock } from "./code_block.jsx";
import { Diagram } from "./diagram.jsx";
import { linkTarget, saysHost } from "./links.js";
import { MathView } from "./math_view.jsx";
import { Picture } from "./picture.jsx";
import { Citation, withCitations } from "$/public/external/chat_app/components/citations/library/citation.jsx";

const DEEPEST = 100;
const MATH_LANGUAGES = new Set(["math", "katex"]);

/**
 * @typedef {object} Context
 * @property {string} source  the text the offsets of the nodes point into
 * @property {boolean} open  the piece may still grow
 * @property {Map<string, {url: string, title: string}>} links
 * @property {Map<string, {number: number}>} notes
 * @property {string} prefix  for the ids of footnotes
 * @property {object} labels
 * @property {boolean} [linked]  within a link, where a number is no button
 */

/** @param {object[]} nodes @param {Context} context @param {number} depth */
export function renderNodes(nodes, context, depth = 0) {
  return nodes.map((node, index) => <Fragment key={index}>{renderNode(node, context, depth)}</Fragment>);
}

function renderNode(node, context, depth) {
  if (depth > DEEPEST) return sourceOf(node, context);
  const render = RENDERERS[node.type];
  return render ? render(node, context, () => renderNodes(node.children ?? [], context, depth + 1), depth) : sourceOf(node, context);
}

const RENDERERS = {
  text: (node, context) => (context.linked ? node.value : withCitations(node.value)),
  html: (node) => (/^<br\s*\/?>$/i.test(node.value) ? <br /> : node.value),
  paragraph: (node, _, inner) => <p>{inner()}</p>,
  heading: (node, _, inner) => {
    // The page owns the first two levels; a message's own are told apart by size.
    const Tag = node.depth <= 3 ? "h3" : "h4";
    return <Tag className={`msg-h${node.depth}`}>{inner()}</Tag>;
  },
  thematicBreak: () => <hr />,
  blockquote: (node, _, inner) => <blockquote>{inner()}</blockquote>,
  emphasis: (node, _, inner) => <em>{inner()}</em>,
  strong: (node, _, inner) => <strong>{inner()}</strong>,
  delete: (node, _, inner) => <del>{inner()}</del>,
  inlineCode: (node) => <code className="msg-inline-code">{node.value}</code>,
  break: () => <br />,
  list: renderList,
  code: (node, context) => renderCode(node.value, node.lang ?? "", context.open),
  math: (node, context) => (node.closed || !context.open ? <MathView tex={node.value} display /> : <div className="msg-math msg-math-source">{node.value}</div>),
  inlineMath: (node) => <MathView tex={node.value} display={node.display} inline />,
  table: renderTable,
  link: (node, context, inner, depth) => renderLink(node, node.url, context, depth),
  linkReference: renderReference,
  image: (node, context) => <Picture url={node.url} alt={node.alt ?? ""} source={sourceOf(node, context)} />,
  imageReference: (node, context) => <Picture url={context.links.get(node.identifier)?.url ?? ""} alt={node.alt ?? ""} source={sourceOf(node, context)} />,
  footnoteReference: renderNoteMark,
  definition: () => null,
  footnoteDefinition: () => null,
};

function sourceOf(node, context) {
  return context.source.slice(node.position.start.offset, node.position.end.offset);
}

/** A fence of a message, top level or not. */
export function renderCode(code, language, open) {
  const name = language.toLowerCase();
  if (name === "mermaid" && !open) return <Diagram source={code} />;
  if (MATH_LANGUAGES.has(name) && !open) return <MathView tex={code} display />;
  return <CodeBlock code={code} language={language} open={open} />;
}

function renderList(node, context, inner, depth) {
  const tasks = node.children.some((item) => typeof item.checked === "boolean");
  const items = node.children.map((item, index) => renderItem(item, node.spread || node.children.some((one) => one.spread), context, index, depth));
  if (!node.ordered) return <ul className={tasks ? "msg-tasks" : undefined}>{items}</ul>;
  return <ol start={node.start === 1 ? undefined : (node.start ?? undefined)}>{items}</ol>;
}

/** In a tight list the text of an item is no paragraph of its own. */
function renderItem(item, loose, context, index, depth) {
  const content = item.children.map((child, at) => (
    <Fragment key={at}>
      {!loose && child.type === "paragraph" ? renderNodes(child.children, context, depth + 2) : renderNode(child, context, depth + 2)}
    </Fragment>
  ));
  if (typeof item.checked !== "boolean") return <li key={index}>{content}</li>;
  return (
    <li key={index} className="msg-task">
      <input type="checkbox" checked={item.checked} readOnly disabled aria-label={item.checked ? context.labels.task_done : context.labels.task_open} />
      <div>{content}</div>
    </li>
  );
}

function renderTable(node, context, inner, depth) {
  const [head, ...rows] = node.children;
  const cell = (Tag, child, at) => (
    <Tag key={at} data-align={node.align?.[at] ?? undefined} scope={Tag === "th" ? "col" : undefined}>
      {renderNodes(child.children, context, depth + 2)}
    </Tag>
  );
  const width = head.children.length;
  return (
    <div className="msg-table" tabIndex={0} role="group" aria-label={context.labels.table}>
      <table>
        <thead>
          <tr>{head.children.map((child, at) => cell("th", child, at))}</tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>{row.children.slice(0, width).map((child, at) => cell("td", child, at))}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** "[1]" is a source where there is one, also in an answer that ends in a list of addresses "[1]: https://…". */
function renderReference(node, context, inner, depth) {
  const target = context.links.get(node.identifier);
  const shown = target ? renderLink(node, target.url, context, depth) : sourceOf(node, context);
  const number = node.referenceType === "shortcut" && !context.linked ? /^[1-9]\d{0,2}$/.exec(node.identifier) : null;
  return number ? <Citation numbers={[Number(number[0])]} raw={shown} /> : shown;
}

function renderLink(node, url, context, depth) {
  const target = linkTarget(url);
  if (!target) return sourceOf(node, context);
  const inner = renderNodes(node.children ?? [], { ...context, linked: true }, depth + 1);
  if (holdsPicture(node)) return <>{inner} {anchor(target, target.host)}</>; // a button within a link would be neither
  return (
    <>
      {anchor(target, inner)}
      {saysHost(textOf(node), target.host) ? null : <bdi className="msg-host">{target.host}</bdi>}
    </>
  );
}

function anchor(target, children) {
  return (
    <a href={target.href} title={target.href} target="_blank" rel="noopener noreferrer nofollow ugc">
      {children}
    </a>
  );
}

function holdsPicture(node) {
  return (node.children ?? []).some((child) => child.type === "image" || child.type === "imageReference" || holdsPicture(child));
}

function textOf(node) {
  return node.value ?? (node.children ?? []).map(textOf).join("");
}

function renderNoteMark(node, context) {
  const note = context.notes.get(node.identifier);
  if (!note?.number) return sourceOf(node, context);
  const id = `${context.prefix}-note-${note.number}`;
  return (
    <sup className="msg-note-mark">
      <a href={`#${id}`} onClick={goTo(id)} aria-label={`${context.labels.footnote} ${note.number}`}>
        {note.number}
      </a>
    </sup>
  );
}

/** Within the message only: a changed address would make the page load anew. */
export function goTo(id) {
  return (event) => {
    event.preventDefault();
    const target = document.getElementById(id);
    target?.scrollIntoView({ block: "center", behavior: "smooth" });
    target?.focus({ preventScroll: true });
  };
}
