// The inputs of one cell, suited to its rule: number keypads, two boxes for a rate, steppers for counts, a row of
// answers to tap. Used by the sheet of a centre and by the panel of the matrix.

import { el, icon } from "./dom.js";
import { LINE, isDue } from "./fields.js";
import { Records } from "./records.js";
import { fold, hundredths, short } from "./text.js";

/** @typedef {import("./types.js").Indicator} Indicator */
/** @typedef {import("./types.js").Field} Field */

let made = 0;
// From so many inputs on they stand one below the other, each with its name in front.
const MANY = 4;

/** One control per field; `typed` is called on each keystroke, `settled` when a value is complete. */
export class Inputs {
  /** @param {Indicator} indicator */
  constructor(indicator, texts, { typed, settled, editable = true }) {
    this.indicator = indicator;
    this.texts = texts;
    this.typed = () => {
      this.#ask();
      typed();
    };
    this.settled = settled;
    this.editable = editable;
    this.rate = el("output", { class: "rate" });
    this.controls = indicator.fields.map((field) => this.#control(field));
    this.element = el("div", { class: this.#isMany() ? "inputs many" : "inputs" }, ...this.#groups(), this.rate);
    this.#ask();
  }

  #isMany() {
    const { fields } = this.indicator;
    return fields.length >= MANY || fields.some((field) => field.group) || fields.filter((field) => field.type === "choice").length > 1;
  }

  /** The inputs of a composite stand together by part, under its name. */
  #groups() {
    const groups = [];
    this.indicator.fields.forEach(({ group }, index) => {
      const { element } = this.controls[index];
      const last = groups[groups.length - 1];
      if (last && last.name === group) last.elements.push(element);
      else groups.push({ name: group, elements: [element] });
    });
    return groups.flatMap(({ name, elements }) => (name ? [group(name, elements)] : elements));
  }

  /** Only what is due is asked for: the document number where the event happened. */
  #ask() {
    const { fields } = this.indicator;
    const all = Object.fromEntries(fields.map((field, index) => [field.name, this.controls[index].read()]));
    fields.forEach((field, index) => (this.controls[index].element.hidden = !isDue(field, all)));
  }

  /** @param {Object<string, string>} inputs */
  write(inputs) {
    this.indicator.fields.forEach((field, index) => this.controls[index].write(inputs[field.name] || ""));
    this.#ask();
  }

  /** @returns {Object<string, string>} */
  read() {
    const { fields } = this.indicator;
    const all = Object.fromEntries(fields.map((field, index) => [field.name, this.controls[index].read()]));
    for (const field of fields) if (!isDue(field, all)) all[field.name] = "";
    return all;
  }

  invalid(name) {
    this.indicator.fields.forEach((field, index) => this.controls[index].invalid(field.name === name));
  }

  disable(off) {
    for (const control of this.controls) control.disable(off || !this.editable);
  }

  get first() {
    return this.controls[0].focusable();
  }

  get last() {
    return this.controls[this.controls.length - 1].focusable();
  }

