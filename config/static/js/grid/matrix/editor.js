// The one text box of the matrix. It lies over the active cell and holds its entered value, all of it selected: so
// typing replaces it, and a Chinese input method finds a real text box from the first key on.

import { read, shown, suspicious } from "../fields.js";
import { spoken } from "../describe.js";

/** mode "move": keys move about; "type": typing replaced the value, arrows finish; "edit": arrows move in the text. */
export class Editor {
  mode = "move";
  #cell = null;
  #seen = 0;
  #text = "";

  /** @param {{commit: Function, checked: Function}} listener */
  constructor(app, table, listener) {
    this.app = app;
    this.table = table;
    this.listener = listener;
    this.box = document.querySelector("[data-editor]");
    this.box.addEventListener("input", () => this.#typed());
    this.box.addEventListener("compositionstart", () => this.mode === "move" && this.#begin("type"));
    this.box.addEventListener("blur", () => document.activeElement !== this.box && this.commit());
  }

  /** Lie over a cell and show what was entered. */
  place(cell) {
    this.#cell = cell;
    this.mode = "move";
    const td = this.table.td(cell);
    const { style } = this.box;
    style.left = `${td.offsetLeft}px`;
    style.top = `${td.offsetTop}px`;
    style.width = `${td.offsetWidth}px`;
    style.height = `${td.offsetHeight}px`;
    this.refresh();
  }

  /** The cell changed under the box. */
  refresh() {
    const cell = this.#cell;
    if (!cell || this.mode !== "move") return;
    this.#text = shown(cell.indicator, this.app.store.entry(cell));
    this.#seen = cell.base.version;
    this.box.readOnly = !this.app.opens(cell);
    this.box.value = this.#text;
    this.box.dataset.mode = "move";
    this.box.dataset.state = cell.draft ? cell.state : cell.sheet.shut ? "shut" : "";
    this.box.inputMode = cell.indicator.fields[0].type === "choice" ? "text" : "decimal";
    this.box.setAttribute("aria-label", spoken(cell, this.app.texts));
    this.#invalid(false);
    if (document.activeElement === this.box) this.box.select();
  }

  focus() {
    this.box.focus({ preventScroll: true });
    if (this.mode === "move") this.box.select();
  }

  #begin(mode) {
    this.mode = mode;
    this.box.dataset.mode = mode;
    this.#seen = this.#cell.base.version;
  }

  /** F2 or a double click: change what stands there. */
  edit() {
    if (!this.app.opens(this.#cell)) return;
    this.#begin("edit");
    this.box.setSelectionRange(this.box.value.length, this.box.value.length);
  }

  #typed() {
    if (this.mode === "move") this.#begin("type");
    const field = suspicious(this.#cell.indicator, this.entry());
    this.#invalid(field !== null);
    this.listener.checked(field);
  }

  #invalid(wrong) {
    if (wrong) this.box.setAttribute("aria-invalid", "true");
    else this.box.removeAttribute("aria-invalid");
  }

  get editing() {
    return this.mode !== "move";
  }

  /** The entry that the text in the box would make. */
  entry() {
    return read(this.#cell.indicator, this.box.value, this.app.store.entry(this.#cell));
  }

  revert() {
    this.mode = "move";
    this.refresh();
    this.listener.checked(null);
  }

  /** Hand over what was typed. */
  commit() {
    if (!this.editing) return;
    const [cell, entry, seen, changed] = [this.#cell, this.entry(), this.#seen, this.box.value !== this.#text];
    this.mode = "move";
    if (changed) this.listener.commit(cell, entry, seen);
    this.refresh();
    this.listener.checked(null);
  }
}
