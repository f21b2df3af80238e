// Copying a block out, and pasting one in: from Excel and WPS as text, from this table itself without loss.

import { blank, read, shown } from "../fields.js";
import { format, parse } from "../tsv.js";

// Within our own pages whole entries travel, answers and all.
const OWN = "application/x-appraisal-cells";

export class Clipboard {
  /** @param {{pasted: Function, copied: Function}} listener */
  constructor(app, table, cursor, editor, listener) {
    Object.assign(this, { app, table, cursor, editor, listener });
    editor.box.addEventListener("copy", (event) => this.#copy(event));
    editor.box.addEventListener("cut", (event) => this.#cut(event));
    editor.box.addEventListener("paste", (event) => this.#paste(event));
  }

  #copy(event) {
    if (this.editor.editing) return false;
    const block = this.cursor.block();
    const text = block.map((row) => row.map((cell) => this.#text(cell)));
    const own = block.map((row) => row.map((cell) => this.app.store.entry(cell)));
    event.clipboardData.setData("text/plain", format(text));
    event.clipboardData.setData(OWN, JSON.stringify(own));
    event.preventDefault();
    this.listener.copied(this.cursor.size);
    return true;
  }

  /** What is seen is what is copied: points, or entered values. */
  #text(cell) {
    const { store, texts } = this.app;
    const entry = store.entry(cell);
    if (this.table.mode === "values" || entry.na || entry.ne) return shown(cell.indicator, entry);
    return cell.base.points === null ? "" : cell.base.points;
  }

  #cut(event) {
    if (this.#copy(event) && this.app.editable) {
      this.app.change(this.cursor.block().flat().map((cell) => ({ cell, entry: blank() })));
    }
  }

  #paste(event) {
    const text = event.clipboardData.getData("text/plain");
    const isBlock = /[\t\r\n]/.test(text.replace(/[\r\n]+$/, ""));
    if (this.editor.editing && !isBlock) return;
    event.preventDefault();
    if (!this.app.editable) return;
    this.editor.revert();
    const own = event.clipboardData.getData(OWN);
    if (own) this.#put(JSON.parse(own), (entry, cell) => fitting(entry, cell));
    else this.#put(parse(text), (typed, cell) => read(cell.indicator, typed, this.app.store.entry(cell)));
  }

  /** One value fills the whole selection; a block lies down from its upper left corner. */
  #put(rows, entryOf) {
    const width = Math.max(...rows.map((row) => row.length));
    const single = rows.length === 1 && width === 1;
    const target = single ? this.cursor.block() : this.cursor.blockOf(rows.length, width);
    const changes = [];
    let beyond = 0;
    target.forEach((cells, row) => {
      cells.forEach((cell, column) => {
        const value = single ? rows[0][0] : rows[row][column];
        if (value === undefined) return;
        if (cell) changes.push({ cell, entry: entryOf(value, cell) });
        else beyond += 1;
      });
    });
    this.listener.pasted(changes, beyond, { rows: target.length, columns: width });
  }
}

/** An entry copied from another cell: its inputs go over in order, as far as this rule takes them. */
function fitting(entry, cell) {
  const values = Object.values(entry.inputs);
  const names = cell.indicator.fields.map((field) => field.name);
  if (names.every((name) => name in entry.inputs) || !values.length) return entry;
  return { ...entry, inputs: Object.fromEntries(names.map((name, index) => [name, values[index] || ""])) };
}
