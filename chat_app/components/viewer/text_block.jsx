// A part of a text as what it is. The mark goes across parts: each shows its share of it.
import { memo } from "react";
import { cut, signsOf } from "./places.js";

const SIGNS = /^#{1,6}\s+/;
const CELLS = " | ";

export const Block = memo(
  function Block({ block, mark }) {
    if (block.kind === "table") return <Rows block={block} mark={mark} />;
    if (block.kind === "code")
      return (
        <pre className="viewer-code" tabIndex={0}>
          <Marked block={block} mark={mark} />
        </pre>
      );
    if (block.kind === "heading")
      return (
        <p className="viewer-heading" role="heading" aria-level={Math.min(6, 2 + block.level)} data-level={block.level}>
          <Marked block={withoutSigns(block)} mark={mark} />
        </p>
      );
    return (
      <p className={`viewer-${block.kind}`}>
        <Marked block={block} mark={mark} />
      </p>
    );
  },
  (before, after) => before.block === after.block && isMarked(before) === false && isMarked(after) === false,
);

const overlaps = (start, end, mark) => Boolean(mark) && mark.start >= 0 && mark.start < end && mark.end > start;
const isMarked = ({ block, mark }) => overlaps(block.start, block.end, mark);

// In the source of Markdown a heading begins with signs that say its rank.
function withoutSigns(block) {
  const signs = SIGNS.exec(block.text)?.[0] ?? "";
  return { ...block, start: block.start + signs.length, text: block.text.slice(signs.length) };
}

function Marked({ block, mark }) {
  if (!overlaps(block.start, block.end, mark)) return block.text;
  const [before, marked, after] = cut(block.text, block.start, mark.start, mark.end);
  return (
    <>
      {before}
      {marked && <mark data-testid="highlight">{marked}</mark>}
      {after}
    </>
  );
}

function Rows({ block, mark }) {
  const lines = linesOf(block);
  const head = lines.slice(0, block.level);
  const widest = Math.max(...lines.map(({ cells }) => cells.length));
  return (
    <div className="viewer-table" tabIndex={0} role="group">
      <table>
        {head.length > 0 && (
          <thead>
            {head.map((line) => (
              <Row key={line.start} line={line} Cell="th" widest={widest} mark={mark} />
            ))}
          </thead>
        )}
        <tbody>
          {lines.slice(block.level).map((line) => (
            <Row key={line.start} line={line} Cell="td" widest={widest} mark={mark} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ line, Cell, widest, mark }) {
  const isHere = overlaps(line.start, line.end, mark);
  return (
    <tr data-testid={isHere ? "highlight" : undefined} className={isHere ? "marked" : undefined}>
      {line.cells.map((cell, index) => (
        <Cell key={index} colSpan={index === line.cells.length - 1 ? widest - index : undefined}>
          {cell}
        </Cell>
      ))}
    </tr>
  );
}

function linesOf({ text, start }) {
  let at = start;
  return text.split("\n").map((line) => {
    const begin = at;
    at += signsOf(line).length + 1;
    return { start: begin, end: at - 1, cells: line.split(CELLS) };
  });
}
