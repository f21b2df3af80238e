// Looks every few seconds whether somebody else changed a cell, as long as this user is at work: a page that
// nobody touches must not keep the session alive.

import { Fault } from "./api.js";

const EVERY = 15000;
const SIGNED_OUT_EVERY = 5000;
const AT_WORK = 120000;

export class Watch {
  #lastMove = Date.now();
  #running = false;

  constructor(store, api, listener) {
    this.store = store;
    this.api = api;
    this.listener = listener;
  }

  start() {
    for (const name of ["keydown", "pointerdown", "pointermove", "wheel"]) {
      addEventListener(name, () => (this.#lastMove = Date.now()), { passive: true });
    }
    addEventListener("focus", () => this.look());
    addEventListener("online", () => this.listener.awake());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.look());
    setInterval(() => this.#tick(), SIGNED_OUT_EVERY);
  }

  #last = Date.now();

  #tick() {
    if (document.visibilityState !== "visible") return;
    const idle = Date.now() - this.#lastMove > AT_WORK;
    const due = this.listener.waiting() || (!idle && Date.now() - this.#last >= EVERY);
    if (due) this.look();
  }

  async look() {
    if (this.#running || !navigator.onLine) return;
    this.#running = true;
    this.#last = Date.now();
    try {
      const answer = await this.api.changes(this.#seen());
      this.listener.awake();
      if (answer.shut) this.store.shutting(answer.shut);
      for (const sheet of answer.sheets) this.#take(sheet);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.listener.fault(error);
    } finally {
      this.#running = false;
    }
  }

  #seen() {
    return this.store.sheets.map((sheet) => `${sheet.id}.${sheet.version}`).join("_");
  }

  /** Cells newer than ours; one that the user is changing keeps its draft and becomes a conflict when saved. */
  #take({ cells_changed: cells, ...sheet }) {
    const fresh = [];
    for (const [indicatorId, row] of cells) {
      const cell = this.store.at(sheet.id, indicatorId);
      if (cell && this.store.news(cell, row)) fresh.push(cell);
    }
    this.store.total(sheet);
    if (fresh.length) this.listener.fresh(fresh);
  }
}