  #control(field) {
    if (field.type === "choice") return this.#choice(field);
    if (field.type === "text") return this.#line(field);
    if (field.type === "list") return this.#list(field);
    return field.type === "count" ? this.#count(field) : this.#number(field);
  }

  /** @param {Field} field */
  #box(field, mode) {
    return el("input", {
      class: "entry",
      inputmode: mode,
      autocomplete: "off",
      enterkeyhint: "next",
      "data-entry": "",
      "data-field": field.name,
      "aria-label": `${this.indicator.code} ${this.indicator.name} ${field.label}`,
      maxlength: 40,
      oninput: () => this.typed(),
      onchange: () => this.settled(),
    });
  }

  /** A line of words, such as a document number. */
  #line(field) {
    const box = this.#box(field, "text");
    box.classList.add("words");
    box.maxLength = LINE;
    return boxed(box, el("label", { class: "number line" }, el("span", { class: "field-name" }, field.short), box));
  }

  #list(field) {
    const label = `${this.indicator.code} ${this.indicator.name} ${field.label}`;
    return new Records(field, this.texts, { typed: () => this.typed(), settled: () => this.settled(), label });
  }

  #number(field) {
    const box = this.#box(field, "decimal");
    const unit = field.unit ? el("span", { class: "unit" }, field.unit) : null;
    const full = this.indicator.kind === "points" ? this.#fullMarks(box) : null;
    const name = this.indicator.fields.length > 1 ? el("span", { class: "field-name" }, field.short) : null;
    return boxed(box, el("label", { class: "number" }, name, el("span", { class: "boxed" }, box, unit)), full);
  }

  /** One tap for full marks: what most cells get. */
  #fullMarks(box) {
    const give = () => {
      box.value = short(this.indicator.full);
      this.typed();
      this.settled();
    };
    const words = `${this.texts.full_marks} ${short(this.indicator.full)}`;
    return el("button", { type: "button", class: "btn small full-marks", tabindex: -1, onclick: give }, words);
  }

  #count(field) {
    const box = this.#box(field, "numeric");
    const by = (step) => () => {
      const size = hundredths(fold(box.value) || "0");
      box.value = String(Math.max(0, (size === null ? 0 : size / 100) + step));
      this.typed();
      this.settled();
    };
    const button = (name, step, words) =>
      el("button", { type: "button", class: "step", tabindex: -1, "aria-label": `${field.label} ${words}`, onclick: by(step) }, icon(name));
    const less = button("minus", -1, this.texts.less);
    const more = button("plus", 1, this.texts.more);
    const unit = field.unit ? el("span", { class: "unit" }, field.unit) : null;
    const stepper = el("span", { class: "stepper" }, less, box, more);
    return boxed(box, el("div", { class: "number tally" }, el("span", { class: "field-name" }, field.short), el("span", { class: "boxed" }, stepper, unit)), less, more);
  }

  #choice(field) {
    const key = `choice-${(made += 1)}`;
    const radios = field.choices.map((choice) => this.#radio(field, choice, key));
    const labels = radios.map((radio, index) => el("label", {}, radio, el("span", {}, field.choices[index].label)));
    const several = this.indicator.fields.length > 1;
    const spoken = `${this.indicator.code} ${this.indicator.name}${several ? ` ${field.label}` : ""}`;
    const answers = el("div", { class: "answers", role: "radiogroup", "aria-label": spoken }, ...labels);
    const name = el("span", { class: "field-name" }, field.short);
    return {
      element: several ? el("div", { class: "number answer" }, name, answers) : answers,
      write: (value) => radios.forEach((radio) => (radio.checked = radio.value === value)),
      read: () => (radios.find((radio) => radio.checked) || { value: "" }).value,
      invalid: (wrong) => answers.classList.toggle("invalid", wrong),
      disable: (off) => radios.forEach((radio) => (radio.disabled = off)),
      focusable: () => radios.find((radio) => radio.checked) || radios[0],
    };
  }

  /** A second tap on the chosen answer takes it back. */
  #radio(field, choice, name) {
    let was = false;
    const radio = el("input", { type: "radio", name, value: choice.code, "data-entry": "", "data-field": field.name });
    const label = () => (was = radio.checked);
    radio.addEventListener("pointerdown", label);
    radio.addEventListener("click", () => {
      if (was) radio.checked = false;
      was = false;
      this.typed();
      this.settled();
    });
    return radio;
  }
}

function group(name, elements) {
  return el("div", { class: "part", role: "group", "aria-label": name }, el("h4", {}, name), ...elements);
}

function boxed(box, element, ...buttons) {
  const all = buttons.filter(Boolean);
  return {
    element: all.length && !element.contains(all[0]) ? el("div", { class: "with-button" }, element, ...all) : element,
    write: (value) => (box.value = value),
    read: () => box.value.trim(),
    invalid: (wrong) => box.toggleAttribute("aria-invalid", wrong) && box.setAttribute("aria-invalid", "true"),
    disable: (off) => [box, ...all].forEach((one) => (one.disabled = off)),
    focusable: () => box,
  };
}
