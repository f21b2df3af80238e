// Which centres and indicators are shown, points or values, and which categories are folded.

import { isMissing, needsReason } from "../store.js";
import { fold } from "../text.js";

export class Filters {
  /** `relaid`: other rows or columns are shown; `repainted`: the same ones, with other words. */
  constructor(table, store, { relaid, repainted }) {
    Object.assign(this, { table, store, relaid, repainted });
    const box = document.querySelector("[data-filters]");
    this.category = box.querySelector("[data-filter-category]");
    this.only = box.querySelector("[data-filter-only]");
    this.search = box.querySelector("[data-filter-search]");
    this.empty = document.querySelector("[data-no-match]");
    for (const category of store.categories) this.category.append(new Option(`${category.code} ${category.name}`, category.id));
    this.category.addEventListener("change", () => this.apply());
    this.only.addEventListener("change", () => this.apply());
    this.search.addEventListener("input", () => this.apply());
    for (const button of document.querySelectorAll("[data-mode]")) button.addEventListener("click", () => this.#mode(button));
    table.head.addEventListener("click", (event) => this.#fold(event));
  }

  #mode(button) {
    for (const other of document.querySelectorAll("[data-mode]")) other.setAttribute("aria-pressed", String(other === button));
    this.table.show(button.dataset.mode);
    this.repainted();
  }

  #fold(event) {
    const toggle = event.target.closest("[data-category]");
    if (!toggle) return;
    const id = Number(toggle.dataset.category);
    if (!this.table.collapsed.delete(id)) this.table.collapsed.add(id);
    this.apply();
  }

  /** Filters hold for what stands there now: a cell doesn't vanish while it is being filled. */
  apply() {
    const word = fold(this.search.value).toLowerCase();
    const wanted = { missing: isMissing, reason: needsReason, unsaved: (cell) => cell.draft !== null }[this.only.value];
    const category = Number(this.category.value);
    const named = this.store.sheets.filter((sheet) => `${sheet.code} ${sheet.name}`.toLowerCase().includes(word));
    const chosen = this.store.indicators.filter((indicator) => !category || indicator.category === category);
    const has = (sheet, indicator) => !wanted || wanted(this.store.at(sheet.id, indicator.id));
    const rows = named.filter((sheet) => chosen.some((indicator) => has(sheet, indicator)));
    const columns = new Set(chosen.filter((indicator) => rows.some((sheet) => has(sheet, indicator))));
    this.table.relay(rows, (indicator) => columns.has(indicator));
    this.empty.hidden = rows.length > 0 && columns.size > 0;
    this.relaid();
  }

  /** Show everything again, so that a cell which the filters hide can be reached. */
  reset() {
    this.category.value = "";
    this.only.value = "";
    this.search.value = "";
    this.table.collapsed.clear();
    this.apply();
  }
}
