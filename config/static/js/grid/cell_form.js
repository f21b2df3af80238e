// All that can be said of one cell: its inputs, whether it applies or lacks evidence, the reason, source and date.

import { el, icon } from "./dom.js";
import { Inputs } from "./inputs.js";
import { needsReason } from "./store.js";

/** @typedef {import("./types.js").Cell} Cell */
/** @typedef {import("./types.js").Entry} Entry */

const REASON_LENGTH = 300;
const SOURCE_LENGTH = 120;

export class CellForm {
  /** @param {Cell} cell @param {{typed: Function, settled: Function, editable: boolean, roomy: boolean}} options */
  constructor(cell, texts, options) {
    this.cell = cell;
    this.texts = texts;
    this.options = options;
    this.inputs = new Inputs(cell.indicator, texts, {
      typed: () => this.#typed(),
      settled: options.settled,
      editable: options.editable,
    });
    this.na = this.#switch(cell.indicator.na !== "forbidden", () => this.ne);
    this.ne = this.#switch(cell.indicator.evidence, () => this.na);
    this.reason = this.#text("reason", "input", REASON_LENGTH);
    this.source = this.#text("source", "input", SOURCE_LENGTH);
    this.date = el("input", { class: "input", type: "date", oninput: () => this.#typed(), onchange: options.settled });
    this.more = this.#sourceBox();
    this.reasonBox = el("label", { class: "reason-box" }, el("span", { class: "field-name" }), this.reason);
    this.element = el("div", { class: "cell-form" }, this.inputs.element, this.#extras(), this.reasonBox);
    this.disable();
  }

  #text(name, tag, length) {
    const { settled } = this.options;
    return el(tag, { class: "input", maxlength: length, autocomplete: "off", "data-extra": name, oninput: () => this.#typed(), onchange: settled });
  }

  /** Not applicable and no evidence: each where the scheme allows it, one at most. */
  #switch(allowed, other) {
    if (!allowed) return null;
    const box = el("input", { type: "checkbox", onchange: () => this.#marked(box, other()) });
    return box;
  }

  #marked(box, other) {
    if (box.checked && other) other.checked = false;
    this.#typed();
    this.options.settled();
    this.show();
    if (box.checked && !this.reason.value) this.reason.focus();
  }

  #sourceBox() {
    if (!this.cell.indicator.measured) return null;
    const source = el("label", { class: "field-line" }, el("span", {}, this.texts.source), this.source);
    const date = el("label", { class: "field-line" }, el("span", {}, this.texts.source_date), this.date);
    this.summary = el("summary", {}, icon("document"), el("span"));
    return el("details", { class: "source-box" }, this.summary, source, date);
  }

  #extras() {
    const na = this.na && el("label", { class: "na-switch" }, this.na, el("span", {}, this.texts.na));
    this.addReason = el("button", { type: "button", class: "btn-link add-reason", onclick: () => this.#openReason() }, icon("plus"), this.texts.reason);
    const ne = this.ne && el("label", { class: "na-switch" }, this.ne, el("span", {}, this.texts.ne));
    this.extras = el("div", { class: "extras" }, na, ne, this.addReason, this.more);
    return this.extras;
  }

  #openReason() {
    this.reasonBox.hidden = false;
    this.addReason.hidden = true;
    this.reason.focus();
  }

  #typed() {
    this.options.typed();
  }

  disable() {
    const off = !this.options.editable;
    for (const one of [this.na, this.ne, this.reason, this.source, this.date]) if (one) one.disabled = off;
    this.inputs.disable(off);
  }

  /** Show an entry, leaving alone a box in which the user is typing something else. */
  write(entry) {
    this.inputs.write(entry.inputs);
    if (this.na) this.na.checked = entry.na;
    if (this.ne) this.ne.checked = Boolean(entry.ne);
    this.reason.value = entry.reason;
    this.source.value = entry.source;
    this.date.value = entry.date;
    this.show();
  }

  /** Which boxes are open: the reason where one is due or given; inputs rest while the cell doesn't apply. */
  show() {
    const [na, ne] = this.#marks();
    const due = needsReason(this.cell) || ((na || ne) && !this.reason.value.trim());
    const asked = due || Boolean(this.reason.value) || this.reason === document.activeElement;
    this.inputs.disable(na || ne);
    this.inputs.element.classList.toggle("resting", na || ne);
    this.reasonBox.hidden = !asked;
    this.reasonBox.classList.toggle("due", due);
    this.reasonBox.firstChild.textContent = na ? this.texts.na_reason : ne ? this.texts.ne_reason : this.texts.reason;
    this.reason.placeholder = due ? (na || ne ? this.texts.mark_reason_due : this.texts.reason_due) : "";
    this.addReason.hidden = asked || !this.options.editable;
    if (this.more) this.summary.lastChild.textContent = this.#sourceWords();
  }

  #marks() {
    return [this.na, this.ne].map((box) => Boolean(box && box.checked));
  }

  #sourceWords() {
    const known = [this.source.value, this.date.value].filter(Boolean).join(" ");
    return known ? `${this.texts.source}: ${known}` : this.texts.source_and_date;
  }

  /** @returns {Entry} */
  read() {
    const [na, ne] = this.#marks();
    return {
      inputs: na ? {} : this.inputs.read(),
      na,
      ne,
      reason: this.reason.value.trim(),
      source: this.source.value.trim(),
      date: this.date.value,
    };
  }
}
