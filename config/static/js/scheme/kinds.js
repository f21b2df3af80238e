// Choosing a kind of rule: all of them in groups, each with what it is about.

import { el } from "./dom.js";

export class Chooser {
  constructor(dialog, rules) {
    this.dialog = dialog;
    this.rules = rules;
    this.cards = new Map();
    dialog.querySelector("[data-kinds]").replaceChildren(...rules.groups.map((group) => this.#group(group)));
  }

  #group(group) {
    const cards = group.kinds.map((code) => {
      const kind = this.rules.kinds[code];
      const card = el("button", { type: "button", class: "kind-card", value: code, onclick: () => this.#chosen(code) }, el("span", { class: "strong" }, kind.name), el("span", { class: "help" }, kind.about));
      this.cards.set(code, card);
      return card;
    });
    return el("section", { class: "kind-group" }, el("h3", {}, group.label), el("div", { class: "kind-cards" }, ...cards));
  }

  /** Opens with the current kind marked; resolves with the chosen one, or null where it is closed without. */
  ask(current) {
    for (const [code, card] of this.cards) card.setAttribute("aria-pressed", String(code === current));
    this.choice = null;
    this.dialog.showModal();
    const card = this.cards.get(current);
    if (card) card.focus();
    return new Promise((resolve) => this.dialog.addEventListener("close", () => resolve(this.choice), { once: true }));
  }

  #chosen(code) {
    this.choice = code;
    this.dialog.close();
  }
}
