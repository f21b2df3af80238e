// An entry in words, for the two sides of a conflict and for labels.

import { shown } from "./fields.js";
import { fill, noMarks } from "./text.js";

/** @returns {[string, string][]} name and value of everything that was entered */
export function lines(indicator, entry, texts) {
  const value = shown(indicator, entry) || texts.not_entered;
  const found = [[texts.value, value]];
  if (entry.ne) found[0] = [texts.ne, Object.values(entry.inputs).some(Boolean) ? shown(indicator, { ...entry, ne: false }) : texts.yes];
  if (entry.reason) found.push([texts.reason, entry.reason]);
  if (entry.source) found.push([texts.source, entry.source]);
  if (entry.date) found.push([texts.source_date, entry.date]);
  return found;
}

/** The cell in one sentence for a screen reader. */
export function spoken(cell, texts) {
  const { indicator, base, sheet } = cell;
  const entry = cell.draft ? cell.draft.entry : base.entry;
  const value = shown(indicator, entry) || texts.not_entered;
  const points = base.points === null ? texts.unscored : fill(texts[noMarks(indicator) ? "points_only" : "points_of"], { points: base.points, full: indicator.full });
  const state = cell.draft && texts[`state_${cell.state}`] ? texts[`state_${cell.state}`] : "";
  const why = cell.problems.map((problem) => problem.message).join(" ");
  const shut = sheet.shut && fill(texts.locked, { why: sheet.shut });
  return [sheet.name, `${indicator.code} ${indicator.name}`, value, points, state, why, shut].filter(Boolean).join(", ");
}
