// What both views share: the store, saving, undoing, watching for colleagues, and the ways out of trouble.

import { Api } from "./api.js";
import { Drafts } from "./drafts.js";
import { same, spell } from "./fields.js";
import { Issues } from "./issues.js";
import { Saver } from "./saver.js";
import { Status } from "./status.js";
import { Store } from "./store.js";
import { Story } from "./story.js";
import { fill } from "./text.js";
import { Undo } from "./undo.js";
import { Watch } from "./watch.js";
import { toast } from "../shell.js";

/** @typedef {import("./types.js").Cell} Cell */
/** @typedef {{cell: Cell, entry: import("./types.js").Entry, seen?: number}} Change */

// A sheet taken along sends nothing until its user hands it in.
const ON_SITE = "onsite";
const RESTING = new Set([ON_SITE, "closed"]);

export class App {
  #paste = null;

  /** @param {?object} drafts where unsaved cells are kept; a sheet taken along keeps them in the browser's store */
  constructor(data, texts, drafts = null) {
    this.data = data;
    this.texts = texts;
    spell(data.spellings);
    this.editable = data.editable;
    this.store = new Store(data);
    this.status = new Status(texts, data.urls);
    this.drafts = drafts || new Drafts(data.user, data.round);
    this.undo = new Undo();
    this.api = new Api(data);
    this.saver = new Saver(this.store, this.api, this.drafts, this.#saverListener());
    this.watch = new Watch(this.store, this.api, this.#watchListener());
    this.story = new Story(this.api, texts);
    this.issues = new Issues(this.store, texts, this.#acts());
    this.store.on("shut", () => toast(texts.shut_moved, "info"));
    this.store.on("counts", (counts) => this.status.show(counts));
    if (data.carried) this.saver.held = ON_SITE;
    this.goto = () => {};
    this.onReach = this.onHeld = this.onSettled = () => {};
  }

  start() {
    this.status.show(this.store.counts());
    this.watch.start();
    this.#restore();
    document.querySelector("[data-banner-retry]").addEventListener("click", () => this.watch.look());
    addEventListener("pagehide", () => this.saver.leave());
    addEventListener("pageshow", ({ persisted }) => persisted && !this.data.carried && this.saver.resume());
    addEventListener("beforeunload", (event) => {
      if (this.store.unsaved().length && !this.data.carried) event.preventDefault();
    });
  }

  /** The user wants these entries; one step for undoing. @param {Change[]} changes */
  change(changes, { undoable = true } = {}) {
    if (!this.editable) return [];
    const [within, locked] = parted(changes, ({ cell }) => !cell.sheet.shut);
    this.#lockedOut(locked);
    return this.#changed(within, undoable);
  }

  #changed(changes, undoable) {
    const before = new Map(changes.map(({ cell }) => [cell, this.store.entry(cell)]));
    const made = changes.filter(({ cell, entry, seen }) => this.store.want(cell, entry, seen));
    if (undoable && made.length) {
      this.undo.push(made.map(({ cell, entry }) => ({ cell, before: before.get(cell), after: entry })));
    }
    for (const { cell } of made) if (!cell.draft) this.drafts.forget(cell);
    this.saver.add(made.map(({ cell }) => cell).filter((cell) => cell.draft));
    return made;
  }

  /** What was meant for a shut sheet is said cell by cell; it goes nowhere. What stands there already is no loss. */
  #lockedOut(changes) {
    const lost = changes.filter((one) => this.locks(one)).map(({ cell }) => cell);
    if (!lost.length) return;
    this.issues.locked(lost);
    this.status.say(fill(this.texts.locked_out, { n: lost.length }));
  }

  /** Whether a change is lost on a shut sheet. @param {Change} change */
  locks({ cell, entry }) {
    return Boolean(cell.sheet.shut) && !same(this.store.entry(cell), entry);
  }

  /** Whether this very cell may be changed. @param {Cell} cell */
  opens(cell) {
    return this.editable && !cell.sheet.shut;
  }

  undoLast() {
    this.#turn(this.undo.back(), this.texts.nothing_to_undo);
  }

  redoLast() {
    this.#turn(this.undo.forth(), this.texts.nothing_to_redo);
  }

  #turn(changes, nothing) {
    if (!changes) {
      this.status.say(nothing);
      return;
    }
    this.change(changes, { undoable: false });
    this.goto(changes[0].cell);
  }

  /** Tell what became of a pasted block once every cell of it has its answer. */
  pasted(cells, { beyond, unchanged, locked = 0 }) {
    this.#paste = { left: new Set(cells), saved: 0, unchanged, refused: 0, conflict: 0, beyond, locked };
    if (!cells.length) this.#pasteDone();
  }

