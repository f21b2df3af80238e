// The files of one cell: how many there are, and a dialog with the page's own piece of HTML in which htmx does the rest.

import { Fault } from "../api.js";

export class EvidenceFiles {
  #opened = null;

  /** @param {import("../app.js").App} app */
  constructor(app) {
    this.app = app;
    this.counts = new Map(Object.entries(app.data.evidence));
    this.dialog = document.querySelector("[data-evidence-dialog]");
    this.body = this.dialog.querySelector("[data-evidence-body]");
    this.dialog.addEventListener("htmx:afterSettle", () => this.#counted());
  }

  count(cell) {
    return this.counts.get(cell.key) || 0;
  }

  /** Evidence is asked for, and none is there: neither a file nor the mark that none was given. */
  lacks(cell) {
    return cell.indicator.evidence && !this.count(cell) && !this.app.store.entry(cell).ne && !this.app.store.entry(cell).na;
  }

  async open(cell) {
    this.#opened = cell;
    this.body.textContent = this.app.texts.loading;
    this.dialog.showModal();
    try {
      const text = await this.app.api.piece(`${this.app.data.evidence_url}${cell.indicator.id}/`);
      const page = new DOMParser().parseFromString(text, "text/html");
      this.body.replaceChildren(...page.body.childNodes);
      window.htmx.process(this.body);
      this.#counted();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.body.textContent = error.kind === "signed-out" ? this.app.texts.held_signed_out : this.app.texts.failed;
    }
  }

  #counted() {
    const piece = this.body.querySelector("[data-evidence]");
    if (!piece || !this.#opened) return;
    this.counts.set(this.#opened.key, Number(piece.dataset.count));
    this.app.store.changed(this.#opened);
  }
}
