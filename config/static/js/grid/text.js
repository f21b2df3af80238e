// Small tools for text: folding as the server's reader folds, filling templates, exact hundredths.

const ZERO_WIDTH = /[\u200b-\u200f\u2060\ufeff\u00ad]/g;
const WIDE = /[\uff01-\uff5e]/g;

/** Full-width forms of ASCII become ASCII; blanks around and zero-width marks go. */
export function fold(text) {
  return text
    .replace(ZERO_WIDTH, "")
    .replace(WIDE, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, " ")
    .trim();
}

/** fill("%(n)s cells", {n: 3}) → "3 cells". */
export function fill(template, values) {
  return template.replace(/%\((\w+)\)s/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** "8.5" → 850, "−3" → −300: integers, so that no binary fraction gets near a score. Null for anything else. */
export function hundredths(text) {
  const found = /^([-−]?)(\d+)(?:\.(\d{1,2}))?$/.exec(text || "");
  if (!found) return null;
  const size = Number(found[2]) * 100 + Number((found[3] || "").padEnd(2, "0"));
  return found[1] ? -size : size;
}

/** Points for a narrow cell: "8.50" → "8.5", "8.00" → "8". */
export function short(points) {
  return points.includes(".") ? points.replace(/\.?0+$/, "") : points;
}

/** An indicator without marks of its own: a veto, a factor, a bonus on top. */
export function noMarks(indicator) {
  return hundredths(indicator.full) === 0;
}

/** Points as they are read: a bonus with its plus. */
export function earned(indicator, points) {
  return indicator.kind === "bonus" && hundredths(points) > 0 ? `+${points}` : points;
}

/** A moment of today as 14:05, another as 6-3 14:05. */
export function clock(iso) {
  const at = new Date(iso);
  const time = `${at.getHours()}`.padStart(2, "0") + ":" + `${at.getMinutes()}`.padStart(2, "0");
  return at.toDateString() === new Date().toDateString() ? time : `${at.getMonth() + 1}-${at.getDate()} ${time}`;
}
