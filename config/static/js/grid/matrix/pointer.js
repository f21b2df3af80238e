// The mouse and the finger: click, drag over a block, Shift and click, double click; the rule of a column on hover.

/** So far a pressed pointer moves, in pixels, before it drags: a hand trembles. */
const TREMOR = 4;

export class Pointer {
  #dragging = false;
  #from = { x: 0, y: 0 };

  constructor({ table, cursor, editor, acts }) {
    Object.assign(this, { table, cursor, editor, acts });
    const { element } = table;
    const sheet = element.parentElement;
    sheet.addEventListener("mousedown", (event) => this.#down(event));
    sheet.addEventListener("mouseover", (event) => this.#over(event));
    sheet.addEventListener("dblclick", (event) => this.#cellAt(event.target) && acts.edit());
    addEventListener("mouseup", () => (this.#dragging = false));
    this.#tips(element);
  }

  /** The cell under the pointer. The text box lies over the active one; while it is edited, clicks are its own. */
  #cellAt(target) {
    if (target !== this.editor.box) return this.table.cellAt(target);
    return this.editor.editing ? null : this.cursor.cell;
  }

  #down(event) {
    if (event.target.closest("a, button")) return;
    const head = event.target.closest("[data-indicator]");
    const cell = head ? null : this.#cellAt(event.target);
    if ((!head && !cell) || event.button === 1) return;
    if (event.button === 2) {
      this.#forMenu(cell);
      return;
    }
    event.preventDefault();
    this.editor.commit();
    if (head) this.#column(Number(head.dataset.indicator));
    else this.cursor.goto(cell, { extend: event.shiftKey });
    this.#dragging = Boolean(cell);
    this.#from = { x: event.clientX, y: event.clientY };
    this.editor.focus();
  }

  /** The right button: the text box comes under the pointer, so that the browser's menu can copy and paste. */
  #forMenu(cell) {
    if (!cell || this.table.selected.has(cell)) return;
    this.editor.commit();
    this.cursor.goto(cell);
    this.editor.focus();
  }

  #column(id) {
    this.cursor.selectColumn(this.cursor.columns.findIndex((column) => column.indicator.id === id));
  }

  /** A cell at the edge is brought into view by the press itself: another lies under the resting pointer then. */
  #over(event) {
    if (!this.#dragging || event.buttons !== 1 || !this.#hasMoved(event)) return;
    const cell = this.#cellAt(event.target);
    if (cell && cell !== this.cursor.cell) this.cursor.goto(cell, { extend: true });
  }

  #hasMoved({ clientX, clientY }) {
    return Math.hypot(clientX - this.#from.x, clientY - this.#from.y) > TREMOR;
  }

  /** The rule of a column in words, while the pointer rests on its head. */
  #tips(element) {
    const tip = document.querySelector("[data-tip]");
    const indicators = new Map(this.table.store.indicators.map((indicator) => [indicator.id, indicator]));
    element.addEventListener("mouseover", (event) => {
      const head = event.target.closest("[data-indicator]");
      tip.hidden = !head;
      if (!head) return;
      const { code, name, sentence } = indicators.get(Number(head.dataset.indicator));
      tip.querySelector("b").textContent = `${code} ${name}`;
      tip.querySelector("p").textContent = sentence;
      const box = head.getBoundingClientRect();
      tip.style.left = `${Math.min(box.left, innerWidth - tip.offsetWidth - 8)}px`;
      tip.style.top = `${box.bottom + 4}px`;
    });
    element.addEventListener("mouseleave", () => (tip.hidden = true));
  }
}
