// Unsaved entries, kept in the browser per account and round until the server has them. One item per cell, so
// that two tabs never overwrite each other's.

export class Drafts {
  #prefix;

  constructor(userId, roundId) {
    this.#prefix = `appraisal.cells.${userId}.${roundId}.`;
  }

  keep(cell) {
    const { entry, expected } = cell.draft;
    this.#try(() => localStorage.setItem(this.#prefix + cell.key, JSON.stringify({ entry, expected })));
  }

  /** Forget what was kept of the cell; what another tab keeps of it since stays. */
  forget(cell, entry) {
    this.#try(() => {
      const kept = localStorage.getItem(this.#prefix + cell.key);
      if (kept && (!entry || same(JSON.parse(kept).entry, entry))) localStorage.removeItem(this.#prefix + cell.key);
    });
  }

  /** @returns {{key: string, entry: object, expected: number}[]} */
  all() {
    return this.#try(() => {
      const keys = Object.keys(localStorage).filter((name) => name.startsWith(this.#prefix));
      return keys.map((name) => ({ key: name.slice(this.#prefix.length), ...JSON.parse(localStorage.getItem(name)) }));
    }) || [];
  }

  /** Nothing is on its way: this store writes at once. */
  async settled() {}

  /** Storage may be full or forbidden: entering goes on, only the safety net is missing. */
  #try(work) {
    try {
      return work();
    } catch {
      return undefined;
    }
  }
}

function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}
