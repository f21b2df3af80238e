// The small window of one cell: all its inputs, whether it applies, reason, source. Opens over the cell; a click beside it saves.

import { CellForm } from "../cell_form.js";
import { suspicious } from "../fields.js";
import { el } from "../dom.js";
import { fill, noMarks, short } from "../text.js";

export class Panel {
  #cell = null;
  #seen = 0;
  #changed = false;

  constructor(app, table, { closed }) {
    this.app = app;
    this.table = table;
    this.closed = closed;
    this.dialog = document.querySelector("[data-panel]");
    this.title = this.dialog.querySelector("[data-panel-title]");
    this.body = this.dialog.querySelector("[data-panel-body]");
    this.dialog.addEventListener("keydown", (event) => this.#key(event));
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.#finish());
    this.dialog.addEventListener("cancel", () => (this.#changed = false));
    this.dialog.addEventListener("close", () => this.#close());
    this.dialog.querySelector("[data-panel-save]").addEventListener("click", () => this.#finish());
    this.dialog.querySelector("[data-panel-cancel]").addEventListener("click", () => this.#abandon());
  }

  /** @param {string} [typed] the key that opened the panel: it begins the first input */
  open(cell, typed = "") {
    this.#cell = cell;
    this.#seen = cell.base.version;
    this.#changed = false;
    this.#fill(cell);
    this.dialog.showModal();
    this.#beside(this.table.td(cell));
    const { first } = this.form.inputs;
    first.focus();
    if (first.type === "radio" || first.tagName === "BUTTON") return;
    if (typed) {
      first.value = typed;
      this.#typed();
    } else first.select();
  }

  #fill(cell) {
    const { texts, store } = this.app;
    const editable = this.app.opens(cell);
    this.form = new CellForm(cell, texts, { typed: () => this.#typed(), settled: () => {}, editable });
    this.form.write(store.entry(cell));
    this.form.inputs.rate.textContent = cell.draft ? "" : cell.base.value;
    const full = noMarks(cell.indicator) ? texts.no_marks : fill(texts.full_of, { full: short(cell.indicator.full) });
    this.title.textContent = `${cell.indicator.code} ${cell.indicator.name}`;
    this.check = el("p", { class: "panel-check bad-text", role: "status" });
    const place = el("p", { class: "faint small" }, `${cell.sheet.name} · ${full}`);
    this.body.replaceChildren(place, el("p", { class: "panel-rule" }, cell.indicator.sentence), this.form.element, this.check);
  }

  #typed() {
    this.#changed = true;
    const field = suspicious(this.#cell.indicator, this.form.read());
    this.form.inputs.invalid(field ? field.name : null);
    this.check.textContent = field ? `${field.label}: ${fill(this.app.texts.expected, { expected: field.expected })}` : "";
  }

  #key(event) {
    if (event.key !== "Enter" || event.isComposing || event.target.tagName === "BUTTON" || event.target.tagName === "SUMMARY" || event.defaultPrevented) return;
    event.preventDefault();
    this.#finish({ down: true });
  }

  #abandon() {
    this.#changed = false;
    this.dialog.close();
  }

  #finish({ down = false } = {}) {
    this.down = down;
    this.dialog.close();
  }

  #close() {
    if (this.#changed) this.app.change([{ cell: this.#cell, entry: this.form.read(), seen: this.#seen }]);
    this.#changed = false;
    this.closed(this.down === true);
    this.down = false;
  }

  /** Under the cell where there is room, else above it; on a phone the style sheet puts it at the bottom. */
  #beside(td) {
    const cell = td.getBoundingClientRect();
    const box = this.dialog.getBoundingClientRect();
    const below = cell.bottom + 4 + box.height <= innerHeight;
    const top = below ? cell.bottom + 4 : Math.max(8, cell.top - box.height - 4);
    this.dialog.style.left = `${Math.max(8, Math.min(cell.left, innerWidth - box.width - 8))}px`;
    this.dialog.style.top = `${top}px`;
  }
}
