// Comma, semicolon and tab separated values (RFC 4180 and what spreadsheets write). Pure.

/** @returns {string[][]} at most `most` rows */
export function parseTable(text, most = 1000) {
  const separator = separatorOf(text);
  const rows = [[]];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') cell += text[++at];
      else quoted = false;
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === separator) {
      rows.at(-1).push(cell);
      cell = "";
    } else if (sign === "\n") {
      rows.at(-1).push(cell.replace(/\r$/, ""));
      cell = "";
      if (rows.length > most) return rows.slice(0, most);
      rows.push([]);
    } else cell += sign;
  }
  if (cell || rows.at(-1).length) rows.at(-1).push(cell.replace(/\r$/, ""));
  return rows.filter((row) => row.length && !(row.length === 1 && row[0] === "")).slice(0, most);
}

/** The sign that divides the first line into the most cells. */
function separatorOf(text) {
  const [first] = text.split("\n", 1);
  return [",", ";", "\t"].map((sign) => [first.split(sign).length, sign]).sort(([one], [other]) => other - one)[0][1];
}
