// The tree of the draft: the scheme's own rows, then categories with their indicators. Arrow keys go, Alt + arrows move.

import { button, el, fill, icon } from "./dom.js";

const GROUPS = ["round", "band", "gate"];

export class Tree {
  /** @param {{select: (key) => void, add: (part, more) => void, shift: (node, by) => void}} acts */
  constructor(host, store, texts, acts) {
    this.host = host;
    this.store = store;
    this.texts = texts;
    this.acts = acts;
    this.closed = new Set(GROUPS);
    host.addEventListener("keydown", (event) => this.#keys(event));
  }

  draw(selected) {
    const focused = document.activeElement && this.host.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const { store } = this;
    this.selected = selected;
    const head = el("ul", { class: "tree-list" }, this.#leaf(store.head()));
    const groups = GROUPS.map((part) => this.#group(part));
    const categories = store.list("category").map((node) => this.#category(node));
    const add = button(this.texts.add_category, "plus", () => this.acts.add("category", {}), { tone: "small" });
    this.host.replaceChildren(head, ...groups, el("h3", { class: "tree-title" }, this.texts.categories, " ", add), ...categories);
    if (focused) this.focus(focused);
  }

  focus(key) {
    const item = this.#item(key);
    if (item) item.focus();
  }

  show(key) {
    const node = this.store.node(key);
    if (node && GROUPS.includes(node.part)) this.closed.delete(node.part);
    if (node && node.part === "indicator") this.closed.delete(`category:${node.category}`);
  }

  #item(key) {
    return [...this.host.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
  }

  #group(part) {
    const nodes = this.store.list(part);
    const open = !this.closed.has(part);
    const toggle = el("button", { type: "button", class: "tree-toggle", "aria-expanded": String(open), onclick: () => this.#toggle(part) }, icon(open ? "down" : "right"), this.texts[`${part}s`], el("span", { class: "count" }, nodes.length));
    const add = button(this.texts[`add_${part}`], "plus", () => this.acts.add(part, {}), { tone: "quiet small", bare: true });
    const list = open ? el("ul", { class: "tree-list", "data-list": part }, ...nodes.map((node) => this.#leaf(node))) : null;
    return el("section", { class: "tree-group" }, el("div", { class: "tree-head" }, toggle, add), list);
  }

  #category(node) {
    const open = !this.closed.has(node.key);
    const inner = this.store.indicators(node.pk);
    const toggle = el("button", { type: "button", class: "tree-toggle bare", "aria-expanded": String(open), onclick: () => this.#toggle(node.key) }, icon(open ? "down" : "right"), el("span", { class: "visually-hidden" }, `${open ? this.texts.collapse : this.texts.expand} ${node.title}`));
    const sum = el("span", { class: `tree-marks ${node.differs ? "bad-text strong" : ""}`.trim(), title: node.differs ? fill(this.texts.sum_differs, { total: node.total, marks: node.marks }) : null }, node.differs ? `${node.total} / ${node.marks}` : node.marks, node.weight ? ` · ${node.weight}` : "");
    const row = el("div", { class: "tree-row", "data-drop": node.key }, toggle, this.#handle(node), this.#label(node, sum));
    const add = button(this.texts.add_indicator, "plus", () => this.acts.add("indicator", { category: node.pk }), { tone: "quiet small" });
    const list = open ? el("ul", { class: "tree-list" }, ...inner.map((one) => this.#leaf(one)), el("li", { class: "tree-add", "data-drop": `end:${node.pk}` }, add)) : null;
    return el("section", { class: "tree-category", "data-category": node.pk }, row, list);
  }

  #leaf(node) {
    const marks = el("span", { class: "tree-marks" }, node.marks || (node.part === "indicator" ? this.texts.no_marks : ""));
    const movable = !["scheme", "round"].includes(node.part);
    return el("li", { class: "tree-row", "data-drop": movable ? node.key : null }, movable ? this.#handle(node) : null, this.#label(node, marks));
  }

  #handle(node) {
    return el("span", { class: "tree-handle", "data-handle": node.key, title: this.texts.drag, "aria-hidden": "true" }, icon("dots"));
  }

  #label(node, marks) {
    const faults = this.store.faults(node.key).length;
    const current = node.key === this.selected;
    const signs = [
      this.store.unsaved(node.key) ? el("span", { class: "badge warn" }, this.texts.unsaved) : null,
      faults ? el("span", { class: "tree-fault", title: fill(this.texts.faults, { count: faults }) }, icon("warn"), el("span", { class: "visually-hidden" }, fill(this.texts.faults, { count: faults }))) : null,
    ];
    const small = [node.kind, ...node.flags].filter(Boolean).join(" · ");
    return el(
      "button",
      { type: "button", class: "tree-item", "data-key": node.key, "aria-current": current ? "true" : null, tabindex: current || node.part === "scheme" ? 0 : -1, onclick: () => this.acts.select(node.key) },
      el("span", { class: "tree-name" }, node.code && node.part !== "band" ? el("span", { class: "mono muted" }, `${node.code} `) : "", node.title, small ? el("span", { class: "tree-small" }, small) : null),
      ...signs.filter(Boolean),
      marks,
    );
  }

  #toggle(key) {
    if (!this.closed.delete(key)) this.closed.add(key);
    this.draw(this.selected);
  }

  #keys(event) {
    const item = event.target.closest("[data-key]");
    if (!item) return;
    const items = [...this.host.querySelectorAll("[data-key]")];
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by && event.altKey) {
      event.preventDefault();
      this.acts.shift(this.store.node(item.dataset.key), by);
    } else if (by) {
      event.preventDefault();
      const next = items[items.indexOf(item) + by];
      if (next) next.focus();
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      items[event.key === "Home" ? 0 : items.length - 1].focus();
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      this.#fold(item.dataset.key, event.key === "ArrowLeft");
    }
  }

  #fold(key, close) {
    if (!key.startsWith("category:")) return;
    if (close) this.closed.add(key);
    else this.closed.delete(key);
    this.draw(this.selected);
    this.focus(key);
  }
}
