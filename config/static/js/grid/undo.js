// The user's own changes, newest last. Undoing is a new save that expects the cell as this user left it, so a
// colleague's later change is never undone silently: it comes back as a conflict.

const KEPT = 100;

/** @typedef {{cell: import("./types.js").Cell, before: object, after: object}} Step */

export class Undo {
  /** @type {Step[][]} */
  #done = [];
  #undone = [];
  /** The version each cell had after this user's last save of it. */
  #mine = new Map();

  push(steps) {
    this.#done.push(steps);
    if (this.#done.length > KEPT) this.#done.shift();
    this.#undone = [];
  }

  saved(cell) {
    this.#mine.set(cell, cell.base.version);
  }

  /** @returns {?{cell: object, entry: object, seen: number}[]} the changes that take the last step back */
  back() {
    return this.#move(this.#done, this.#undone, "before");
  }

  forth() {
    return this.#move(this.#undone, this.#done, "after");
  }

  #move(from, to, side) {
    const steps = from.pop();
    if (!steps) return null;
    to.push(steps);
    return steps.map((step) => ({
      cell: step.cell,
      entry: step[side],
      seen: this.#mine.has(step.cell) ? this.#mine.get(step.cell) : step.cell.base.version,
    }));
  }
}
