// The line that always says how things stand: entered and missing, saved or not, and a banner when saving rests.

import { fill } from "./text.js";

export class Status {
  #announced = "";

  constructor(texts, urls) {
    this.texts = texts;
    this.urls = urls;
    this.chip = document.querySelector("[data-save-state]");
    this.banner = document.querySelector("[data-banner]");
    this.live = document.querySelector("[data-live]");
    this.bars = document.querySelectorAll("[data-progress]");
    this.words = document.querySelectorAll("[data-progress-words]");
    this.short = document.querySelectorAll("[data-progress-short]");
    this.reasons = document.querySelectorAll("[data-reasons]");
    this.saved = false;
  }

  /** @param {ReturnType<import("./store.js").Store["counts"]>} counts */
  show(counts) {
    for (const bar of this.bars) {
      bar.max = Math.max(counts.cells, 1);
      bar.value = counts.entered;
      bar.classList.toggle("done", counts.entered === counts.cells);
    }
    const missing = counts.cells - counts.entered;
    const words = fill(missing ? this.texts.progress : this.texts.complete, { ...counts, missing });
    for (const line of this.words) line.textContent = words;
    for (const line of this.short) line.textContent = fill(missing ? this.texts.left : this.texts.done, { missing });
    for (const line of this.reasons) {
      line.textContent = fill(this.texts.reasons, { n: counts.reasons });
      line.closest("button").hidden = counts.reasons === 0;
    }
    this.#chip(counts);
  }

  #chip(counts) {
    const unsaved = counts.waiting + counts.saving + counts.offline;
    const [state, words] = this.#state(counts, unsaved);
    this.chip.dataset.state = state;
    this.chip.querySelector("span").textContent = words;
    if (state !== "saving") this.#say(state, words);
  }

  #state(counts, unsaved) {
    if (counts.conflict) return ["conflict", fill(this.texts.conflicts, { n: counts.conflict })];
    if (counts.refused) return ["refused", fill(this.texts.refused, { n: counts.refused })];
    if (counts.offline) return ["offline", fill(this.texts.unsaved, { n: unsaved })];
    if (unsaved) return ["saving", fill(this.texts.saving, { n: unsaved })];
    return this.saved ? ["saved", this.texts.all_saved] : ["", this.texts.autosave];
  }

  /** Words for screen readers, each once. */
  #say(state, words) {
    if (this.#announced !== words && (this.#announced || state)) this.say(words);
    this.#announced = words;
  }

  say(words) {
    this.live.textContent = words;
  }

  /** @param {string} kind why nothing is sent, "" when all is well */
  held(kind, message = "") {
    const banner = this.banner;
    banner.hidden = kind === "";
    if (!kind) return;
    banner.className = `note ${kind === "offline" ? "warn" : "bad"}`;
    banner.querySelector("[data-banner-words]").textContent = message || this.texts[`held_${kind.replace("-", "_")}`];
    const login = banner.querySelector("[data-banner-login]");
    login.hidden = kind !== "signed-out";
    banner.querySelector("[data-banner-retry]").hidden = kind === "closed" || kind === "other-account";
  }
}
