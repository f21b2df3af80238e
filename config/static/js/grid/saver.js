// Sends what the user wants to the server: in order, a batch at a time, again and again until it has an answer.

import { Fault } from "./api.js";

/** @typedef {import("./types.js").Cell} Cell */

export const BATCH = 100;
const PAUSE = 250;
const WAITS = [1000, 2000, 4000, 8000, 15000, 30000];

export class Saver {
  #queue = [];
  #busy = false;
  #timer = 0;
  #failures = 0;
  /** Why nothing is sent: "", "offline", "signed-out", "other-account", "closed", or "onsite": told by hand. */
  held = "";

  constructor(store, api, drafts, listener) {
    this.store = store;
    this.api = api;
    this.drafts = drafts;
    this.listener = listener;
  }

  /** @param {Cell[]} cells with drafts to be saved; the order is kept */
  add(cells) {
    for (const cell of cells) {
      this.drafts.keep(cell);
      if (!this.#queue.includes(cell)) this.#queue.push(cell);
    }
    if (!this.#busy && !this.held) this.#later(PAUSE);
    this.listener.held(this.held);
  }

  /** Try again now: the network is back, somebody signed in, or the user pressed the button. */
  resume() {
    if (this.held === "closed") return;
    this.#hold("");
    this.#later(0);
  }

  /** Leaving the page: send what fits, without waiting for the answer. */
  leave() {
    if (this.held) return;
    // They stay in the queue: the page may come back, and saving the same once more changes nothing.
    const batch = this.#queue.filter((cell) => cell.draft).slice(0, 50);
    if (batch.length) this.api.save(batch.map(change), { leaving: true }).catch(() => {});
  }

  #later(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#drain(), wait);
  }

  async #drain() {
    if (this.#busy || this.held === "closed") return;
    this.#busy = true;
    try {
      for (let batch = this.#take(); batch.length; batch = this.#take()) {
        if (!(await this.#send(batch))) return;
      }
    } finally {
      this.#busy = false;
      if (this.#queue.length && !this.held) this.#later(PAUSE);
    }
  }

  #take() {
    const batch = [];
    while (this.#queue.length && batch.length < BATCH) {
      const cell = this.#queue.shift();
      if (cell.draft) batch.push(cell);
    }
    return batch;
  }

  /** @param {Cell[]} batch @returns {Promise<boolean>} whether to go on with the next batch */
  async #send(batch) {
    const turns = batch.map((cell) => cell.draft.turn);
    const changes = batch.map(change);
    for (const cell of batch) this.#mark(cell, "saving");
    try {
      const answer = await this.#saved(changes);
      this.#failures = 0;
      this.#hold("");
      answer.outcomes.forEach((outcome, index) => this.#settle(batch[index], outcome, turns[index], changes[index]));
      for (const moved of answer.moved) this.store.moved(moved);
      for (const sheet of answer.sheets) this.listener.sheet(sheet);
      this.listener.settled(batch);
      return true;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#failed(error, batch);
      return false;
    }
  }

  /** A token is stale after signing in again in another tab: fetch a fresh one and try once more. */
  async #saved(changes) {
    try {
      return await this.api.save(changes);
    } catch (error) {
      if (!(error instanceof Fault) || error.kind !== "forgery") throw error;
      await this.api.changes("");
      return this.api.save(changes);
    }
  }

  #settle(cell, outcome, turn, sent) {
    const newer = cell.draft && cell.draft.turn !== turn;
    if (outcome.verdict === "saved" || outcome.verdict === "unchanged") {
      const fresh = this.store.kept(cell, outcome.cell, sent.version);
      this.drafts.forget(cell, sent.entry);
      cell.theirs = null;
      if (newer) {
        cell.draft.expected = fresh.version;
        this.#again(cell);
      } else {
        cell.draft = null;
        this.#mark(cell, "saved");
      }
    } else if (this.#stands(cell, outcome) || newer) {
      this.#again(cell);
    } else {
      cell.problems = outcome.problems;
      cell.theirs = outcome.verdict === "conflict" ? { by: outcome.by, at: outcome.at } : null;
      this.#mark(cell, outcome.verdict);
    }
    this.listener.outcome(cell, outcome.verdict);
  }

  /** Whether a conflict is none: the cell holds what the user saw there, only its points moved. */
  #stands(cell, outcome) {
    if (outcome.cell) this.store.news(cell, outcome.cell);
    return outcome.verdict === "conflict" && cell.draft !== null && cell.draft.expected === cell.base.version;
  }

  #again(cell) {
    this.drafts.keep(cell);
    if (!this.#queue.includes(cell)) this.#queue.push(cell);
    this.#mark(cell, "waiting");
  }

  #failed(fault, batch) {
    if (fault.kind === "refused" || fault.kind === "forgery") {
      for (const cell of batch) {
        cell.problems = [{ where: "", value: "", message: fault.message || this.listener.words.failed }];
        this.#mark(cell, "refused");
      }
      this.#later(PAUSE);
      return;
    }
    this.#queue.unshift(...batch.filter((cell) => !this.#queue.includes(cell)));
    for (const cell of this.#queue) this.#mark(cell, "offline");
    this.#hold(fault.kind, fault.message);
    if (fault.kind === "offline") this.#later(WAITS[Math.min(this.#failures++, WAITS.length - 1)]);
  }

  #mark(cell, state) {
    cell.state = state;
    this.store.changed(cell);
  }

  #hold(kind, message = "") {
    this.held = kind;
    this.listener.held(kind, message);
  }
}

/** @param {Cell} cell */
function change(cell) {
  const { entry, expected } = cell.draft;
  const named = { sheet: cell.sheet.id, indicator: cell.indicator.id, version: expected };
  const inputs = Object.fromEntries(Object.entries(entry.inputs).filter(([, value]) => value !== ""));
  const request = { ...named, inputs, na: entry.na, ne: Boolean(entry.ne), reason: entry.reason, source: entry.source, date: entry.date };
  // Not part of the request: what to compare with the kept draft afterwards.
  Object.defineProperty(request, "entry", { value: entry, enumerable: false });
  return request;
}
