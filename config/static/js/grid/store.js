// What is known of every cell: what the server told, what the user wants instead, and how far that got.
// Everything else listens here and paints.

import { blank, isBlank, open, same } from "./fields.js";
import { fold, hundredths } from "./text.js";

/** @typedef {import("./types.js").Cell} Cell */
/** @typedef {import("./types.js").Entry} Entry */
/** @typedef {import("./types.js").Sheet} Sheet */

// The mark of a cell: 0 for none, 1 for not applicable, 2 for no evidence.
const NOT_APPLICABLE = 1;
const NO_EVIDENCE = 2;

/** The server's short form of a cell: [version, points, inputs, mark, reason, source, date], or null when untouched. */
export function base(row) {
  if (!row) return { version: 0, points: null, entry: blank(), value: "", warnings: [] };
  const [version, points, inputs, mark, reason, source, date, value = "", warnings = []] = row;
  const marks = { na: mark === NOT_APPLICABLE, ne: mark === NO_EVIDENCE };
  return { version, points, entry: { inputs, ...marks, reason, source, date }, value, warnings };
}

export class Store {
  #listeners = { cell: [], sheet: [], counts: [], shut: [] };
  #turn = 0;
  #dirty = false;

  constructor(data) {
    this.categories = data.categories;
    this.indicators = data.categories.flatMap((category) => category.indicators);
    const shut = data.shut || {};
    this.sheets = data.sheets.map((sheet) => ({ ...sheet, shut: shut[sheet.id] || "" }));
    this.sheetById = new Map(this.sheets.map((sheet) => [sheet.id, sheet]));
    /** @type {Map<string, Cell>} */
    this.cells = new Map();
    this.doubts = data.doubts;
    this.carried = Boolean(data.carried);
    this.sheets.forEach((sheet, row) => {
      this.indicators.forEach((indicator, column) => this.#add(sheet, indicator, data.cells[row][column]));
    });
  }

  #add(sheet, indicator, row) {
    const key = `${sheet.id}:${indicator.id}`;
    const known = base(row);
    const cell = { key, sheet, indicator, base: known, since: known.version, doubts: this.doubts[key] || [], draft: null, state: "", problems: [], theirs: null, carried: this.carried };
    this.cells.set(key, cell);
  }

  on(name, listener) {
    this.#listeners[name].push(listener);
  }

