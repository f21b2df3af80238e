// All centres × all indicators: puts the parts together.

import { App } from "../app.js";
import { blank, read } from "../fields.js";
import { json } from "../dom.js";
import { isMissing, needsReason } from "../store.js";
import { fill } from "../text.js";
import { Bar } from "./bar.js";
import { Clipboard } from "./clipboard.js";
import { Cursor } from "./cursor.js";
import { Editor } from "./editor.js";
import { Filters } from "./filters.js";
import { Keys } from "./keys.js";
import { Panel } from "./panel.js";
import { Pointer } from "./pointer.js";
import { Table } from "./table.js";
import { toast } from "../../shell.js";

class Matrix {
  #doubtful = null;

  constructor() {
    const texts = json("grid-words");
    this.app = new App(json("grid-data"), texts);
    this.store = this.app.store;
    this.table = new Table(this.store, texts);
    this.editor = new Editor(this.app, this.table, this.#editorListener());
    this.panel = new Panel(this.app, this.table, { closed: (down) => this.#panelClosed(down) });
    this.bar = new Bar(this.app, this.#acts());
    this.cursor = new Cursor(this.table, this.store, () => this.#moved());
    this.filters = new Filters(this.table, this.store, {
      relaid: () => this.#relaid(),
      repainted: () => this.cursor.empty || this.#moved(),
    });
    new Keys({ editor: this.editor, cursor: this.cursor, acts: this.#acts(), ...this.#pages() });
    new Clipboard(this.app, this.table, this.cursor, this.editor, this.#clipboardListener());
    new Pointer({ table: this.table, cursor: this.cursor, editor: this.editor, acts: this.#acts() });
    this.store.on("cell", (cell) => this.#cellChanged(cell));
    this.store.on("shut", () => this.#cellChanged(this.cursor.empty ? null : this.cursor.cell));
    this.app.goto = (cell) => this.#goto(cell);
    this.#buttons();
  }

  start() {
    // Before the app's own listener: what is being typed is handed over first.
    addEventListener("pagehide", () => this.editor.commit());
    this.app.start();
    if (this.cursor.empty) return;
    this.#moved();
    this.editor.focus();
  }

  #acts() {
    return {
      panel: () => this.panel.open(this.cursor.cell),
      edit: () => (this.#isLarge() ? this.panel.open(this.cursor.cell) : this.editor.edit()),
      explain: () => this.app.story.open(this.cursor.cell),
      opensPanel: (key) => this.#opensPanel(key),
      fill: () => this.#fill(),
      fillDown: () => this.#fillDown(),
      clear: () => this.#clear(),
      undo: () => this.app.undoLast(),
      redo: () => this.app.redoLast(),
      nextMissing: (back) => this.#next(isMissing, back),
      help: () => document.querySelector("[data-keys-help]").showModal(),
      leave: (back) => (back ? this.filters.category : document.querySelector("[data-bar-panel]")).focus(),
    };
  }

  #pages() {
    const { scroller, head } = this.table;
    return {
      pageRows: () => Math.max(1, Math.floor((scroller.clientHeight - head.offsetHeight) / this.editor.box.offsetHeight) - 1),
      pageColumns: () => Math.max(1, Math.floor((scroller.clientWidth - 312) / this.editor.box.offsetWidth)),
    };
  }

  #editorListener() {
    return {
      commit: (cell, entry, seen) => this.app.change([{ cell, entry, seen }]),
      checked: (field) => {
        this.#doubtful = field;
        this.#showBar();
      },
    };
  }

  #clipboardListener() {
    return {
      copied: (n) => this.app.status.say(fill(this.app.texts.copied, { n })),
      pasted: (changes, beyond, size) => this.#pasted(changes, beyond, size),
    };
  }

  #pasted(changes, beyond, { rows, columns }) {
    const made = this.app.change(changes);
    const waiting = made.map(({ cell }) => cell).filter((cell) => cell.draft);
    const locked = changes.filter((one) => this.app.locks(one)).length;
    this.app.pasted(waiting, { beyond, locked, unchanged: changes.length - waiting.length - locked });
    const [row, column] = [this.cursor.row, this.cursor.column];
    if (rows * columns > 1) {
      this.cursor.to(row, column);
      this.cursor.move(rows - 1, columns - 1, { extend: true });
    }
  }

  /** Several counts or answers, a list, an event with its document: the panel shows them one by one. */
  #isLarge() {
    const { fields } = this.cursor.cell.indicator;
    const isRate = fields.length === 2 && fields.every((field) => field.type === "number");
    return fields.some((field) => field.type === "list") || (fields.length > 1 && !isRate);
  }

  #opensPanel(key) {
    if (!this.app.opens(this.cursor.cell) || !this.#isLarge()) return false;
    this.panel.open(this.cursor.cell, key);
    return true;
  }

  #panelClosed(down) {
    if (down) this.cursor.enter(false);
    this.editor.focus();
  }

  /** Ctrl+Enter: what was typed goes into every selected cell. */
  #fill() {
    const text = this.editor.box.value;
    this.editor.revert();
    const entry = (cell) => read(cell.indicator, text, this.store.entry(cell));
    this.app.change(this.cursor.block().flat().map((cell) => ({ cell, entry: entry(cell) })));
  }

  /** Ctrl+D: the first row of the selection goes into the others. */
  #fillDown() {
    const [first, ...others] = this.cursor.block();
    const changes = others.flatMap((row) => row.map((cell, column) => ({ cell, entry: this.store.entry(first[column]) })));
    this.app.change(changes);
  }

  #clear() {
    this.app.change(this.cursor.block().flat().map((cell) => ({ cell, entry: blank() })));
  }

  #next(wanted, back) {
    const cell = this.cursor.search((one) => !one.sheet.shut && wanted(one), back);
    const { no_missing, no_missing_open } = this.app.texts;
    if (cell) this.#goto(cell);
    else toast(this.store.anyShut ? no_missing_open : no_missing, "ok");
  }

  #goto(cell) {
    if (!this.cursor.goto(cell)) {
      this.filters.reset();
      this.cursor.goto(cell);
    }
    this.editor.focus();
  }

  #moved() {
    const old = this.table.selected || new Set();
    this.table.selected = this.cursor.size > 1 ? new Set(this.cursor.block().flat()) : new Set();
    for (const cell of old) if (!this.table.selected.has(cell)) this.table.td(cell).classList.remove("selected");
    for (const cell of this.table.selected) this.table.td(cell).classList.add("selected");
    this.#mark();
    this.editor.place(this.cursor.cell);
    this.table.reveal(this.table.td(this.cursor.cell));
    this.#showBar();
  }

  /** The head of the active row and column stand out. */
  #mark() {
    for (const marked of this.table.element.querySelectorAll(".here")) marked.classList.remove("here");
    const { sheet, indicator } = this.cursor.cell;
    this.table.element.querySelector(`tr[data-sheet="${sheet.id}"]`).classList.add("here");
    this.table.element.querySelector(`[data-indicator="${indicator.id}"]`).classList.add("here");
  }

  #showBar() {
    if (!this.cursor.empty) this.bar.show(this.cursor.cell, this.#doubtful, this.cursor.size);
  }

  #relaid() {
    this.cursor.refresh();
    this.editor.box.hidden = this.cursor.empty;
    if (!this.cursor.empty) this.#moved();
  }

  #cellChanged(cell) {
    if (this.cursor.empty || cell !== this.cursor.cell) return;
    this.editor.refresh();
    this.#showBar();
  }

  #buttons() {
    const on = (name, act) => document.querySelector(name).addEventListener("click", act);
    on("[data-next-missing]", () => this.#next(isMissing, false));
    on("[data-next-reason]", () => this.#next(needsReason, false));
    if (this.app.editable) on("[data-undo]", () => this.app.undoLast());
    on("[data-help]", () => this.#acts().help());
  }
}

new Matrix().start();
