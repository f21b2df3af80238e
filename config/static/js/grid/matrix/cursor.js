// Where the user is in the table, and what is selected: positions count the shown rows and columns only.

export class Cursor {
  row = 0;
  column = 0;
  #anchor = { row: 0, column: 0 };
  /** The column where a run of Tab began: Enter goes back under it. */
  #tabFrom = null;

  constructor(table, store, moved) {
    this.table = table;
    this.store = store;
    this.moved = moved;
    this.refresh();
  }

  /** Rows or columns were shown or hidden: stay on the same cell where it is still there. */
  refresh() {
    const cell = this.rows && this.rows.length && this.columns.length ? this.cell : null;
    this.rows = this.table.rows;
    this.columns = this.table.cellColumns;
    if (!this.rows.length || !this.columns.length) return;
    if (cell && this.#find(cell)) return;
    this.#set(Math.min(this.row, this.rows.length - 1), Math.min(this.column, this.columns.length - 1));
  }

  get empty() {
    return !this.rows.length || !this.columns.length;
  }

  #at(row, column) {
    return this.store.at(this.rows[row].id, this.columns[column].indicator.id);
  }

  /** @returns {import("../types.js").Cell} */
  get cell() {
    return this.#at(this.row, this.column);
  }

  #find(cell) {
    const row = this.rows.indexOf(cell.sheet);
    const column = this.columns.findIndex((one) => one.indicator === cell.indicator);
    if (row < 0 || column < 0) return false;
    this.#set(row, column);
    return true;
  }

  /** Go to a cell; false where it isn't shown. */
  goto(cell, { extend = false } = {}) {
    const kept = { ...this.#anchor };
    if (!this.#find(cell)) return false;
    if (extend) this.#anchor = kept;
    this.#tabFrom = null;
    this.moved();
    return true;
  }

  #set(row, column) {
    this.row = row;
    this.column = column;
    this.#anchor = { row, column };
  }

  move(rows, columns, { extend = false } = {}) {
    const row = clamp(this.row + rows, this.rows.length);
    const column = clamp(this.column + columns, this.columns.length);
    this.to(row, column, { extend });
  }

  to(row, column, { extend = false } = {}) {
    const kept = this.#anchor;
    this.#set(row, column);
    if (extend) this.#anchor = kept;
    this.#tabFrom = null;
    this.moved();
  }

  /** Tab: to the next cell, at the end of a row to the start of the next. False at the table's end. */
  tab(back) {
    const from = this.#tabFrom ?? this.column;
    const at = this.row * this.columns.length + this.column + (back ? -1 : 1);
    if (at < 0 || at >= this.rows.length * this.columns.length) return false;
    this.#set(Math.floor(at / this.columns.length), at % this.columns.length);
    this.#tabFrom = back ? null : from;
    this.moved();
    return true;
  }

  /** Enter: down, under the cell where a run of Tab began. */
  enter(back) {
    const column = this.#tabFrom ?? this.column;
    this.to(clamp(this.row + (back ? -1 : 1), this.rows.length), column);
  }

  /** Ctrl+arrow: to the edge of a run of filled cells, or over a gap to the next filled one. */
  jump(rows, columns, options) {
    const filled = (row, column) => this.#at(row, column).base.points !== null;
    const inside = (row, column) => row >= 0 && column >= 0 && row < this.rows.length && column < this.columns.length;
    let { row, column } = this;
    const next = () => inside(row + rows, column + columns);
    const run = next() && filled(row, column) && filled(row + rows, column + columns);
    while (next()) {
      if (run && !filled(row + rows, column + columns)) break;
      row += rows;
      column += columns;
      if (!run && filled(row, column)) break;
    }
    this.to(row, column, options);
  }

  selectAll() {
    this.#anchor = { row: 0, column: 0 };
    this.row = this.rows.length - 1;
    this.column = this.columns.length - 1;
    this.moved();
  }

  selectColumn(column) {
    this.#anchor = { row: this.rows.length - 1, column };
    this.row = 0;
    this.column = column;
    this.moved();
  }

  collapse() {
    if (this.size === 1) return false;
    this.to(this.row, this.column);
    return true;
  }

  /** The selected block as rows of cells. */
  block() {
    const [top, bottom] = ordered(this.row, this.#anchor.row);
    const [left, right] = ordered(this.column, this.#anchor.column);
    return range(top, bottom).map((row) => range(left, right).map((column) => this.#at(row, column)));
  }

  /** The block of that size from the selection's upper left corner; null beyond the table's edge. */
  blockOf(height, width) {
    const top = Math.min(this.row, this.#anchor.row);
    const left = Math.min(this.column, this.#anchor.column);
    const cell = (row, column) => (row < this.rows.length && column < this.columns.length ? this.#at(row, column) : null);
    return range(top, top + height - 1).map((row) => range(left, left + width - 1).map((column) => cell(row, column)));
  }

  get size() {
    return (Math.abs(this.row - this.#anchor.row) + 1) * (Math.abs(this.column - this.#anchor.column) + 1);
  }

  /** The next cell from here, row by row and round the end, of which `wanted` holds; null where there is none. */
  search(wanted, back = false) {
    const width = this.columns.length;
    const count = this.rows.length * width;
    const from = this.row * width + this.column;
    for (let step = 1; step <= count; step += 1) {
      const at = (from + (back ? count - step : step)) % count;
      const cell = this.#at(Math.floor(at / width), at % width);
      if (wanted(cell)) return cell;
    }
    return null;
  }
}

function clamp(value, count) {
  return Math.max(0, Math.min(count - 1, value));
}

function ordered(a, b) {
  return a < b ? [a, b] : [b, a];
}

function range(from, to) {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
