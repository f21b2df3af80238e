// The parts of a composite: each has a name, marks, a kind of rule and a form of that kind's own parameters.

import { button, el, faults, Field, fill, take } from "./dom.js";
import { control } from "./single.js";

export class Parts {
  /** @param Params the class of nested forms, handed in because it uses this one itself */
  constructor(parameter, parts, context, Params) {
    this.parameter = parameter;
    this.context = context;
    this.Params = Params;
    this.list = el("ol", { class: "edit-parts" });
    this.errors = el("ul", { class: "errorlist" });
    this.parts = parts.map((part) => this.#part(part));
    const { texts } = context;
    const head = el("div", { class: "edit-rows-head" }, el("span", { class: "label due" }, parameter.label), button(texts.add_part, "plus", () => this.add(), { tone: "small" }));
    this.element = el("div", { class: "edit-rows" }, head, parameter.help ? el("div", { class: "help" }, parameter.help) : null, this.list, this.errors);
    if (!parts.length) this.parts.push(this.#part({}));
    this.#draw();
  }

  #part(values) {
    const { context } = this;
    const part = { code: values.code || "", fields: [], params: null, errors: el("ul", { class: "errorlist" }) };
    for (const column of this.parameter.columns.filter((one) => one.type !== "code")) {
      const kind = column.name === "kind";
      const box = control(column, values[column.name], context);
      const field = new Field(box.element, { label: column.label, help: kind ? "" : column.help, required: column.required, unit: column.unit });
      part.fields.push({ column, box, field });
      if (kind) box.element.addEventListener("change", () => this.#kind(part, part.params ? part.params.read() : {}));
    }
    part.inner = el("div", { class: "edit-part-rule" });
    part.title = el("span", { class: "label" });
    const up = button(context.texts.row_up, "up", () => this.#raise(part), { tone: "quiet small", bare: true });
    const out = button(context.texts.part_remove, "trash", () => this.#remove(part), { tone: "quiet small", bare: true });
    const head = el("div", { class: "edit-part-head" }, part.title, el("span", { class: "edit-part-tools" }, up, out));
    part.element = el("li", { class: "edit-part" }, head, el("div", { class: "field-row" }, ...part.fields.map(({ field }) => field.element)), part.errors, part.inner);
    this.#kind(part, values.params || {});
    return part;
  }

  /** Draws the form of the part's kind; what is typed under the same names stays. */
  #kind(part, values) {
    const kind = part.fields.find(({ column }) => column.name === "kind").box.read();
    part.params = kind && this.context.rules.kinds[kind] ? new this.Params(kind, values, this.context) : null;
    const about = part.params ? el("p", { class: "help" }, this.context.rules.kinds[kind].about) : "";
    part.inner.replaceChildren(about, part.params ? part.params.element : "");
    this.context.changed();
  }

  #draw() {
    this.parts.forEach((part, index) => (part.title.textContent = fill(this.context.texts.part_number, { number: index + 1 })));
    this.list.replaceChildren(...this.parts.map((part) => part.element));
  }

  add() {
    const part = this.#part({});
    this.parts.push(part);
    this.#draw();
    part.fields[0].box.element.focus();
    this.context.changed();
  }

  #remove(part) {
    this.parts = this.parts.filter((one) => one !== part);
    if (!this.parts.length) this.parts.push(this.#part({}));
    this.#draw();
    this.parts[0].fields[0].box.element.focus();
    this.context.changed();
  }

  #raise(part) {
    const place = this.parts.indexOf(part);
    if (place < 1) return;
    this.parts.splice(place, 1);
    this.parts.splice(place - 1, 0, part);
    this.#draw();
    part.element.querySelector(".edit-part-tools button").focus();
    this.context.changed();
  }

  #filled() {
    return this.parts.filter((part) => part.fields.some(({ box }) => !box.blank()));
  }

  read() {
    return this.#filled().map((part) => {
      const columns = part.fields.map(({ column, box }) => [column.name, box.read()]).filter(([, value]) => value !== "");
      const own = part.params ? { params: part.params.read() } : {};
      return { ...(part.code ? { code: part.code } : {}), ...Object.fromEntries(columns), ...own };
    });
  }

  fault(errors, path) {
    faults(null, this.errors, take(errors, path));
    this.#filled().forEach((part, index) => {
      const at = `${path}[${index}]`;
      for (const { column, field } of part.fields) field.fault(take(errors, `${at}.${column.name}`));
      if (part.params) part.params.fault(errors, `${at}.params.`);
      faults(null, part.errors, [...take(errors, at), ...take(errors, `${at}.params`), ...take(errors, `${at}.code`)]);
    });
  }
}
