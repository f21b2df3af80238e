// The list of drawn records between its canonical text and rows: "0103: blank×2, phone" a line, defects by code.
// What can't be understood is kept as it stands, so that nothing typed is lost; the server tells the line.

import { fold } from "./text.js";

/** @typedef {import("./types.js").Field} Field */
/** @typedef {{record: string, defects: Map<string, number>, unknown: string[]}} Drawn */

const COLON = /[:：﹕]/;
const TIMES = /^(.*?)\s*(?:[×✕xX*]\s*(\d{1,3}))?$/;

/** @param {Field} field @returns {Drawn[]} */
export function parseList(field, text) {
  const lines = text.split(/[\r\n;；﹔]+/).map((line) => line.trim());
  return lines.filter(Boolean).map((line) => drawn(field, line));
}

function drawn(field, line) {
  const at = line.search(COLON);
  const row = { record: (at < 0 ? line : line.slice(0, at)).trim(), defects: new Map(), unknown: [] };
  if (at < 0) return row;
  for (const part of line.slice(at + 1).split(/[,，、]/)) take(field, row, part.trim());
  return row;
}

function take(field, row, part) {
  const [, name, times] = TIMES.exec(fold(part));
  const word = name.toLowerCase();
  const found = field.choices.find((choice) => choice.code === word || choice.also.includes(word));
  if (found && !row.defects.has(found.code)) row.defects.set(found.code, Number(times || 1));
  else if (part) row.unknown.push(part);
}

/** @param {Drawn[]} rows @returns {string} canonical text; rows in which nothing stands are left out */
export function formatList(field, rows) {
  return rows.filter((row) => row.record || row.defects.size || row.unknown.length).map((row) => line(row, (code) => code)).join("\n");
}

/** The text as people read it: defects by their names. */
export function listed(field, text) {
  const names = new Map(field.choices.map((choice) => [choice.code, choice.label]));
  return parseList(field, text).map((row) => line(row, (code) => names.get(code))).join("\n");
}

function line({ record, defects, unknown }, name) {
  const found = [...defects].map(([code, times]) => (times === 1 ? name(code) : `${name(code)}×${times}`));
  const parts = [...found, ...unknown];
  return parts.length ? `${record}: ${parts.join(", ")}` : record;
}
