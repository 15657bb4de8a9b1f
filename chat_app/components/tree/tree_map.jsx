// The map of a chat: a row for each message, branches in lanes, the branch on show marked.
import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { EyeOff, Pin } from "lucide-react";
import { closePanel } from "$/public/external/chat_app/components/layout/library/panel.js";
import { detailsAt, laneX, linesOf, nextPlace } from "./tree_lines.js";

const KEYS = ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End"];
const coversPage = () => matchMedia("(max-width: 860px)").matches;

export function TreeMap({ nodes, conversationId, ofChatId, stamp, totalLabel, shownLabel, labels, onLoad, onClose, onGo }) {
  const load = useRef(onLoad);
  load.current = onLoad;
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    load.current();
  }, [conversationId, stamp]);
  useEffect(() => () => close.current(), []);
  if (!conversationId || (ofChatId === conversationId && !nodes.length)) return <p className="panel-empty">{labels.empty}</p>;
  if (ofChatId !== conversationId) return <TreeSkeleton />;
  return (
    <>
      <dl className="tree-sums" data-testid="tree-sums">
        <div>
          <dt>{labels.shown}</dt>
          <dd>{shownLabel}</dd>
        </div>
        <div>
          <dt>{labels.total}</dt>
          <dd>{totalLabel}</dd>
        </div>
      </dl>
      <Rows nodes={nodes} labels={labels} onGo={onGo} />
    </>
  );
}

function Rows({ nodes, labels, onGo }) {
  const list = useRef(null);
  const [row, setRow] = useState(32);
  const end = nodes.findLastIndex((node) => node.shown);
  const [active, setActive] = useState(nodes[Math.max(0, end)].id);
  const found = nodes.findIndex((node) => node.id === active);
  const place = found < 0 ? Math.max(0, end) : found;
  const lines = useMemo(() => linesOf(nodes, row), [nodes, row]);
  useLayoutEffect(() => {
    const first = list.current.querySelector("[role=treeitem]");
    if (first) setRow(first.offsetHeight);
    list.current.querySelector("[tabindex='0']")?.scrollIntoView({ block: "nearest" });
  }, []);
  const goTo = useRef(onGo);
  goTo.current = onGo;
  const go = useCallback((id) => {
    setActive(id);
    goTo.current(id);
    if (coversPage()) closePanel();
  }, []);
  const pressed = (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return go(nodes[place].id);
    }
    if (!KEYS.includes(event.key)) return undefined;
    event.preventDefault();
    const next = nextPlace(nodes, place, event.key);
    setActive(nodes[next].id);
    return list.current.querySelectorAll("[role=treeitem]")[next].focus();
  };
  return (
    <>
      <div ref={list} className="tree" role="tree" aria-label={labels.label} data-testid="tree" onKeyDown={pressed}>
        <svg className="tree-lines" width="100%" height={nodes.length * row} aria-hidden="true">
          <path d={lines.other} />
          <path d={lines.shown} className="shown" />
        </svg>
        {nodes.map((node, at) => (
          <Row key={node.id} node={node} labels={labels} focusable={at === place} onGo={go} />
        ))}
      </div>
      <div className="tree-foot" data-testid="branch-details">
        <p>{detailsAt(nodes, place)}</p>
        <p className="tree-hint">{labels.hint}</p>
      </div>
    </>
  );
}

const Row = memo(function Row({ node, labels, focusable, onGo }) {
  const author = node.role === "user" ? labels.you : labels.answer;
  return (
    <div
      role="treeitem"
      aria-level={node.lane + 1}
      aria-current={node.shown ? "true" : undefined}
      aria-selected={focusable}
      tabIndex={focusable ? 0 : -1}
      className={`tree-row ${node.role}${node.shown ? " shown" : ""}${node.excluded ? " excluded" : ""}`}
      style={{ "--x": `${laneX(node.lane)}px` }}
      title={node.details || node.excerpt}
      data-id={node.id}
      data-testid="tree-node"
      onClick={() => onGo(node.id)}
    >
      <span className={node.running ? "tree-dot running" : "tree-dot"} aria-hidden="true" />
      <span className="visually-hidden">{author}: </span>
      <span className="tree-text">{node.excerpt}</span>
      {node.pinned && <Pin size={12} strokeWidth={1.75} aria-hidden />}
      {node.excluded && <EyeOff size={12} strokeWidth={1.75} aria-hidden />}
      {node.branch && (
        <span className="tree-branch" data-testid="branch-cost">
          {node.branch}
        </span>
      )}
      {node.details && <span className="visually-hidden">{node.details}</span>}
    </div>
  );
});

function TreeSkeleton() {
  return (
    <div className="tree-skeleton" aria-hidden="true">
      {[70, 55, 80, 45, 65].map((width) => (
        <span key={width} className="skeleton" style={{ "--w": `${width}%` }} />
      ))}
    </div>
  );
}
