// One centre with all its indicators: builds the list and puts the parts together.

import { App } from "../app.js";
import { el } from "../dom.js";
import { read } from "../fields.js";
import { parse } from "../tsv.js";
import { isMissing } from "../store.js";
import { fill, noMarks, short } from "../text.js";
import { EvidenceFiles } from "./evidence.js";
import { Keys } from "./keys.js";
import { Row } from "./row.js";
import { Beside } from "./self.js";
import { toast } from "../../shell.js";

export class Sheet {
  /** @type {Row[]} */
  rows = [];
  #byKey = new Map();

  /** @param {object} data @param {object} texts @param {?object} drafts where unsaved cells are kept (drafts.js) */
  constructor(data, texts, drafts = null) {
    this.app = new App(data, texts, drafts);
    this.app.evidence = new EvidenceFiles(this.app);
    this.list = document.querySelector("[data-sheet]");
    this.sheet = this.app.store.sheets[0];
    this.app.beside = new Beside(this.app);
    this.total = document.querySelector("[data-total]");
    this.effects = document.querySelector("[data-effects]");
    this.list.append(...this.app.store.categories.map((category) => this.#section(category)));
    this.app.store.on("cell", (cell) => this.#byKey.get(cell.key).paint());
    this.app.store.on("sheet", () => this.#sums());
    if (data.carried) this.app.store.on("counts", () => this.#sums());
    this.app.store.on("shut", ([sheet]) => sheet.shut && this.close());
    this.app.goto = (cell) => this.#byKey.get(cell.key).focus();
    new Keys({ list: this.list, rowOf: (element) => this.#rowOf(element), acts: this.#acts() });
    this.list.addEventListener("paste", (event) => this.#paste(event));
    this.#buttons();
    this.#sums();
  }

  start() {
    // Before the app's own listener: what is being typed is handed over first.
    addEventListener("pagehide", () => this.commit());
    this.app.start();
    if (location.hash) this.#arrive();
  }

  /** Hand over what is being typed. */
  commit() {
    this.rows.forEach((row) => row.commit());
  }

  /** Nothing can be entered any more. */
  close() {
    this.app.editable = false;
    this.rows.forEach((row) => row.close());
  }

  /** Sent to a cell (#cell-12): not by an id, since the browser takes the focus away from what it finds by itself. */
  #arrive() {
    const [, cell] = /^#cell-(\d+)$/.exec(location.hash) || [];
    const element = cell && this.list.querySelector(`[data-cell="${cell}"]`);
    if (element) this.#rowOf(element).focus();
  }

  #section(category) {
    const rows = category.indicators.map((indicator) => new Row(this.app.store.at(this.sheet.id, indicator.id), this.app));
    for (const row of rows) this.#byKey.set(row.cell.key, row);
    this.rows.push(...rows);
    const sum = el("span", { class: "category-sum", "data-sum": category.id });
    const takeAll = this.app.beside.button(rows.map((row) => row.cell));
    const head = el("header", { class: "category-head" }, el("h2", {}, `${category.code} ${category.name}`), takeAll, sum);
    return el("section", { class: "sheet-category", id: `category-${category.id}` }, head, el("ol", {}, ...rows.map((row) => row.element)));
  }

  #rowOf(element) {
    return this.#byKey.get(element.closest("[data-key]").dataset.key);
  }

  #acts() {
    return {
      explain: (row) => this.app.story.open(row.cell) || true,
      revert: (row) => row.revert() || true,
      next: (back) => this.#next("missing", back),
      category: (row, by) => this.#category(row, by),
      undo: () => this.app.undoLast(),
      redo: () => this.app.redoLast(),
      help: () => document.querySelector("[data-keys-help]").showModal(),
    };
  }

  /** The next row from where the user is, round the end, that is missing or lacks its reason. */
  #next(what, back = false) {
    const here = document.activeElement.closest("[data-key]");
    const at = here ? this.rows.indexOf(this.#byKey.get(here.dataset.key)) : -1;
    const count = this.rows.length;
    for (let step = 1; step <= count; step += 1) {
      const row = this.rows[(at + (back ? count - step : step) + count) % count];
      if (row.wants(what)) return row.focus(what) || true;
    }
    return toast(this.app.texts.no_missing, "ok") !== null;
  }

  #category(row, by) {
    const { categories } = this.app.store;
    const at = categories.findIndex((category) => category.id === row.cell.indicator.category);
    const target = categories[at + by];
    if (target) this.#byKey.get(`${this.sheet.id}:${target.indicators[0].id}`).focus();
    return true;
  }

  /** A column from Excel or WPS goes down the list, one line an indicator. */
  #paste(event) {
    const text = event.clipboardData.getData("text/plain");
    if (!("entry" in event.target.dataset) || !/[\t\r\n]/.test(text.replace(/[\r\n]+$/, ""))) return;
    event.preventDefault();
    if (!this.app.editable) return;
    const values = parse(text).map((cells) => cells[0]);
    const from = this.rows.indexOf(this.#rowOf(event.target));
    const rows = this.rows.slice(from, from + values.length);
    const changes = rows.map(({ cell }, index) => ({
      cell,
      entry: read(cell.indicator, values[index], this.app.store.entry(cell)),
    }));
    const waiting = this.app.change(changes).map(({ cell }) => cell).filter((cell) => cell.draft);
    this.app.pasted(waiting, { beyond: values.length - rows.length, unchanged: rows.length - waiting.length });
  }

  #sums() {
    const { sheet, app } = this;
    this.total.textContent = sheet.total === null ? sheet.subtotal : sheet.total;
    this.total.classList.toggle("open", sheet.total === null);
    this.total.title = sheet.total === null ? app.texts.total_open : "";
    this.effects.replaceChildren(...sheet.effects.map(({ tone, mark, text }) => el("li", {}, el("span", { class: `badge ${tone}` }, mark), el("span", {}, text))));
    this.effects.hidden = sheet.effects.length === 0;
    for (const category of app.store.categories) {
      const [points, known] = sheet.sums[category.id] || ["0.00", 0];
      const cells = category.indicators.length;
      const entered = app.data.carried ? cells - this.#missing(category) : known;
      const line = this.list.querySelector(`[data-sum="${category.id}"]`);
      const counted = fill(app.texts.category_progress, { entered, cells });
      const full = noMarks({ full: category.full }) ? "" : ` / ${short(category.full)}`;
      line.replaceChildren(...(app.data.carried ? [] : [el("b", {}, points), full]), el("span", { class: entered === cells ? "badge ok" : "badge" }, counted));
    }
  }

  #missing(category) {
    return category.indicators.filter(({ id }) => isMissing(this.app.store.at(this.sheet.id, id))).length;
  }

  #buttons() {
    const on = (name, type, act) => document.querySelector(name).addEventListener(type, act);
    on("[data-next-missing]", "click", () => this.#next("missing"));
    on("[data-next-reason]", "click", () => this.#next("reason"));
    on("[data-help]", "click", () => this.#acts().help());
    on("[data-centre]", "change", (event) => location.assign(event.target.value));
    on("[data-jump]", "change", (event) => {
      document.getElementById(event.target.value).scrollIntoView();
      event.target.value = "";
    });
    const undo = document.querySelector("[data-undo]");
    if (undo) undo.addEventListener("click", () => this.app.undoLast());
  }
}
