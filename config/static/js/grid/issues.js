// What could not be saved: refused values with the reason, and cells that a colleague changed first, theirs and
// mine side by side. It stays until each is dealt with; nothing is thrown away by itself.

import { lines } from "./describe.js";
import { el, icon } from "./dom.js";
import { clock, fill } from "./text.js";

const SHOWN = 50;

export class Issues {
  #frame = 0;
  /** Cells of shut sheets that something was meant for. */
  #locked = new Set();

  /** @param {{goto: Function, keepTheirs: Function, saveMine: Function, discard: Function}} acts */
  constructor(store, texts, acts) {
    this.store = store;
    this.texts = texts;
    this.acts = acts;
    this.box = document.querySelector("[data-issues]");
    this.list = this.box.querySelector("[data-issues-list]");
    this.title = this.box.querySelector("[data-issues-title]");
    this.box.querySelector("[data-issues-discard]").addEventListener("click", () => this.#discardAll());
    store.on("cell", (cell) => this.#noticed(cell));
  }

  #cells() {
    return this.store.unsaved().filter((cell) => cell.state === "refused" || cell.state === "conflict");
  }

  /** Say of each of these cells that its sheet is shut, until that was read. */
  locked(cells) {
    for (const cell of cells) this.#locked.add(cell);
    this.#paintSoon();
  }

  #paintSoon() {
    if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#paint());
  }

  #noticed(cell) {
    const listed = this.list.querySelector(`[data-key="${cell.key}"]`);
    const wrong = cell.draft && (cell.state === "refused" || cell.state === "conflict");
    if (wrong || listed) this.#paintSoon();
  }

  #paint() {
    this.#frame = 0;
    const cells = [...this.#cells(), ...this.#locked];
    const focused = this.list.contains(document.activeElement);
    this.box.hidden = cells.length === 0;
    this.title.textContent = fill(this.texts.issues, { n: cells.length });
    const more = cells.length - SHOWN;
    const items = cells.slice(0, SHOWN).map((cell) => this.#issue(cell));
    if (more > 0) items.push(el("li", { class: "issue faint" }, fill(this.texts.more_issues, { n: more })));
    this.list.replaceChildren(...items);
    if (focused) (this.list.querySelector("button") || document.querySelector("[data-entry]")).focus();
  }

  #issue(cell) {
    if (this.#locked.has(cell) && !cell.draft) return this.#shut(cell);
    return cell.state === "conflict" ? this.#conflict(cell) : this.#refusal(cell);
  }

  #shut(cell) {
    const known = el("button", { type: "button", class: "btn small", onclick: () => this.#dismiss([cell]) }, this.texts.known);
    const head = el("div", { class: "issue-head" }, icon("lock"), this.#place(cell), known);
    return el("li", { class: "issue", "data-key": cell.key }, head, el("p", {}, fill(this.texts.locked, { why: cell.sheet.shut })));
  }

  #dismiss(cells) {
    for (const cell of cells) this.#locked.delete(cell);
    this.acts.dismissed(cells);
    this.#paint();
  }

  #place(cell) {
    const { sheet, indicator } = cell;
    const words = `${sheet.name} · ${indicator.code} ${indicator.name}`;
    return el("button", { type: "button", class: "btn-link issue-place", onclick: () => this.acts.goto(cell) }, words);
  }

  #refusal(cell) {
    const messages = cell.problems.map((problem) => {
      const value = problem.value ? el("q", {}, problem.value) : null;
      return el("p", {}, value, value ? " " : "", problem.where && !value ? `${problem.where}：` : "", problem.message);
    });
    const drop = el("button", { type: "button", class: "btn small", onclick: () => this.acts.discard(cell) }, this.texts.discard);
    const head = el("div", { class: "issue-head" }, icon("bad"), this.#place(cell), drop);
    return el("li", { class: "issue refused", "data-key": cell.key }, head, ...messages);
  }

  #conflict(cell) {
    const { by, at } = cell.theirs || { by: "", at: "" };
    const words = fill(this.texts.changed_by, { name: by || this.texts.somebody, time: at ? clock(at) : "" });
    const theirs = this.#side(cell, cell.base.entry, this.texts.theirs, this.texts.keep_theirs, this.acts.keepTheirs);
    const mine = this.#side(cell, cell.draft.entry, this.texts.mine, this.texts.save_mine, this.acts.saveMine);
    if (cell.base.points !== null) theirs.querySelector("dl").append(...pair(this.texts.points, cell.base.points));
    const head = el("div", { class: "issue-head" }, icon("warn"), this.#place(cell));
    const sides = el("div", { class: "sides" }, theirs, mine);
    return el("li", { class: "issue conflict", "data-key": cell.key }, head, el("p", {}, words), sides);
  }

  #side(cell, entry, title, action, act) {
    const facts = lines(cell.indicator, entry, this.texts).flatMap(([name, value]) => pair(name, value));
    const button = el("button", { type: "button", class: "btn small block", onclick: () => act(cell) }, action);
    return el("div", { class: "side" }, el("h3", {}, title), el("dl", {}, ...facts), button);
  }

  #discardAll() {
    for (const cell of this.#cells()) if (cell.state === "refused") this.acts.discard(cell);
    this.#dismiss([...this.#locked]);
  }
}

function pair(name, value) {
  return [el("dt", {}, name), el("dd", {}, value)];
}
