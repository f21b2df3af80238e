// Removing a row: asked first, and taken back with one button afterwards.

import { button, el, fill, note } from "./dom.js";

export class Removal {
  constructor(dialog, store, texts, { write, shown, select }) {
    this.dialog = dialog;
    this.store = store;
    this.texts = texts;
    this.acts = { write, shown, select };
    dialog.querySelector("[data-remove]").addEventListener("click", () => this.#remove());
  }

  ask(node) {
    this.node = node;
    const inner = node.part === "category" ? this.store.indicators(node.pk) : [];
    const words = inner.length ? fill(this.texts.remove_category, { count: inner.length }) : this.texts.remove_one;
    this.dialog.querySelector("[data-remove-name]").textContent = [":", node.code, node.title].filter(Boolean).join(" ");
    this.dialog.querySelector("[data-remove-words]").textContent = words;
    this.dialog.showModal();
  }

  async #remove() {
    const { node } = this;
    this.dialog.close();
    const again = this.#restoring(node);
    const rows = this.store.siblings(node);
    const beside = rows[rows.indexOf(node) + 1] || rows[rows.indexOf(node) - 1];
    this.store.drop(node.key);
    const done = await this.acts.write("remove", { part: node.part, pk: node.pk });
    if (done === null) return;
    this.acts.select(beside ? beside.key : "");
    const undo = button(this.texts.undo, "undo", () => this.#restore(again), { tone: "small" });
    this.acts.shown(note("ok", el("p", {}, fill(this.texts.removed, { name: node.title }), " ", undo)));
  }

  /** Everything that brings the row back to where it stood. */
  #restoring(node) {
    const rows = this.store.siblings(node);
    const next = rows[rows.indexOf(node) + 1];
    const one = (row) => ({ part: row.part, values: row.rule ? { ...row.values, rule: row.rule } : row.values, params: row.params || {} });
    const inner = node.part === "category" ? this.store.indicators(node.pk).map(one) : [];
    return { ...one(node), pk: null, category: node.category || null, before: next && node.part !== "round" ? next.pk : null, indicators: inner };
  }

  async #restore(body) {
    const key = await this.acts.write("save", body);
    if (key) this.acts.shown("");
  }
}
