// The table of all centres × indicators: built once, then painted cell by cell. It knows nothing of keys or saving.

import { glance } from "../fields.js";
import { el, icon } from "../dom.js";
import { isMissing, lost, needsReason } from "../store.js";
import { earned, fill, noMarks, short } from "../text.js";

/** @typedef {import("../types.js").Cell} Cell */
/** @typedef {{category: object, indicator: ?object, index: number, hidden: boolean}} Column */

// Indicators without marks say what happened, or the factor, instead of 0 points.
const SAYS = {
  veto: (cell, entry) => glance({ fields: cell.indicator.fields.slice(0, 1) }, entry),
  factor: (cell) => (cell.draft ? "" : cell.base.value.split(" ").pop()),
};
export const PINNED = 3;
const WIDTHS = { name: 168, total: 72, progress: 72, sum: 68, cell: 76 };

export class Table {
  /** @type {Column[]} */
  columns = [];
  mode = "points";
  #bodies = new Map();
  #columnOf = new Map();

  constructor(store, texts) {
    this.store = store;
    this.texts = texts;
    this.element = document.querySelector("[data-matrix]");
    this.scroller = document.querySelector("[data-scroller]");
    this.collapsed = new Set();
    this.rows = [...store.sheets];
    this.#layColumns();
    this.#build();
    store.on("cell", (cell) => this.paint(cell));
    store.on("sheet", (sheet) => this.paintSheet(sheet));
    store.on("shut", () => this.paintLocks());
  }

