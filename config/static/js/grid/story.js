// How a cell came about: rule, inputs, steps, who and when, fetched as a piece of HTML into a dialog.

import { Fault } from "./api.js";

export class Story {
  constructor(api, texts) {
    this.api = api;
    this.texts = texts;
    this.dialog = document.querySelector("[data-story]");
    this.body = this.dialog.querySelector("[data-story-body]");
    this.title = this.dialog.querySelector("[data-story-title]");
  }

  async open(cell) {
    this.title.textContent = `${cell.indicator.code} ${cell.indicator.name}`;
    this.body.textContent = this.texts.loading;
    this.dialog.showModal();
    try {
      const page = new DOMParser().parseFromString(await this.api.story(cell), "text/html");
      this.body.replaceChildren(...page.body.childNodes);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.body.textContent = error.kind === "signed-out" ? this.texts.held_signed_out : this.texts.failed;
    }
  }
}
