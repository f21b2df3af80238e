// Blocks of cells as the clipboard carries them: tabs between cells, line breaks between rows, quotes around
// cells that hold either (Excel, WPS, LibreOffice).

/** @returns {string[][]} */
export function parse(text) {
  const rows = [[]];
  let at = 0;
  const row = () => rows[rows.length - 1];
  while (at <= text.length) {
    const [cell, next] = text[at] === '"' ? quoted(text, at) : bare(text, at);
    row().push(cell);
    if (next >= text.length) break;
    if (text[next] === "\t") at = next + 1;
    else {
      at = next + (text[next] === "\r" && text[next + 1] === "\n" ? 2 : 1);
      if (at >= text.length) break; // a line break at the end closes the last row
      rows.push([]);
    }
  }
  return rows;
}

function bare(text, from) {
  let to = from;
  while (to < text.length && text[to] !== "\t" && text[to] !== "\n" && text[to] !== "\r") to += 1;
  return [text.slice(from, to), to];
}

/** A quoted cell; a quote that never closes properly was an ordinary letter after all. */
function quoted(text, from) {
  let value = "";
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] !== '"') value += text[at];
    else if (text[at + 1] === '"') value += text[(at += 1)];
    else {
      const end = at + 1;
      return end >= text.length || "\t\r\n".includes(text[end]) ? [value, end] : bare(text, from);
    }
  }
  return bare(text, from);
}

/** @param {string[][]} rows */
export function format(rows) {
  const cell = (value) => (/["\t\r\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value);
  return rows.map((row) => row.map(cell).join("\t")).join("\r\n");
}
