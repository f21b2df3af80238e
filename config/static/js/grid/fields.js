// Between the text of one table cell and the inputs of an indicator, both ways; and the light check while typing.
// The server reads and judges every value again: nothing here decides what is right.

import { fold, hundredths } from "./text.js";

/** @typedef {import("./types.js").Indicator} Indicator */
/** @typedef {import("./types.js").Entry} Entry */

const LINE = 60;
// How people write "not entered" and "not applicable"; the page says.
let nothing = new Set([""]);
let notApplicable = new Set();
let naLabel = "";

/** @param {{nothing: string[], na: string[]}} spellings */
export function spell(spellings) {
  nothing = new Set(spellings.nothing);
  notApplicable = new Set(spellings.na);
  [naLabel] = spellings.na;
}

/** @returns {Entry} */
export function blank() {
  return { inputs: {}, na: false, reason: "", source: "", date: "" };
}

export function isBlank(entry) {
  return !entry.na && Object.values(entry.inputs).every((value) => value === "");
}

/** Whether two entries hold the same, blank and absent inputs being one. */
export function same(a, b) {
  const names = new Set([...Object.keys(a.inputs), ...Object.keys(b.inputs)]);
  const inputs = [...names].every((name) => (a.inputs[name] || "") === (b.inputs[name] || ""));
  return inputs && a.na === b.na && a.reason === b.reason && a.source === b.source && a.date === b.date;
}

function label(field, value) {
  if (field.type === "list") return listed(field, value);
  const choice = field.choices.find((one) => one.code === value);
  return choice ? choice.label : value;
}

/** Drawn records with their defects by name, one a line. The server reads these names and signs as well as codes. */
export function lines(field, value) {
  return value.split("\n").map((line) => named(field, line)).join("\n");
}

/** The same on one line, with semicolons. */
function listed(field, value) {
  return lines(field, value).split("\n").filter((line) => line !== "").join("；");
}

function named(field, line) {
  const at = line.indexOf(": ");
  if (at < 0) return line;
  const defects = line.slice(at + 2).split(", ").map((part) => {
    const [code, times] = part.split("×");
    const found = field.choices.find((one) => one.code === code);
    return (found ? found.label : code) + (times ? `×${times}` : "");
  });
  return `${line.slice(0, at)}：${defects.join("，")}`;
}

/** What was entered, as one text: "45/50", the label of an answer, "2/0/1". */
export function shown(indicator, entry) {
  if (entry.na) return naLabel;
  const values = indicator.fields.map((field) => label(field, entry.inputs[field.name] || ""));
  return values.join("/").replace(/\/+$/, "");
}

/** Read the text of one cell into the entry it would make; reason, source and date stay as they are. */
export function read(indicator, text, entry) {
  const bare = fold(text);
  if (nothing.has(bare)) return blank();
  const na = notApplicable.has(bare.toLowerCase());
  const inputs = {};
  if (!na) {
    const parts = split(text, indicator.fields.length);
    indicator.fields.forEach((field, index) => {
      inputs[field.name] = typed(field, parts[index] || "");
    });
  }
  return { ...entry, inputs, na };
}

function split(text, count) {
  if (count === 1) return [text];
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
  if (entry.na) return null;
  return indicator.fields.find((field) => !plausible(field, entry.inputs[field.name] || "")) || null;
}

function plausible(field, value) {
  const bare = fold(value);
  if (nothing.has(bare) || field.type === "list") return true;
  if (field.type === "text") return value.trim().length <= LINE;
  if (field.type === "choice") return field.choices.some((choice) => choice.code === bare);
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
