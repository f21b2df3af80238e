// A table parameter: rows are added, taken out and moved; codes are made by the server and kept out of sight.

import { button, el, faults, take } from "./dom.js";
import { control } from "./single.js";

export class Table {
  constructor(parameter, rows, context) {
    this.parameter = parameter;
    this.context = context;
    this.columns = parameter.columns.filter((column) => column.type !== "code");
    this.rows = rows.map((row) => this.#row(row));
    this.body = el("tbody");
    this.errors = el("ul", { class: "errorlist" });
    const { texts } = context;
    const head = this.columns.map((column) => el("th", { scope: "col", title: column.help || null, class: `${number(column) ? "num" : ""} ${column.required ? "due" : ""}`.trim() || null }, column.label));
    const table = el("table", { class: "table compact stacks edit-table", "aria-label": parameter.label }, el("thead", {}, el("tr", {}, ...head, el("th", { class: "fit" }, el("span", { class: "visually-hidden" }, texts.row_tools)))), this.body);
    const add = button(texts.add_row, "plus", () => this.add(), { tone: "small" });
    const help = parameter.help ? el("div", { class: "help" }, parameter.help) : null;
    this.element = el("div", { class: "edit-rows" }, el("div", { class: "edit-rows-head" }, el("span", { class: parameter.required ? "label due" : "label" }, parameter.label), add), help, el("div", { class: "table-box" }, table), this.errors);
    if (!rows.length) this.rows.push(this.#row({}));
    this.#draw();
  }

  #row(values) {
    const row = { code: values.code || "", cells: [], errors: el("ul", { class: "errorlist" }) };
    row.cells = this.columns.map((column) => {
      const box = control(column, values[column.name], this.context, { "aria-label": column.label });
      return { column, box, errors: el("ul", { class: "errorlist" }) };
    });
    const { texts } = this.context;
    const cells = row.cells.map(({ column, box, errors }) => el("td", { "data-label": column.label, class: number(column) ? "num-cell" : null }, el("div", { class: "edit-cell" }, box.element, errors)));
    const up = button(texts.row_up, "up", () => this.#raise(row), { tone: "quiet small", bare: true });
    const out = button(texts.row_remove, "close", () => this.#remove(row), { tone: "quiet small", bare: true });
    row.element = el("tr", {}, ...cells, el("td", { class: "row-actions" }, row.errors, up, out));
    return row;
  }

  #draw() {
    this.body.replaceChildren(...this.rows.map((row) => row.element));
  }

  add() {
    const row = this.#row({});
    this.rows.push(row);
    this.#draw();
    row.cells[0].box.element.focus();
  }

  #remove(row) {
    this.rows = this.rows.filter((one) => one !== row);
    if (!this.rows.length) this.rows.push(this.#row({}));
    this.#draw();
    this.rows[0].cells[0].box.element.focus();
    this.context.changed();
  }

  #raise(row) {
    const place = this.rows.indexOf(row);
    if (place < 1) return;
    this.rows.splice(place, 1);
    this.rows.splice(place - 1, 0, row);
    this.#draw();
    row.element.querySelector(".row-actions button").focus();
    this.context.changed();
  }

  /** Rows in which something stands; a blank one at the end is only an offer. */
  filled() {
    return this.rows.filter((row) => row.cells.some(({ box }) => !box.blank()));
  }

  read() {
    return this.filled().map((row) => {
      const cells = row.cells.map(({ column, box }) => [column.name, box.read()]).filter(([, value]) => value !== "");
      return { ...(row.code ? { code: row.code } : {}), ...Object.fromEntries(cells) };
    });
  }

  fault(errors, path) {
    faults(null, this.errors, take(errors, path));
    for (const row of this.rows) {
      faults(null, row.errors);
      for (const { box, errors: list } of row.cells) faults(box.element, list);
    }
    this.filled().forEach((row, index) => {
      faults(null, row.errors, [...take(errors, `${path}[${index}]`), ...take(errors, `${path}[${index}].code`)]);
      for (const { column, box, errors: list } of row.cells) faults(box.element, list, take(errors, `${path}[${index}].${column.name}`));
    });
  }
}

function number(column) {
  return column.type === "decimal" || column.type === "percent";
}
