// One indicator on a centre's sheet: what it is, its rule, its inputs, its points and how far saving got.

import { CellForm } from "../cell_form.js";
import { el, icon } from "../dom.js";
import { open, same, suspicious } from "../fields.js";
import { awarded, isMissing, lost, needsReason } from "../store.js";
import { earned, fill, noMarks, short } from "../text.js";

// Kinds that act beyond their own cell: their answer says it all, points would be noise.
const ACTING = new Set(["veto", "factor"]);
// A pause this long counts as done, so that nothing typed waits for the next tap.
const PAUSE = 1500;

export class Row {
  #timer = 0;
  #dirty = false;
  #seen = 0;

  /** @param {import("../types.js").Cell} cell */
  constructor(cell, app) {
    this.cell = cell;
    this.app = app;
    this.form = new CellForm(cell, app.texts, {
      typed: () => this.#typed(),
      settled: () => this.commit(),
      editable: app.editable,
    });
    this.form.write(app.store.entry(cell));
    this.points = el("b");
    this.state = el("span", { class: "row-state" });
    this.notes = el("div", { class: "row-notes", role: "status" });
    this.files = el("button", { type: "button", class: "btn quiet small row-files", onclick: () => app.evidence.open(cell) });
    this.element = this.#build();
    this.paint();
  }

  #build() {
    const { indicator, key } = this.cell;
    const { texts } = this.app;
    const full = noMarks(indicator) ? null : el("span", { class: "faint" }, ` / ${short(indicator.full)}`);
    const explain = el("button", { type: "button", class: "btn quiet small icon-only row-explain", title: texts.explain, onclick: () => this.app.story.open(this.cell) }, icon("info"), el("span", { class: "visually-hidden" }, texts.explain));
    const name = el("h3", { class: "row-name" }, el("span", { class: "faint" }, indicator.code), ` ${indicator.name}`);
    const head = el("div", { class: "row-head" }, name, el("p", { class: "row-rule" }, indicator.sentence), this.files);
    const points = el("div", { class: "row-points" }, el("span", {}, this.points, full), this.state, explain);
    this.self = this.app.beside.line(this.cell);
    const body = el("div", { class: "row-body" }, this.self, this.form.element, this.notes);
    return el("li", { class: "sheet-row", "data-key": key, "data-cell": indicator.id }, head, body, points);
  }

  #typed() {
    if (!this.#dirty) this.#seen = this.cell.base.version;
    this.#dirty = true;
    const field = suspicious(this.cell.indicator, this.form.read());
    this.form.inputs.invalid(field ? field.name : null);
    this.#note(field ? [this.#doubt(field)] : []);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.commit(), PAUSE);
  }

  #doubt(field) {
    return ["bad", `${field.label}: ${fill(this.app.texts.expected, { expected: field.expected })}`];
  }

  /** Hand over what was typed. */
  commit() {
    clearTimeout(this.#timer);
    if (!this.#dirty) return;
    this.#dirty = false;
    this.app.change([{ cell: this.cell, entry: this.form.read(), seen: this.#seen }]);
  }

  /** Esc: back to what stood there before typing began. */
  revert() {
    clearTimeout(this.#timer);
    this.#dirty = false;
    this.form.write(this.app.store.entry(this.cell));
    this.form.inputs.invalid(null);
    this.paint();
  }

  /** The sheet was handed in: the row rests. */
  close() {
    this.form.options.editable = this.form.inputs.editable = false;
    this.form.disable();
    this.form.show();
  }

  get dirty() {
    return this.#dirty;
  }

  /** The cell changed: show it, unless the user is in the middle of typing. */
  paint() {
    const { cell, app } = this;
    const entry = app.store.entry(cell);
    if (!this.#dirty && !same(this.form.read(), entry)) this.form.write(entry);
    this.form.show();
    this.points.textContent = this.#points();
    this.form.inputs.rate.textContent = cell.draft ? "" : cell.base.value;
    this.element.className = `sheet-row ${this.#standing()} ${cell.state ? `is-${cell.state}` : ""}`;
    this.#files();
    this.state.textContent = cell.state ? app.texts[`state_${cell.state}`] : "";
    if (this.self) this.self.paint();
    if (!this.#dirty) this.#note(this.#found());
  }

  #files() {
    const { cell, app } = this;
    this.files.replaceChildren(icon("document"), fill(app.texts.evidence, { n: app.evidence.count(cell) || "" }).trim());
    this.files.hidden = Boolean(app.data.carried); // Files go over the network only.
    this.files.classList.toggle("warn-text", app.evidence.lacks(cell));
  }

  /** What the cell is worth: points, or what an indicator without marks says. */
  #points() {
    const { base, draft, indicator, carried } = this.cell;
    if (carried && draft) return awarded(indicator, draft.entry) || "—";
    if (base.entry.na) return base.points === null ? this.app.texts.na : base.points;
    if (base.points === null) return "—";
    return ACTING.has(indicator.kind) ? "" : earned(indicator, base.points);
  }

  #standing() {
    if (isMissing(this.cell)) return "missing";
    if (this.cell.base.entry.na) return "na";
    if (this.cell.base.entry.ne) return "below no-evidence";
    return lost(this.cell) > 0 ? "below" : "full";
  }

  #found() {
    const { cell, app } = this;
    const found = cell.problems.map((problem) => ["bad", problem.message]);
    if (cell.draft) return cell.carried ? [...found, ...this.#carried()] : found;
    for (const words of cell.doubts) found.push(["warn", fill(app.texts.doubt, { words })]);
    if (cell.base.entry.ne) found.push(["bad", app.texts.ne_remark]);
    if (app.editable && app.evidence.lacks(cell)) found.push(["warn", app.texts.evidence_due]);
    for (const words of cell.base.warnings) found.push(["warn", words]);
    const missing = isMissing(cell) ? this.#open() : [];
    if (missing.length) found.push(["warn", fill(app.texts.incomplete, { names: missing.join(app.texts.list_comma) })]);
    return found;
  }

  /** Without the server, the page's own check is all there is: it stays in sight until the value is right. */
  #carried() {
    const { indicator, draft } = this.cell;
    const field = suspicious(indicator, draft.entry);
    this.form.inputs.invalid(field ? field.name : null);
    if (field) return [this.#doubt(field)];
    const missing = isMissing(this.cell) ? this.#open(draft.entry) : [];
    return missing.length ? [["warn", fill(this.app.texts.incomplete, { names: missing.join(this.app.texts.list_comma) })]] : [];
  }

  /** Half entered: the inputs still to come. */
  #open({ inputs } = this.cell.base.entry) {
    const missing = open(this.cell.indicator, inputs).map((field) => field.label);
    return Object.values(inputs).some(Boolean) ? missing : [];
  }

  #note(found) {
    this.notes.replaceChildren(...found.map(([tone, words]) => el("span", { class: `${tone}-text` }, icon(tone), words)));
  }

  wants(what) {
    return what === "reason" ? needsReason(this.cell) : isMissing(this.cell);
  }

  focus(what) {
    const box = what === "reason" ? this.form.reason : this.form.inputs.first;
    box.focus();
    this.element.scrollIntoView({ block: "center" });
  }
}