  tell(name, subject) {
    for (const listener of this.#listeners[name]) listener(subject);
  }

  /** Something about this cell changed. Counts are told once, after the run of changes. */
  changed(cell) {
    this.tell("cell", cell);
    if (this.#dirty) return;
    this.#dirty = true;
    queueMicrotask(() => {
      this.#dirty = false;
      this.tell("counts", this.counts());
    });
  }

  /** @returns {Cell} */
  at(sheetId, indicatorId) {
    return this.cells.get(`${sheetId}:${indicatorId}`);
  }

  /** @param {Cell} cell @returns {Entry} what the user sees as entered */
  entry(cell) {
    return cell.draft ? cell.draft.entry : cell.base.entry;
  }

  /** Want `entry` in the cell, having seen version `seen`. Returns false where it stands there already. */
  want(cell, entry, asSeen = cell.base.version) {
    // Typing may begin before the answer to this page's own last save is there: that is nobody else's change.
    const seen = asSeen >= cell.since ? Math.max(asSeen, cell.base.version) : asSeen;
    if (same(this.entry(cell), entry) && cell.state !== "refused" && seen <= cell.base.version) return false;
    if (same(cell.base.entry, entry) && cell.state !== "saving" && seen === cell.base.version) {
      this.drop(cell);
      return true;
    }
    const expected = cell.draft ? cell.draft.expected : seen;
    cell.draft = { entry, expected, turn: (this.#turn += 1) };
    if (cell.state !== "saving") cell.state = "waiting";
    cell.problems = [];
    cell.doubts = []; // they were about the value that goes
    this.changed(cell);
    return true;
  }

  /** The server took what this page wanted of a cell that it had seen in version `expected`. */
  kept(cell, row, expected) {
    const fresh = row ? base(row) : cell.base;
    if (fresh.version < cell.base.version) return fresh; // a colleague's later change has been heard of already
    cell.base = fresh;
    cell.since = Math.min(cell.since, expected);
    return fresh;
  }

  /** Cells whose points a save of others' values moved: [sheet, indicator, row]; not all of them are on this page. */
  moved([sheetId, indicatorId, row]) {
    const cell = this.at(sheetId, indicatorId);
    if (cell) this.news(cell, row);
  }

  /** A newer row of a cell. Where only its points moved, by others' values, a draft stays as good as it was. */
  news(cell, row) {
    if (row[0] <= cell.base.version) return false;
    const fresh = base(row);
    if (!same(fresh.entry, cell.base.entry)) cell.since = fresh.version;
    else if (cell.draft && cell.draft.expected === cell.base.version) cell.draft.expected = fresh.version;
    cell.base = fresh;
    this.changed(cell);
    return true;
  }

  /** Give up what was wanted: the cell shows what the server has. */
  drop(cell) {
    cell.draft = null;
    cell.state = "";
    cell.problems = [];
    cell.theirs = null;
    this.changed(cell);
  }

  /** @param {Sheet} news fresh totals of a sheet */
  total(news) {
    const sheet = this.sheetById.get(news.id);
    if (!sheet) return;
    Object.assign(sheet, news);
    this.tell("sheet", sheet);
  }

  /** Which sheets are shut now, and why. Tells whether that is news. @param {Object<number, string>} shut */
  shutting(shut) {
    const moved = this.sheets.filter((sheet) => sheet.shut !== (shut[sheet.id] || ""));
    for (const sheet of moved) sheet.shut = shut[sheet.id] || "";
    if (moved.length) this.tell("shut", moved);
    return moved.length > 0;
  }

  get anyShut() {
    return this.sheets.some((sheet) => sheet.shut);
  }

  /** The cells whose drafts aren't saved yet. */
  unsaved() {
    return [...this.cells.values()].filter((cell) => cell.draft !== null);
  }

  counts() {
    const found = { waiting: 0, saving: 0, offline: 0, refused: 0, conflict: 0, entered: 0, cells: 0, reasons: 0 };
    for (const cell of this.cells.values()) {
      if (cell.draft && cell.state in found) found[cell.state] += 1;
      if (needsReason(cell)) found.reasons += 1;
      if (cell.carried && cell.draft) found.entered += Number(isUnscored(cell)) - Number(isMissing(cell));
    }
    for (const sheet of this.sheets) {
      found.entered += sheet.entered;
      found.cells += sheet.cells;
    }
    return found;
  }
}

/** Neither points nor not applicable: the cell still waits to be scored. Without the server: to be filled in. */
export function isMissing(cell) {
  if (cell.carried && cell.draft) return !isFilled(cell.indicator, cell.draft.entry);
  return isUnscored(cell);
}

function isUnscored(cell) {
  return cell.base.points === null && !cell.base.entry.na;
}

function isFilled(indicator, entry) {
  return entry.na || entry.ne || (!isBlank(entry) && open(indicator, entry.inputs).length === 0);
}

/** The points that a person awards in this very entry, "" where it takes the server to say. */
export function awarded(indicator, entry) {
  return indicator.kind === "points" && !entry.na && !entry.ne ? fold(entry.inputs[indicator.fields[0].name] || "") : "";
}

/** A judged cell below full marks, or one marked as not applicable or without evidence, that lacks its reason. */
export function needsReason(cell) {
  if (cell.carried && cell.draft) return needsReasonHere(cell);
  const { entry, points } = cell.base;
  if (entry.reason.trim()) return false;
  if (entry.na || entry.ne) return true;
  return cell.indicator.judged && points !== null && lost(cell) > 0;
}

/** The same of what was filled in without the server, as far as the page knows the points. */
function needsReasonHere({ indicator, draft: { entry } }) {
  if (entry.reason.trim()) return false;
  const points = hundredths(awarded(indicator, entry));
  return entry.na || Boolean(entry.ne) || (indicator.judged && points !== null && points < hundredths(indicator.full));
}

/** Hundredths of a point below full marks; null where nothing is scored. */
export function lost(cell) {
  const got = hundredths(cell.base.points);
  return got === null ? null : hundredths(cell.indicator.full) - got;
}
