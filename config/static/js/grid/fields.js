// Between the text of one table cell and the inputs of an indicator, both ways; and the light check while typing.
// The server reads and judges every value again: nothing here decides what is right.

import { listed, parseList } from "./lists.js";
import { fold, hundredths } from "./text.js";

/** @typedef {import("./types.js").Indicator} Indicator */
/** @typedef {import("./types.js").Entry} Entry */

// A text is one line of at most this many characters.
export const LINE = 60;

// How people write "not entered" and "not applicable"; the page says.
let nothing = new Set([""]);
let notApplicable = new Set();
let noEvidence = new Set();
let naLabel = "";
let neLabel = "";

/** @param {{nothing: string[], na: string[], ne: string[]}} spellings */
export function spell(spellings) {
  nothing = new Set(spellings.nothing);
  notApplicable = new Set(spellings.na);
  noEvidence = new Set(spellings.ne);
  [naLabel] = spellings.na;
  [neLabel] = spellings.ne;
}

/** @returns {Entry} */
export function blank() {
  return { inputs: {}, na: false, ne: false, reason: "", source: "", date: "" };
}

export function isBlank(entry) {
  return !entry.na && !entry.ne && Object.values(entry.inputs).every((value) => value === "");
}

/** Whether two entries hold the same, blank and absent inputs being one. */
export function same(a, b) {
  const names = new Set([...Object.keys(a.inputs), ...Object.keys(b.inputs)]);
  const inputs = [...names].every((name) => (a.inputs[name] || "") === (b.inputs[name] || ""));
  const marks = a.na === b.na && Boolean(a.ne) === Boolean(b.ne);
  return inputs && marks && a.reason === b.reason && a.source === b.source && a.date === b.date;
}

/** Whether this input is due, as the others stand: the document number only where the event happened. */
export function isDue(field, inputs) {
  const [other, value] = field.when;
  return other === undefined || (inputs[other] || "") === value;
}

/** The inputs still to come. */
export function open(indicator, inputs) {
  return indicator.fields.filter((field) => !inputs[field.name] && isDue(field, inputs));
}

function label(field, value) {
  if (field.type === "list") return listed(field, value).replace(/\n/g, "; ");
  const choice = field.choices.find((one) => one.code === value);
  return choice ? choice.label : value;
}

/** What was entered, as one text: "45/50", the label of an answer, "2/0/1", "0103: blank×2; 0207". */
export function shown(indicator, entry) {
  if (entry.na) return naLabel;
  if (entry.ne) return neLabel;
  const values = indicator.fields.map((field) => label(field, entry.inputs[field.name] || ""));
  return values.join("/").replace(/\/+$/, "");
}

/** The same for a narrow place: of a list only how many records it has. */
export function glance(indicator, entry) {
  if (entry.na || entry.ne || !indicator.fields.some((field) => field.type === "list")) return shown(indicator, entry);
  const values = indicator.fields.map((field) => brief(field, entry.inputs[field.name] || ""));
  return values.join("/").replace(/\/+$/, "");
}

function brief(field, value) {
  if (field.type !== "list" || value === "") return label(field, value);
  return `${value.split("\n").length} ${field.unit}`.trim();
}

/** Read the text of one cell into the entry it would make; reason, source and date stay as they are. */
export function read(indicator, text, entry) {
  const bare = fold(text);
  if (nothing.has(bare)) return blank();
  const na = notApplicable.has(bare.toLowerCase());
  const ne = noEvidence.has(bare.toLowerCase());
  if (ne) return { ...entry, na: false, ne };
  const inputs = {};
  if (!na) {
    const parts = split(text, indicator.fields.length);
    indicator.fields.forEach((field, index) => {
      inputs[field.name] = typed(field, parts[index] || "");
    });
  }
  return { ...entry, inputs, na, ne };
}

function split(text, count) {
  const parts = text.trim().split(/[/／]/);
  if (parts.length <= count) return parts;
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join("/")];
}

function typed(field, text) {
  if (field.type !== "choice") return text.trim();
  const word = fold(text).toLowerCase();
  const found = field.choices.find((choice) => choice.code === word || choice.also.includes(word));
  return found ? found.code : text.trim();
}

/** The first field whose value can't be right, or null: shape, places, bounds, step, choice. */
export function suspicious(indicator, entry) {
  if (entry.na || entry.ne) return null;
  return indicator.fields.find((field) => !plausible(field, entry.inputs[field.name] || "")) || null;
}

function plausible(field, value) {
  const bare = fold(value);
  if (nothing.has(bare)) return true;
  if (field.type === "choice") return field.choices.some((choice) => choice.code === bare);
  if (field.type === "text") return bare.length <= LINE;
  if (field.type === "list") return parseList(field, value).every((row) => row.record && !row.unknown.length);
  const number = field.unit === "%" ? bare.replace(/\s*%$/, "") : bare;
  const places = field.type === "count" ? 0 : field.places;
  const found = /^\d{1,12}(?:\.(\d+))?$/.exec(number);
  if (!found || (found[1] || "").length > places) return false;
  const size = hundredths(number);
  if (size === null) return true;
  return (
    size >= (hundredths(field.min) || 0) &&
    (!field.max || size <= hundredths(field.max)) &&
    (!field.step || size % hundredths(field.step) === 0)
  );
}
