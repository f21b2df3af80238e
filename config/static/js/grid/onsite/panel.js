// What the page without a network says of itself: when it was prepared, whether the server is in reach, how many
// cells wait, and the one button that hands them in.

import { clock, fill } from "../text.js";
import { cells, clear } from "./vault.js";
import { toast } from "../../shell.js";

export class Panel {
  #handing = false;
  #sent = 0;
  #done = false;

  constructor(page, taken, texts) {
    Object.assign(this, { page, app: page.app, taken, texts });
    const find = (name) => document.querySelector(`[data-onsite-${name}]`);
    [this.box, this.reach, this.prepared, this.words, this.button, this.drop] = ["panel", "reach", "prepared", "count", "hand-in", "drop"].map(find);
  }

  start() {
    this.prepared.textContent = fill(this.texts.prepared, { time: clock(this.taken.prepared) });
    this.app.onReach = (there) => this.#reached(there);
    this.app.onSettled = (count) => (this.#sent += count);
    this.app.store.on("counts", (counts) => this.#counted(counts));
    this.app.onHeld = (kind) => this.#held(kind);
    this.button.addEventListener("click", () => this.#handIn());
    this.drop.addEventListener("click", () => this.#giveUp());
    addEventListener("offline", () => this.#reached(false));
    addEventListener("online", () => this.app.watch.look());
    this.#reached(navigator.onLine);
    this.#counted(this.app.store.counts());
    if (navigator.onLine) this.app.watch.look();
  }

  /** The browser can't write: better said than lost. */
  full() {
    toast(this.texts.full, "bad");
  }

  #reached(there) {
    if (this.box.dataset.reach === "done") return; // a late answer about the server says nothing of an empty page
    this.box.dataset.reach = there ? "online" : "offline";
    this.reach.textContent = there ? this.texts.online : this.texts.offline;
    this.#offer();
  }

  #offer() {
    const n = waits(this.app.store.counts());
    const there = this.box.dataset.reach === "online";
    this.button.disabled = this.#done || this.#handing || !n || !there;
    this.button.querySelector("span").textContent = fill(this.texts[n ? (there ? "hand_in" : "hand_in_later") : "hand_in_none"], { n });
    this.drop.disabled = this.#done || this.#handing;
  }

  #counted(counts) {
    if (this.#done) return;
    const { conflict, refused } = counts;
    const waiting = waits(counts);
    const words = waiting || !(conflict + refused) ? [fill(this.texts.waiting, { n: waiting })] : [];
    if (conflict) words.push(fill(this.texts.conflicts, { n: conflict }));
    if (refused) words.push(fill(this.texts.refusals, { n: refused }));
    this.words.textContent = words.join(this.texts.comma);
    if (this.#handing && waiting === 0) this.#handed(conflict + refused);
    this.#offer();
  }

  #handIn() {
    this.page.commit();
    this.#handing = true;
    this.#offer();
    this.app.saver.resume();
  }

  /** Saving rests for a reason of its own (signed out, another account, closed): the banner says which. */
  #held(kind) {
    if (kind === "closed" || kind === "other-account") this.#handing = false;
    if (kind === "offline") this.#reached(false);
    this.#offer();
  }

  /** Everything has its answer. With nothing left to decide, the copy here has done its work. */
  async #handed(left) {
    this.#handing = left > 0;
    if (left || this.#done) return;
    this.#done = true;
    await this.#empty();
  }

  async #empty() {
    const { user, sheet } = this.taken;
    await this.app.drafts.settled();
    if ((await cells(user, sheet)).length) return this.#again();
    await clear(user, sheet);
    this.page.close();
    this.box.dataset.reach = "done";
    this.reach.textContent = this.texts.handed_in;
    this.words.textContent = fill(this.texts.cleared, { n: this.#sent });
    return this.#offer();
  }

  /** Another tab of this page keeps something yet. */
  #again() {
    this.#done = false;
    this.#offer();
  }

  async #giveUp() {
    const waiting = this.app.store.unsaved().length;
    if (waiting && !window.confirm(fill(this.texts.drop_asks, { n: waiting }))) return;
    await clear(this.taken.user, this.taken.sheet);
    location.assign(this.taken.sheet);
  }
}

/** The cells that have no answer yet. */
function waits(counts) {
  return counts.waiting + counts.saving + counts.offline;
}
