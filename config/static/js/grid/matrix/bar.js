// The line above the table: what the active cell is, what its rule says, and what is wrong with it.

import { el, icon } from "../dom.js";
import { glance, open } from "../fields.js";
import { isMissing, needsReason } from "../store.js";
import { earned, fill, noMarks, short } from "../text.js";

export class Bar {
  constructor(app, acts) {
    this.app = app;
    this.element = document.querySelector("[data-bar]");
    this.place = this.element.querySelector("[data-bar-place]");
    this.rule = this.element.querySelector("[data-bar-rule]");
    this.value = this.element.querySelector("[data-bar-value]");
    this.notes = this.element.querySelector("[data-bar-notes]");
    this.selection = this.element.querySelector("[data-bar-selection]");
    this.element.querySelector("[data-bar-panel]").addEventListener("click", () => acts.panel());
    this.element.querySelector("[data-bar-explain]").addEventListener("click", () => acts.explain());
  }

  /** @param {import("../types.js").Cell} cell @param {?object} doubtful the field that can't be right */
  show(cell, doubtful, selected) {
    const { texts } = this.app;
    const { indicator, sheet } = cell;
    this.place.replaceChildren(el("b", {}, sheet.name), el("span", {}, `${indicator.code} ${indicator.name}`));
    this.rule.textContent = indicator.sentence;
    this.value.replaceChildren(...this.#figures(cell));
    this.notes.replaceChildren(...this.#notes(cell, doubtful));
    this.selection.textContent = selected > 1 ? fill(texts.selected, { n: selected }) : "";
  }

  #figures(cell) {
    const { texts, store } = this.app;
    const entered = glance(cell.indicator, store.entry(cell));
    const rate = cell.base.value && !cell.draft ? ` ${cell.base.value}` : "";
    const points = cell.base.points === null ? "—" : earned(cell.indicator, short(cell.base.points));
    const full = noMarks(cell.indicator) ? "" : ` / ${short(cell.indicator.full)}`;
    const figure = (name, value, extra = "") => el("span", { class: "figure" }, el("i", {}, name), el("b", {}, value), extra);
    return [
      figure(texts.value, entered || "—", rate),
      figure(texts.points, points, full),
    ];
  }

  #notes(cell, doubtful) {
    const { texts } = this.app;
    const note = (tone, name, words) => el("span", { class: `badge ${tone}` }, icon(name), words);
    if (doubtful) return [note("warn", "warn", `${doubtful.label}: ${fill(texts.expected, { expected: doubtful.expected })}`)];
    const shut = cell.sheet.shut ? [note("", "lock", fill(texts.locked, { why: cell.sheet.shut }))] : [];
    const found = [...shut, ...cell.problems.map((problem) => note("bad", "bad", problem.message))];
    if (cell.state === "conflict") found.push(note("warn", "warn", texts.state_conflict));
    if (!cell.draft && isMissing(cell)) found.push(...this.#missing(cell, note));
    if (!cell.draft && needsReason(cell)) found.push(note("warn", "edit", texts.reason_needed));
    for (const words of cell.doubts) found.push(note("warn", "eye", fill(texts.doubt, { words })));
    if (cell.base.entry.ne) found.push(note("bad", "bad", texts.ne_remark));
    for (const words of cell.base.warnings) found.push(note("warn", "warn", words));
    if (cell.base.entry.reason) found.push(el("span", { class: "bar-reason" }, `${texts.reason}: ${cell.base.entry.reason}`));
    return found;
  }

  /** Half entered: which inputs are still to come. */
  #missing(cell, note) {
    const { texts } = this.app;
    const { inputs } = cell.base.entry;
    const missing = open(cell.indicator, inputs);
    if (!Object.values(inputs).some(Boolean) || !missing.length) return [];
    return [note("warn", "clock", fill(texts.incomplete, { names: missing.map((field) => field.label).join(texts.list_comma) }))];
  }
}
