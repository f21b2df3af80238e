// The keyboard of a spreadsheet. Each key is one line in a table; what it does lies elsewhere.

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class Keys {
  /** @param {{editor: object, cursor: object, acts: Object<string, Function>}} parts */
  constructor({ editor, cursor, acts, pageRows, pageColumns }) {
    this.editor = editor;
    this.cursor = cursor;
    this.acts = acts;
    this.pageRows = pageRows;
    this.pageColumns = pageColumns;
    editor.box.addEventListener("keydown", (event) => this.#key(event));
  }

  #key(event) {
    // While an input method composes, every key is its own; 229 is what Safari sends right after.
    if (event.isComposing || event.keyCode === 229) return;
    const handled = this.editor.editing ? this.#whileEditing(event) : this.#whileMoving(event);
    if (handled) event.preventDefault();
  }

  #whileEditing(event) {
    const { key, shiftKey, ctrlKey, metaKey } = event;
    if (key === "Escape") return this.#done(() => this.editor.revert());
    if (key === "F2") return this.#done(() => this.editor.edit());
    if (key === "Enter" && (ctrlKey || metaKey)) return this.#done(() => this.acts.fill());
    if (key === "Enter") return this.#leave(() => this.cursor.enter(shiftKey));
    if (key === "Tab") return this.#tab(shiftKey);
    const arrow = ARROWS[key];
    if (!arrow || (this.editor.mode === "edit" && arrow[1])) return false;
    return this.#leave(() => this.cursor.move(...arrow));
  }

  #done(act) {
    act();
    return true;
  }

  #leave(go) {
    this.editor.commit();
    go();
    return true;
  }

  /** At the table's end Tab leaves it, as on any page. */
  #tab(back) {
    this.editor.commit();
    return this.cursor.tab(back);
  }

  #whileMoving(event) {
    const { key, shiftKey, altKey } = event;
    const control = event.ctrlKey || event.metaKey;
    if (ARROWS[key]) return this.#arrow(ARROWS[key], { shiftKey, altKey, control });
    const act = control ? this.#withControl(key, shiftKey) : this.#plain(key, shiftKey, altKey);
    if (act) return act() !== false;
    return !control && !altKey && key.length === 1 && this.acts.opensPanel(key);
  }

  #arrow([rows, columns], { shiftKey, altKey, control }) {
    if (altKey) return rows > 0 && this.#done(() => this.acts.panel());
    if (control) return this.#done(() => this.cursor.jump(rows, columns, { extend: shiftKey }));
    return this.#done(() => this.cursor.move(rows, columns, { extend: shiftKey }));
  }

  #plain(key, shift, alt) {
    const { cursor, acts } = this;
    const last = cursor.columns.length - 1;
    const extend = { extend: shift };
    const down = this.pageRows();
    if (alt && (key === "/" || key === "?")) return () => acts.explain();
    if (alt && key === "PageUp") return () => cursor.move(0, -this.pageColumns(), extend);
    if (alt && key === "PageDown") return () => cursor.move(0, this.pageColumns(), extend);
    return {
      Enter: () => cursor.enter(shift),
      Tab: () => cursor.tab(shift),
      Home: () => cursor.to(cursor.row, 0, extend),
      End: () => cursor.to(cursor.row, last, extend),
      PageUp: () => cursor.move(-down, 0, extend),
      PageDown: () => cursor.move(down, 0, extend),
      F2: () => acts.edit(),
      F4: () => acts.panel(),
      F6: () => acts.leave(shift),
      F8: () => acts.nextMissing(shift),
      F1: () => acts.help(),
      Delete: () => acts.clear(),
      Escape: () => cursor.collapse(),
    }[key];
  }

  #withControl(key, shift) {
    const { cursor, acts } = this;
    const extend = { extend: shift };
    return {
      Home: () => cursor.to(0, 0, extend),
      End: () => cursor.to(cursor.rows.length - 1, cursor.columns.length - 1, extend),
      a: () => cursor.selectAll(),
      d: () => acts.fillDown(),
      z: () => (shift ? acts.redo() : acts.undo()),
      y: () => acts.redo(),
      "/": () => acts.help(),
    }[key.length === 1 ? key.toLowerCase() : key];
  }
}
