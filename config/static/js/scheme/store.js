// What the page knows of the draft: its rows as the server gave them, and what is typed and not yet saved.

/** @typedef {{key: string, part: string, pk: number|null, values: Object, params?: Object}} Node */

export class Store {
  constructor(data) {
    this.drafts = new Map();
    this.fresh = new Map();
    this.load(data);
  }

  load(data) {
    this.nodes = new Map(data.nodes.map((node) => [node.key, node]));
    this.check = data.check;
    this.last = data.last;
  }

  node(key) {
    return this.nodes.get(key) || this.fresh.get(key);
  }

  list(part) {
    return [...this.nodes.values()].filter((node) => node.part === part);
  }

  indicators(category) {
    return this.list("indicator").filter((node) => node.category === category);
  }

  /** The rows among which a node stands. */
  siblings(node) {
    return node.part === "indicator" ? this.indicators(node.category) : this.list(node.part);
  }

  head() {
    return this.list("scheme")[0];
  }

  faults(key) {
    return this.check.faults.filter((fault) => fault.key === key);
  }

  keep(key, typed) {
    if (typed) this.drafts.set(key, typed);
    else this.drafts.delete(key);
  }

  unsaved(key) {
    return this.drafts.has(key);
  }

  /** A row that isn't saved yet; where it will stand is part of it. */
  begin(part, more, values) {
    const key = `new:${part}:${more.category || ""}`;
    const node = { key, part, pk: null, title: "", code: "", marks: "", seen: "", flags: [], values, params: {}, rule: "", last: null, ...more };
    this.fresh.set(key, node);
    return node;
  }

  drop(key) {
    this.fresh.delete(key);
    this.drafts.delete(key);
  }
}
