// The basics of a row: the form as the server drew it, with faults and last year's marks at its fields.

import { el, fill, fresh, icon, take } from "./dom.js";

export class Basics {
  constructor(part, values, { texts, store, key }) {
    this.texts = texts;
    this.element = document.getElementById(`pattern-${part}`).content.firstElementChild.cloneNode(true);
    this.controls = new Map([...this.element.querySelectorAll("input, select, textarea")].map((control) => [control.name, control]));
    for (const [name, control] of this.controls) {
      this.#errors(control);
      if (control.type === "checkbox") control.checked = values[name] === true;
      else if (values[name] !== undefined) control.value = values[name];
    }
    if (part === "gate") this.#codes(this.controls.get("indicator_codes"), store, key);
  }

  #errors(control) {
    const list = el("ul", { class: "errorlist", id: fresh("edit-errors") });
    control.closest(".field").append(list);
    const described = [control.getAttribute("aria-describedby"), list.id].filter(Boolean).join(" ");
    control.setAttribute("aria-describedby", described);
    control.errorList = list;
  }

  read() {
    return Object.fromEntries([...this.controls].map(([name, control]) => [name, control.type === "checkbox" ? control.checked : control.value]));
  }

  fault(errors) {
    for (const [name, control] of this.controls) {
      const messages = take(errors, name);
      control.errorList.replaceChildren(...messages.map((message) => el("li", {}, icon("bad"), message)));
      control.toggleAttribute("aria-invalid", false);
      if (messages.length) control.setAttribute("aria-invalid", "true");
    }
  }

  get(name) {
    return this.controls.get(name);
  }

  /** A muted value below a field. */
  lastYear(name, text, differs) {
    const field = this.controls.get(name).closest(".field");
    let place = field.querySelector(".last-year");
    if (!place) {
      place = el("span", { class: "last-year" });
      field.querySelector("label").after(place);
    }
    place.textContent = text ? `${this.texts.last_year} ${text}` : "";
    place.classList.toggle("differs", differs);
  }

  /** The indicators behind a gate are ticked; a code that no indicator has can be taken out. */
  #codes(box, store) {
    const chosen = () => box.value.split(/[、，,;；\s]+/).filter(Boolean);
    const known = store.list("indicator").filter((node) => node.marks);
    const stray = chosen().filter((code) => !known.some((node) => node.code === code));
    const rows = [...known.map((node) => [node.code, node.title]), ...stray.map((code) => [code, this.texts.no_such_indicator])];
    const toggle = (code, on) => {
      const left = chosen().filter((one) => one !== code);
      const order = rows.map(([one]) => one);
      const next = on ? [...left, code] : left;
      box.value = next.sort((a, b) => order.indexOf(a) - order.indexOf(b)).join("、");
      box.dispatchEvent(new Event("input", { bubbles: true }));
      count.textContent = fill(this.texts.chosen_count, { count: chosen().length });
    };
    const ticks = rows.map(([code, title]) => {
      const tick = el("input", { type: "checkbox", onchange: (event) => toggle(code, event.target.checked) });
      tick.checked = chosen().includes(code);
      return el("label", { class: "check" }, tick, el("span", {}, el("span", { class: "mono muted" }, code), " ", title));
    });
    const count = el("div", { class: "help" }, fill(this.texts.chosen_count, { count: chosen().length }));
    box.hidden = true;
    box.after(el("div", { class: "code-list", role: "group", "aria-label": this.texts.gate_indicators }, ...ticks), count);
  }
}
