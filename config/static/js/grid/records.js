// The editor of a list of drawn records: one row a record, its defects to tap, each with how often it was found.
// What is saved is the canonical text (lists.js). Enter goes to the next record and adds one at the end; a pasted
// column of numbers becomes rows.

import { el, icon } from "./dom.js";
import { formatList, parseList } from "./lists.js";
import { fill } from "./text.js";

const MOST = 60;

export class Records {
  /** @param {import("./types.js").Field} field @param {{typed: Function, settled: Function, label: string}} options */
  constructor(field, texts, options) {
    Object.assign(this, { field, texts, options });
    this.rows = [];
    this.off = false;
    this.list = el("ol", { class: "records-list" });
    this.count = el("span", { class: "faint small" });
    this.add = el("button", { type: "button", class: "btn small", onclick: () => this.#append() }, icon("plus"), texts.add_record);
    const foot = el("div", { class: "records-foot" }, this.add, this.count);
    this.element = el("div", { class: "records", role: "group", "aria-label": options.label }, this.list, foot);
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("paste", (event) => this.#paste(event));
  }

  read() {
    return formatList(this.field, this.rows.map((row) => row.value()));
  }

  /** Rows that stand already are filled in place: whoever is typing in one keeps the caret. */
  write(text) {
    if (text === this.read()) return this.#say();
    const drawn = parseList(this.field, text);
    while (this.rows.length > drawn.length) this.rows.pop().element.remove();
    drawn.forEach((one, index) => (index < this.rows.length ? this.rows[index].fill(one) : this.#push(one)));
    return this.#say();
  }

  invalid(wrong) {
    this.element.classList.toggle("invalid", wrong);
    for (const row of this.rows) row.check(wrong);
  }

  disable(off) {
    this.off = off;
    this.add.disabled = off;
    for (const row of this.rows) row.disable(off);
  }

  focusable() {
    return this.rows.length ? this.rows[0].box : this.add;
  }

  #push(drawn) {
    const row = new Row(this, drawn);
    this.rows.push(row);
    this.list.append(row.element);
    row.disable(this.off);
    return row;
  }

  #append() {
    this.#push({ record: "", defects: new Map(), unknown: [] }).box.focus();
    this.#say();
  }

  remove(row) {
    const at = this.rows.indexOf(row);
    this.rows.splice(at, 1);
    row.element.remove();
    this.changed();
    const next = this.rows[Math.min(at, this.rows.length - 1)];
    (next ? next.box : this.add).focus();
  }

  /** Something was decided: a defect tapped, a row taken out. */
  changed() {
    this.#say();
    this.options.typed();
    this.options.settled();
  }

  #say() {
    const n = this.rows.filter((row) => row.box.value.trim()).length;
    this.count.textContent = n ? fill(this.texts.records_listed, { n, unit: this.field.unit }) : "";
  }

  typed() {
    this.#say();
    this.options.typed();
  }

  #key(event) {
    const at = this.rows.findIndex((row) => row.box === event.target);
    if (event.key !== "Enter" || event.isComposing || at < 0) return;
    const { value } = event.target;
    if (!value.trim()) return; // an empty last row: Enter leaves the list
    event.preventDefault();
    event.stopPropagation();
    this.options.settled();
    if (at + 1 < this.rows.length) this.rows[at + 1].box.focus();
    else this.#append();
  }

  /** Several lines, or one with its defects: rows of their own, from the row pasted into on. */
  #paste(event) {
    const at = this.rows.findIndex((row) => row.box === event.target);
    const text = event.clipboardData.getData("text/plain").replace(/\t/g, "; ");
    if (at < 0 || !/[\r\n;；:：]/.test(text.trim())) return;
    event.preventDefault();
    event.stopPropagation();
    const drawn = parseList(this.field, text);
    drawn.forEach((one, index) => (at + index < this.rows.length ? this.rows[at + index].fill(one, true) : this.#push(one)));
    this.changed();
  }
}

/** One record: its number, and one switch a defect. */
class Row {
  constructor(owner, drawn) {
    this.owner = owner;
    const { field, texts } = owner;
    this.box = el("input", { class: "entry record", autocomplete: "off", maxlength: MOST, "data-entry": "", "data-field": field.name, "aria-label": texts.record_number, placeholder: texts.record_number, oninput: () => owner.typed(), onchange: () => owner.options.settled() });
    this.drop = el("button", { type: "button", class: "btn quiet icon-only", title: texts.remove_record, tabindex: -1, onclick: () => owner.remove(this) }, icon("trash"), el("span", { class: "visually-hidden" }, texts.remove_record));
    this.defects = field.choices.map((choice) => new Defect(choice, texts, () => owner.changed()));
    this.rest = el("span", { class: "bad-text small" });
    const head = el("div", { class: "record-head" }, this.box, this.drop);
    this.element = el("li", { class: "record-row" }, head, el("div", { class: "record-defects" }, ...this.defects.map((one) => one.element)), this.rest);
    this.fill(drawn);
  }

  fill({ record, defects, unknown }, all = false) {
    if (all || this.box !== document.activeElement) this.box.value = record;
    for (const one of this.defects) one.set(defects.get(one.code) || 0);
    this.unknown = unknown;
    this.rest.textContent = unknown.join(this.owner.texts.list_comma);
  }

  value() {
    const defects = new Map(this.defects.filter((one) => one.times).map((one) => [one.code, one.times]));
    return { record: this.box.value.trim(), defects, unknown: this.unknown };
  }

  check(wrong) {
    const bad = wrong && !this.box.value.trim() && this.value().defects.size > 0;
    if (bad) this.box.setAttribute("aria-invalid", "true");
    else this.box.removeAttribute("aria-invalid");
  }

  disable(off) {
    this.box.disabled = off;
    this.drop.disabled = off;
    for (const one of this.defects) one.disable(off);
  }
}

/** A defect: one tap for found, and steps where it was found more than once. */
class Defect {
  times = 0;

  constructor(choice, texts, changed) {
    this.code = choice.code;
    this.changed = changed;
    const step = (by, name, words) => el("button", { type: "button", class: "step", tabindex: -1, "aria-label": `${choice.label} ${words}`, onclick: () => this.#put(this.times + by) }, icon(name));
    this.toggle = el("button", { type: "button", class: "defect-name", "aria-pressed": "false", onclick: () => this.#put(this.times ? 0 : 1) }, choice.label);
    this.number = el("b", {});
    this.steps = el("span", { class: "defect-steps" }, step(-1, "minus", texts.less), this.number, step(1, "plus", texts.more));
    this.element = el("span", { class: "defect" }, this.toggle, this.steps);
    this.set(0);
  }

  set(times) {
    this.times = Math.min(Math.max(times, 0), 999);
    this.toggle.setAttribute("aria-pressed", String(this.times > 0));
    this.number.textContent = String(this.times);
    this.steps.hidden = this.times === 0;
  }

  #put(times) {
    this.set(times);
    this.changed();
  }

  disable(off) {
    for (const button of this.element.querySelectorAll("button")) button.disabled = off;
  }
}
