// The standing check bar: the sums of the draft as it is saved, and every fault with a way to its field.

import { el, fill, icon } from "./dom.js";

export class Checks {
  constructor(host, texts, open) {
    this.host = host;
    this.texts = texts;
    this.open = open;
  }

  draw(check) {
    const { texts } = this;
    const items = [
      this.#sum(texts.total_marks, check.marks.text, check.marks.ok),
      this.#sum(texts.category_sums, check.differing ? fill(texts.differing, { count: check.differing }) : texts.agree, !check.differing),
      this.#sum(texts.round_weights, check.rounds.text, check.rounds.ok),
      check.weights ? this.#sum(texts.category_weights, check.weights.text, check.weights.ok) : null,
      check.defaults ? el("span", { class: "check-item" }, el("span", { class: "muted" }, texts.defaults), " ", el("b", {}, check.defaults)) : null,
    ];
    this.host.replaceChildren(el("div", { class: "check-items" }, ...items.filter(Boolean), this.#faults(check.faults)));
  }

  #sum(name, text, ok) {
    const mark = el("span", { class: ok ? "ok-text" : "bad-text" }, icon(ok ? "ok" : "bad"));
    return el("span", { class: "check-item" }, mark, el("span", { class: "muted" }, name), " ", el("b", { class: ok ? "" : "bad-text" }, text));
  }

  #faults(faults) {
    const { texts } = this;
    if (!faults.length) return el("span", { class: "check-item ok-text" }, icon("ok"), texts.no_faults);
    const list = faults.map((fault) =>
      el("li", {}, el("button", { type: "button", class: "btn-link", onclick: () => this.#go(fault) }, fault.place), " ", el("span", {}, fault.message)),
    );
    const summary = el("summary", { class: "btn small danger" }, icon("warn"), fill(texts.faults, { count: faults.length }), icon("down"));
    return el("details", { class: "menu check-faults", "data-menu": "" }, summary, el("div", { class: "menu-panel" }, el("ul", { class: "fault-list" }, ...list)));
  }

  #go(fault) {
    this.host.querySelector("details").open = false;
    this.open(fault.key, fault.path);
  }
}