  #layColumns() {
    for (const category of this.store.categories) {
      this.#column(category, null);
      for (const indicator of category.indicators) this.#column(category, indicator);
    }
  }

  #column(category, indicator) {
    const column = { category, indicator, index: this.columns.length, hidden: false };
    this.columns.push(column);
    if (indicator) this.#columnOf.set(indicator.id, column);
  }

  /** The columns one can move to, from left to right. */
  get cellColumns() {
    return this.columns.filter((column) => column.indicator && !column.hidden);
  }

  /** @returns {HTMLTableCellElement} */
  td(cell) {
    return this.#bodies.get(cell.sheet.id).children[PINNED + this.#columnOf.get(cell.indicator.id).index];
  }

  /** The cell under an element, or null. */
  cellAt(element) {
    const td = element.closest("tbody td");
    if (!td || td.cellIndex < PINNED) return null;
    const column = this.columns[td.cellIndex - PINNED];
    return column.indicator ? this.store.at(Number(td.parentElement.dataset.sheet), column.indicator.id) : null;
  }

  #build() {
    this.colgroup = el("colgroup", {}, ...Array.from({ length: PINNED + this.columns.length }, () => el("col")));
    this.head = el("thead", {}, this.#categoryRow(), this.#indicatorRow());
    const body = el("tbody");
    const pattern = this.#patternRow();
    for (const sheet of this.store.sheets) body.append(this.#row(sheet, pattern.cloneNode(true)));
    this.element.append(this.colgroup, this.head, body);
    this.#widths();
    this.relay();
    this.paintLocks();
  }

  #categoryRow() {
    const corner = ["name", "total", "progress"].map((name) =>
      el("th", { class: `pin pin-${name} corner`, rowspan: 2, scope: "col" }, this.element.dataset[name]),
    );
    this.groups = this.store.categories.map((category) => this.#group(category));
    return el("tr", {}, ...corner, ...this.groups);
  }

  #group(category) {
    const toggle = el("button", { type: "button", class: "group-toggle", tabindex: -1, "data-category": category.id, "aria-expanded": "true" }, icon("down"));
    const name = el("span", { class: "group-name" }, `${category.code} ${category.name}`);
    const full = el("span", { class: "faint" }, short(category.full));
    const label = el("div", { class: "group" }, toggle, name, full);
    return el("th", { class: "category", scope: "colgroup" }, label);
  }

  #indicatorRow() {
    const heads = this.columns.map((column) => {
      if (!column.indicator) return el("th", { class: "sum", scope: "col", title: fill(this.texts.sum_of, { category: column.category.name }) }, "Σ");
      const { code, name, full, id } = column.indicator;
      const marks = noMarks(column.indicator) ? "" : short(full);
      const top = el("span", { class: "col-top" }, el("span", {}, code), el("span", { class: "col-full" }, marks));
      return el("th", { class: "col", scope: "col", "data-indicator": id }, top, el("span", { class: "col-name" }, name));
    });
    return el("tr", {}, ...heads);
  }

  #patternRow() {
    const row = el("tr", {}, el("th", { class: "pin pin-name", scope: "row" }), el("td", { class: "pin pin-total" }), el("td", { class: "pin pin-progress" }));
    for (const column of this.columns) row.append(el("td", { class: column.indicator ? "cell" : "sum" }));
    return row;
  }

  #row(sheet, row) {
    row.dataset.sheet = sheet.id;
    row.firstChild.append(el("span", { class: "row-lock" }), el("a", { href: sheet.url, tabindex: -1, title: `${sheet.code} ${sheet.name}` }, sheet.name));
    row.children[2].append(el("span"), el("progress", { class: "progress", "aria-hidden": "true" }));
    this.#bodies.set(sheet.id, row);
    this.paintSheet(sheet);
    for (const indicator of this.store.indicators) this.paint(this.store.at(sheet.id, indicator.id));
    return row;
  }

  /** @param {Cell} cell */
  paint(cell) {
    const td = this.td(cell);
    const text = this.#text(cell);
    if (td.firstChild) td.firstChild.data = text;
    else td.append(text);
    td.className = this.#classes(cell);
    td.title = [...cell.problems.map((problem) => problem.message), ...cell.doubts].join(" ");
  }

  #text(cell) {
    const entry = this.store.entry(cell);
    const wrong = cell.state === "refused" || cell.state === "conflict";
    if (entry.na) return this.texts.na;
    if (entry.ne) return this.texts.ne_short;
    if (this.mode === "values" || wrong) return glance(cell.indicator, entry);
    if (cell.base.points === null) return "";
    const says = SAYS[cell.indicator.kind];
    return says ? says(cell, entry) : earned(cell.indicator, cell.base.points);
  }

  #classes(cell) {
    const names = ["cell"];
    const below = lost(cell);
    if (isMissing(cell)) names.push(Object.keys(cell.base.entry.inputs).length ? "half" : "missing");
    else if (cell.base.entry.na) names.push("na");
    else if (cell.base.entry.ne) names.push("no-evidence");
    else if (noMarks(cell.indicator)) names.push(this.#acts(cell) ? "acts" : "full");
    else names.push(below <= 0 ? "full" : below >= fullOf(cell) ? "zero" : "below");
    if (needsReason(cell)) names.push("due");
    else if (cell.base.entry.reason) names.push("noted");
    if (cell.doubts.length) names.push("doubtful");
    if (cell.state) names.push(`is-${cell.state}`);
    if (this.selected && this.selected.has(cell)) names.push("selected");
    return names.join(" ");
  }

  /** An event that happened: it stands out, points being none. */
  #acts(cell) {
    return cell.indicator.kind === "veto" && cell.base.entry.inputs.answer === "yes";
  }

  paintSheet(sheet) {
    const row = this.#bodies.get(sheet.id);
    const [lock, name] = row.firstChild.children;
    row.firstChild.replaceChildren(lock, name, ...effects(sheet));
    const total = row.children[1];
    total.textContent = sheet.total === null ? sheet.subtotal : sheet.total;
    total.classList.toggle("open", sheet.total === null);
    total.title = sheet.total === null ? this.texts.total_open : "";
    const [words, bar] = row.children[2].children;
    words.textContent = `${sheet.entered}/${sheet.cells}`;
    bar.max = Math.max(sheet.cells, 1);
    bar.value = sheet.entered;
    bar.classList.toggle("done", sheet.entered === sheet.cells);
    for (const column of this.columns) if (!column.indicator) this.#paintSum(row, column, sheet);
  }

  /** Where some sheets are shut, each row says at its head whether it is: a lock, or a pen on those that are open. */
  paintLocks() {
    const some = this.store.anyShut;
    for (const sheet of this.store.sheets) {
      const row = this.#bodies.get(sheet.id);
      const words = sheet.shut ? fill(this.texts.locked, { why: sheet.shut }) : this.texts.row_open;
      const lock = row.querySelector(".row-lock");
      row.classList.toggle("shut", Boolean(sheet.shut));
      row.classList.toggle("is-open", some && !sheet.shut);
      row.setAttribute("aria-readonly", String(Boolean(sheet.shut)));
      lock.title = some ? words : "";
      lock.replaceChildren(...(some ? [icon(sheet.shut ? "lock" : "edit"), el("span", { class: "visually-hidden" }, words)] : []));
    }
  }

  #paintSum(row, column, sheet) {
    const [points, entered] = sheet.sums[column.category.id] || ["0", 0];
    const td = row.children[PINNED + column.index];
    td.textContent = entered ? points : "";
    td.classList.toggle("open", entered < column.category.indicators.length);
  }

  /** Show points or entered values. */
  show(mode) {
    this.mode = mode;
    for (const cell of this.store.cells.values()) this.paint(cell);
  }

  /** Which rows and columns are shown; a column is hidden by its collapsed category or by `keep`. */
  relay(rows = this.rows, keep = () => true) {
    this.rows = rows;
    this.keep = keep;
    const seen = new Set(rows.map((sheet) => sheet.id));
    for (const [id, row] of this.#bodies) row.hidden = !seen.has(id);
    for (const column of this.columns) this.#hide(column, this.#isHidden(column));
    this.store.categories.forEach((category, index) => this.#span(category, this.groups[index]));
    this.#width();
  }

  #isHidden(column) {
    const { category, indicator } = column;
    if (!indicator) return !category.indicators.some((one) => this.keep(one));
    return this.collapsed.has(category.id) || !this.keep(indicator);
  }

  #hide(column, hidden) {
    if (column.hidden === hidden) return;
    column.hidden = hidden;
    const at = PINNED + column.index;
    this.colgroup.children[at].hidden = hidden;
    this.head.rows[1].children[column.index].hidden = hidden;
    for (const row of this.#bodies.values()) row.children[at].hidden = hidden;
  }

  #span(category, th) {
    const open = this.columns.filter((column) => column.category === category && !column.hidden).length;
    th.hidden = open === 0;
    th.colSpan = Math.max(open, 1);
    th.classList.toggle("collapsed", this.collapsed.has(category.id));
    const toggle = th.querySelector("button");
    const closed = this.collapsed.has(category.id);
    toggle.setAttribute("aria-expanded", String(!closed));
    toggle.setAttribute("aria-label", `${closed ? this.texts.expand : this.texts.collapse} ${category.name}`);
  }

  #widths() {
    const columns = [...this.colgroup.children];
    [WIDTHS.name, WIDTHS.total, WIDTHS.progress].forEach((width, index) => (columns[index].style.width = `${width}px`));
    for (const column of this.columns) {
      columns[PINNED + column.index].style.width = `${column.indicator ? WIDTHS.cell : WIDTHS.sum}px`;
    }
  }

  #width() {
    const shownColumns = this.columns.filter((column) => !column.hidden);
    const wide = shownColumns.reduce((sum, column) => sum + (column.indicator ? WIDTHS.cell : WIDTHS.sum), 0);
    this.element.style.width = `${WIDTHS.name + WIDTHS.total + WIDTHS.progress + wide}px`;
  }

  /** Scroll so that the cell isn't behind the pinned columns or the head. */
  reveal(td) {
    const box = this.scroller;
    const left = this.#pinnedWidth();
    const top = this.head.offsetHeight;
    if (td.offsetLeft - left < box.scrollLeft) box.scrollLeft = td.offsetLeft - left;
    else if (td.offsetLeft + td.offsetWidth > box.scrollLeft + box.clientWidth) {
      box.scrollLeft = td.offsetLeft + td.offsetWidth - box.clientWidth;
    }
    if (td.offsetTop - top < box.scrollTop) box.scrollTop = td.offsetTop - top;
    else if (td.offsetTop + td.offsetHeight > box.scrollTop + box.clientHeight) {
      box.scrollTop = td.offsetTop + td.offsetHeight - box.clientHeight;
    }
  }

  /** On a phone only the names stay pinned. */
  #pinnedWidth() {
    const pins = [...this.head.rows[0].children].slice(0, PINNED);
    return pins.filter((pin) => getComputedStyle(pin).left !== "auto").reduce((sum, pin) => sum + pin.offsetWidth, 0);
  }
}

/** What acts on the sheet beyond its cells: one mark a sort, its sentences behind it. */
function effects(sheet) {
  const sorts = new Map(sheet.effects.map((one) => [one.mark, one.tone]));
  const said = (mark) => sheet.effects.filter((one) => one.mark === mark).map((one) => one.text).join("\n");
  return [...sorts].map(([mark, tone]) => el("span", { class: `badge ${tone} row-mark`, title: said(mark) }, mark));
}

function fullOf(cell) {
  return Math.round(Number(cell.indicator.full) * 100);
}
