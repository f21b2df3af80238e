// A form made from the declared parameters of one kind of rule. Nested kinds (the parts of a composite) use it again.

import { el, Field, take } from "./dom.js";
import { Parts } from "./parts.js";
import { control } from "./single.js";
import { Table } from "./table.js";

export class Params {
  /** @param {string} kind @param {Object} values the parameters as stored or typed */
  constructor(kind, values, context) {
    this.kind = kind;
    this.context = context;
    this.declared = context.rules.kinds[kind].params;
    this.entries = this.declared.map((parameter) => this.#entry(parameter, values[parameter.name]));
    this.element = el("div", { class: "params" }, ...this.entries.map((entry) => entry.element));
    this.stored = values;
    this.element.addEventListener("input", () => this.relevance());
    this.element.addEventListener("change", () => this.relevance());
    this.relevance();
  }

  #entry(parameter, value) {
    const { context } = this;
    if (parameter.type === "rows") return { parameter, ...wrapped(new Table(parameter, value || [], context)) };
    if (parameter.type === "parts") return { parameter, ...wrapped(new Parts(parameter, value || [], context, Params)) };
    const box = control(parameter, value, context);
    const className = parameter.type === "decimal" || parameter.type === "percent" ? "num-field" : "";
    const field = new Field(box.element, { label: parameter.label, help: parameter.help, required: parameter.required, unit: parameter.unit, className });
    return { parameter, box, field, element: field.element };
  }

  /** What is typed, parameters that don't matter now left out. */
  read() {
    const found = {};
    for (const { parameter, box, element } of this.entries) {
      if (!element.hidden) found[parameter.name] = box.read();
    }
    return found;
  }

  /** Fields that matter only for another answer are out of sight, unless something stands in them already. */
  relevance() {
    const value = (name) => {
      const entry = this.entries.find((one) => one.parameter.name === name);
      return entry ? entry.box.read() || entry.parameter.default : "";
    };
    for (const entry of this.entries) {
      const answers = entry.parameter.when.map((one) => value(one.name));
      const matters = entry.parameter.when.every((one, index) => one.values.includes(answers[index]));
      entry.first = entry.first || answers.join("|");
      const stored = this.stored[entry.parameter.name];
      const blank = stored === undefined || stored === "";
      entry.element.hidden = !matters && (blank || entry.first !== answers.join("|"));
    }
  }

  /** Shows faults at their fields and takes them out of `errors`. */
  fault(errors, prefix = "") {
    for (const { parameter, box, field } of this.entries) {
      const path = prefix + parameter.name;
      if (field) field.fault(take(errors, path));
      else box.fault(errors, path);
    }
  }

  /** Last year's values beside the fields, differences marked. */
  lastYear(last) {
    for (const { parameter, box, field } of this.entries) {
      if (!field) continue;
      const same = last && last.rule === this.kind;
      const then = same ? last.params[parameter.name] : undefined;
      const raw = same ? last.raw[parameter.name] : undefined;
      const now = box.read();
      const differs = same && plain(raw, parameter) !== (now || parameter.default);
      const words = then === undefined ? (differs ? this.context.texts.last_blank : "") : then;
      const told = differs || parameter.type === "decimal" || parameter.type === "percent";
      field.lastYear(same && words && told ? `${this.context.texts.last_year} ${words}` : "", differs);
    }
  }
}

function plain(value, parameter) {
  if (value === undefined || value === "") return parameter.default;
  return typeof value === "boolean" ? String(value) : value;
}

function wrapped(box) {
  return { box, field: null, element: box.element };
}
