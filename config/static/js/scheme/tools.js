// What can be done with the selected row, without dragging: copy, up, down, to another category, remove.

import { button, el } from "./dom.js";

export class Tools {
  constructor(host, store, texts, acts) {
    this.host = host;
    this.store = store;
    this.texts = texts;
    this.acts = acts;
  }

  draw(node) {
    const { texts, acts } = this;
    if (!node || node.pk === null || node.part === "scheme") {
      this.host.replaceChildren();
      return;
    }
    const placed = node.part !== "round";
    const tool = (words, drawing, act) => button(words, drawing, act, { tone: "small", bare: true });
    const current = document.activeElement && this.host.contains(document.activeElement) ? document.activeElement.title : "";
    this.host.replaceChildren(
      ...[
        placed ? tool(texts.move_up, "up", () => acts.shift(this.store.node(node.key), -1)) : null,
        placed ? tool(texts.move_down, "down", () => acts.shift(this.store.node(node.key), 1)) : null,
        node.part === "indicator" ? this.#categories(node) : null,
        placed ? tool(texts.duplicate, "copy", () => acts.duplicate(node)) : null,
        tool(texts.remove, "trash", () => acts.remove(node)),
      ].filter(Boolean),
    );
    if (current) [...this.host.querySelectorAll("button")].filter((one) => one.title === current).forEach((one) => one.focus());
  }

  #categories(node) {
    const options = this.store.list("category").map((one) => el("option", { value: one.pk }, `${one.code} ${one.title}`));
    const select = el("select", { class: "input move-to", "aria-label": this.texts.move_to, title: this.texts.move_to, onchange: () => this.acts.moveTo(node, Number(select.value)) }, ...options);
    select.value = String(node.category);
    return select;
  }
}
