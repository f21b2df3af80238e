// Small helpers of the editor: icons, buttons, fields as the house draws them, texts with values in them.

import { el } from "../grid/dom.js";

export { el, json } from "../grid/dom.js";

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${document.getElementById("scheme-editor").dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

/** "%(count)s left" with {count: 3} → "3 left" */
export function fill(text, values) {
  return Object.entries(values).reduce((done, [name, value]) => done.replaceAll(`%(${name})s`, value), text);
}

/** A button with an icon; words are its label, or its name for screen readers where `bare`. */
export function button(words, drawing, onclick, { tone = "", bare = false, ...more } = {}) {
  const text = bare ? el("span", { class: "visually-hidden" }, words) : words;
  const named = bare ? { title: words } : {};
  return el("button", { type: "button", class: `btn ${tone} ${bare ? "icon-only" : ""}`.trim(), onclick, ...named, ...more }, drawing ? icon(drawing) : null, text);
}

/** A standing note: tone is ok, warn, bad or "". */
export function note(tone, ...children) {
  return el("div", { class: `note ${tone}`.trim() }, icon(tone || "info"), el("div", {}, ...children));
}

let made = 0;

export function fresh(stem) {
  made += 1;
  return `${stem}-${made}`;
}

/** One labelled control with help, last year's value and faults, in the house's field. */
export class Field {
  constructor(control, { label, help = "", required = false, unit = "", className = "" }) {
    this.control = control;
    control.id = control.id || fresh("edit");
    const check = control.type === "checkbox";
    const boxed = unit && !check ? el("span", { class: "with-unit" }, control, el("span", { class: "unit" }, unit)) : control;
    this.last = el("span", { class: "last-year", hidden: true });
    const name = check ? el("label", { class: "check" }, control, el("span", {}, label)) : el("label", { for: control.id, class: required ? "due" : null }, label);
    const head = el("div", { class: "field-head" }, name, this.last);
    this.help = help ? el("div", { class: "help", id: `${control.id}-help` }, help) : null;
    this.errors = el("ul", { class: "errorlist", id: `${control.id}-errors` });
    if (required) control.setAttribute("aria-required", "true");
    control.setAttribute("aria-describedby", [this.help ? this.help.id : "", this.errors.id].filter(Boolean).join(" "));
    this.element = el("div", { class: `field ${className}`.trim() }, head, check ? null : boxed, this.help, this.errors);
  }

  fault(messages) {
    faults(this.control, this.errors, messages);
  }

  lastYear(text, differs) {
    this.last.hidden = !text;
    this.last.textContent = text;
    this.last.classList.toggle("differs", differs);
  }
}

/** Shows messages in a list and marks the control; none clears both. */
export function faults(control, list, messages = []) {
  list.replaceChildren(...messages.map((message) => el("li", {}, icon("bad"), message)));
  if (!control) return;
  if (messages.length) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
}

/** The messages at a path, taken out of what is still to be shown. */
export function take(errors, path) {
  const found = errors.get(path) || [];
  errors.delete(path);
  return found;
}