  #pasteOutcome(cell, verdict) {
    const paste = this.#paste;
    if (!paste || !paste.left.delete(cell)) return;
    paste[verdict] += 1;
    if (!paste.left.size) this.#pasteDone();
  }

  #pasteDone() {
    const { saved, unchanged, refused, conflict, beyond, locked } = this.#paste;
    this.#paste = null;
    const parts = [fill(this.texts.paste_saved, { n: saved })];
    if (unchanged) parts.push(fill(this.texts.paste_unchanged, { n: unchanged }));
    if (refused) parts.push(fill(this.texts.paste_refused, { n: refused }));
    if (conflict) parts.push(fill(this.texts.paste_conflict, { n: conflict }));
    if (locked) parts.push(fill(this.texts.paste_locked, { n: locked }));
    if (beyond) parts.push(fill(this.texts.paste_beyond, { n: beyond }));
    toast(parts.join(this.texts.comma), refused || conflict || beyond || locked ? "warn" : "ok");
  }

  #restore() {
    const kept = this.drafts.all().filter(({ key }) => this.store.cells.has(key));
    if (!kept.length) return;
    const changes = kept.map(({ key, entry, expected }) => ({ cell: this.store.cells.get(key), entry, seen: expected }));
    if (!this.editable) {
      this.saver.held = "closed";
      this.status.held("closed", fill(this.texts.kept_but_closed, { n: kept.length }));
      return;
    }
    const made = this.change(changes, { undoable: false });
    for (const { cell } of changes) if (!cell.draft && !cell.sheet.shut) this.drafts.forget(cell);
    if (made.length) toast(fill(this.texts.restored, { n: made.length }), "info");
  }

  #saverListener() {
    return {
      words: this.texts,
      held: (kind, message) => {
        this.status.held(kind === ON_SITE ? "" : kind, message);
        this.onHeld(kind);
      },
      sheet: (sheet) => this.#totals(sheet),
      settled: (cells) => {
        this.status.saved = true;
        document.dispatchEvent(new CustomEvent("house:saved", { detail: { cells: cells.length } }));
      },
      outcome: (cell, verdict) => {
        if (verdict === "saved" || verdict === "unchanged") {
          this.undo.saved(cell);
          this.onSettled(1);
        }
        this.#pasteOutcome(cell, verdict);
        if (verdict === "conflict") this.watch.look();
      },
    };
  }

  /** Fresh totals after a save. A jump of more than one version means that a colleague saved in between. */
  #totals(sheet) {
    const shown = this.store.sheetById.get(sheet.id);
    if (!shown) return; // a rank moved a centre that isn't on this page
    const known = shown.version;
    this.store.total({ ...sheet, version: sheet.version === known + 1 ? sheet.version : known });
  }

  #watchListener() {
    return {
      awake: () => {
        this.onReach(true);
        if (this.saver.held === ON_SITE) this.status.held("");
        if (this.saver.held && !RESTING.has(this.saver.held)) this.saver.resume();
      },
      waiting: () => this.saver.held === "signed-out" || this.saver.held === "other-account",
      fault: ({ kind }) => {
        this.onReach(kind !== "offline");
        if (kind === "signed-out" || kind === "other-account") this.#rest(kind);
      },
      fresh: (cells) => this.status.say(fill(this.texts.fresh, { n: cells.length })),
    };
  }

  #rest(kind) {
    if (this.saver.held === ON_SITE) {
      // Nothing is being sent. That the session ended is said when it is handed in.
      if (kind === "other-account") this.status.held(kind);
      return;
    }
    this.saver.held = kind;
    this.status.held(kind);
  }

  #acts() {
    return {
      goto: (cell) => this.goto(cell),
      discard: (cell) => this.discard(cell),
      keepTheirs: (cell) => this.discard(cell),
      saveMine: (cell) => this.saveMine(cell),
      dismissed: (cells) => cells.forEach((cell) => this.drafts.forget(cell)),
    };
  }

  /** Give up the draft of a cell: what the server has is shown. */
  discard(cell) {
    this.drafts.forget(cell);
    this.store.drop(cell);
  }

  /** Save mine over theirs, now that the user has seen it. */
  saveMine(cell) {
    cell.draft.expected = cell.base.version;
    cell.theirs = null;
    cell.state = "waiting";
    this.store.changed(cell);
    this.saver.add([cell]);
  }
}

function parted(all, holds) {
  return [all.filter(holds), all.filter((one) => !holds(one))];
}
