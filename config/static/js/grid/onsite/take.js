// The line on a centre's sheet that takes it along: whether it can be, whether it is, and what waits here.

import { json } from "../dom.js";
import { clock, fill } from "../text.js";
import { takeAlong } from "./pack.js";
import { cells, clear, obstacle, packageOf } from "./vault.js";

export class Take {
  constructor(user) {
    this.user = user;
    this.box = document.querySelector("[data-onsite]");
    if (this.box) this.#start();
  }

  async #start() {
    this.texts = json("onsite-words");
    const { at: sheet, worker, page, package: data } = this.box.dataset;
    this.urls = { sheet, worker, page, package: data };
    this.words = this.box.querySelector("[data-onsite-words]");
    this.label = this.box.querySelector("[data-onsite-take] span");
    this.#on("[data-onsite-take]", () => this.#take());
    this.#on("[data-onsite-drop]", () => this.#drop());
    const missing = obstacle();
    if (missing) this.#show("impossible", this.texts[`no_${missing}`]);
    else await this.#standing();
  }

  #on(selector, act) {
    this.box.querySelector(selector).addEventListener("click", act);
  }

  /** @param {"none"|"busy"|"ready"|"waiting"|"failed"|"impossible"} state which buttons there are: css/onsite.css */
  #show(state, words) {
    this.box.dataset.state = state;
    this.words.textContent = words;
    this.label.textContent = state === "ready" || state === "waiting" ? this.texts.again : this.texts.take;
    this.box.hidden = false;
  }

  async #standing() {
    const taken = await packageOf(this.user, this.urls.sheet);
    if (!taken) return this.#show("none", this.texts.offer);
    const waiting = (await cells(this.user, this.urls.sheet)).length;
    const time = clock(taken.prepared);
    if (waiting) return this.#show("waiting", fill(this.texts.waits, { time, n: waiting }));
    return this.#show("ready", fill(this.texts.ready, { time }));
  }

  async #take() {
    this.#show("busy", this.texts.preparing);
    try {
      await takeAlong(this.urls);
      await this.#standing();
    } catch {
      this.#show("failed", this.texts.not_prepared);
    }
  }

  /** Only where nothing waits: a waiting cell is given up on the page where it is seen. */
  async #drop() {
    if ((await cells(this.user, this.urls.sheet)).length === 0) await clear(this.user, this.urls.sheet);
    await this.#standing();
  }
}
