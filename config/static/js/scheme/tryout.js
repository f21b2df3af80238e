// Trying a rule on one value: the fields of a cell as a small form, the points, and how they come about.

import { el, Field, icon } from "./dom.js";

export class TryOut {
  constructor(texts, changed) {
    this.texts = texts;
    this.changed = changed;
    this.fields = new Map();
    this.shape = "";
    this.inputs = el("div", { class: "try-inputs" });
    this.others = el("input", { type: "text", autocomplete: "off", maxlength: 400, inputmode: "text" });
    this.othersField = new Field(this.others, { label: texts.others, help: texts.others_help });
    this.othersField.element.hidden = true;
    this.result = el("div", { class: "try-result", "aria-live": "polite" });
    const head = el("h3", {}, texts.try_out);
    this.element = el("section", { class: "try-out", "data-try-out": "" }, head, this.inputs, this.othersField.element, this.result);
    this.element.addEventListener("input", (event) => {
      event.stopPropagation();
      changed();
    });
    this.element.addEventListener("change", (event) => event.stopPropagation());
  }

  read() {
    return { inputs: Object.fromEntries([...this.fields].map(([name, { box }]) => [name, box.value])), others: this.others.value };
  }

  /** Draws the fields of the rule where they changed; what was entered under the same name stays. */
  draw(entry, cohort) {
    this.othersField.element.hidden = !cohort || !entry.length;
    const shape = JSON.stringify(entry);
    if (shape === this.shape) return;
    this.shape = shape;
    const typed = this.read().inputs;
    this.fields = new Map(entry.map((one) => [one.name, this.#field(one, typed[one.name] || "")]));
    this.inputs.replaceChildren(...[...this.fields.values()].map(({ field }) => field.element));
  }

  #field(one, value) {
    const box = this.#box(one);
    box.value = value;
    const list = one.type === "list";
    const field = new Field(box, { label: one.label, help: list ? one.expected : "", unit: list ? "" : one.unit });
    return { one, box, field };
  }

  #box(one) {
    if (one.type === "list") return el("textarea", { rows: 3, maxlength: 2000 });
    if (one.type === "choice") return el("select", {}, el("option", { value: "" }, this.texts.choose), ...one.choices.map((choice) => el("option", { value: choice.code }, choice.label)));
    const mode = { number: "decimal", count: "numeric" }[one.type] || "text";
    return el("input", { type: "text", inputmode: mode, autocomplete: "off", maxlength: 100 });
  }

  show(outcome, sound) {
    const { texts } = this;
    this.element.classList.toggle("is-off", !sound);
    this.#conditions();
    const problems = new Map(Object.entries(outcome ? outcome.problems : {}));
    for (const [name, { field }] of this.fields) {
      field.fault(problems.get(name) || []);
      problems.delete(name);
    }
    this.othersField.fault(problems.get("others") || []);
    problems.delete("others");
    if (!sound) this.result.replaceChildren(el("p", { class: "help" }, texts.try_unsound));
    else if (!outcome) this.result.replaceChildren(el("p", { class: "help" }, texts.try_empty));
    else this.result.replaceChildren(...this.#lines(outcome, [...problems.values()].flat()));
  }

  #lines(outcome, rest) {
    const line = outcome.line ? el("p", { class: "try-line", "data-try-line": "" }, outcome.line) : null;
    const effect = outcome.effect ? el("p", { class: "warn-text" }, icon("warn"), " ", outcome.effect) : null;
    const missing = outcome.missing ? el("p", { class: "help" }, outcome.missing) : null;
    const steps = outcome.steps.length ? el("ol", { class: "steps" }, ...outcome.steps.map((step) => el("li", {}, step))) : null;
    return [line, effect, missing, ...rest.map((text) => el("p", { class: "warn-text" }, text)), steps].filter(Boolean);
  }

  /** An input that is due only for one answer is out of sight for the others. */
  #conditions() {
    for (const { one, field } of this.fields.values()) {
      if (!one.needed_when) continue;
      const [name, value] = one.needed_when;
      const other = this.fields.get(name);
      field.element.hidden = !other || other.box.value !== value;
    }
  }
}
