// The keyboard on a centre's sheet: Enter and the arrows go from input to input, typing replaces, Esc reverts.

export class Keys {
  /** @param {{list: HTMLElement, rowOf: Function, acts: Object<string, Function>}} parts */
  constructor({ list, rowOf, acts }) {
    Object.assign(this, { list, rowOf, acts });
    list.addEventListener("keydown", (event) => this.#key(event));
    list.addEventListener("focusin", (event) => this.#select(event.target));
    list.addEventListener("mouseup", (event) => this.#mouseup(event));
  }

  /** Typing replaces: whoever comes into an input has all of it selected; a second click places the caret. */
  #select(input) {
    if (!isText(input)) return;
    this.fresh = input;
    input.select();
  }

  #mouseup(event) {
    if (event.target === this.fresh) event.preventDefault();
    this.fresh = null;
  }

  #inputs() {
    return [...this.list.querySelectorAll("[data-entry]:not(:disabled)")].filter(first);
  }

  #go(from, by) {
    const inputs = this.#inputs();
    const here = inputs.indexOf(from.type === "radio" ? inputs.find((one) => one.name === from.name) : from);
    const next = inputs[here + by];
    if (!next) return false;
    this.#focus(next);
    return true;
  }

  #focus(input) {
    const chosen = input.type === "radio" && this.list.querySelector(`[name="${input.name}"]:checked`);
    (chosen || input).focus();
    input.closest(".sheet-row").scrollIntoView({ block: "nearest" });
  }

  #key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const input = event.target;
    if (input.tagName !== "INPUT") return;
    if (this.#act(event, input)) event.preventDefault();
  }

  #act(event, input) {
    const { key, shiftKey, altKey } = event;
    const control = event.ctrlKey || event.metaKey;
    if (control) return this.#withControl(key, input);
    if (altKey) return (key === "/" || key === "?") && this.acts.explain(this.rowOf(input));
    if (key === "Escape") return this.acts.revert(this.rowOf(input));
    if (key === "F2") return isText(input) && caret(input);
    if (key === "F8") return this.acts.next(shiftKey);
    if (key === "PageDown" || key === "PageUp") return this.acts.category(this.rowOf(input), key === "PageDown" ? 1 : -1);
    return this.#walk(key, shiftKey, input);
  }

  #walk(key, shift, input) {
    const isEntry = "entry" in input.dataset;
    if (key === "Enter") {
      if (isText(input)) input.dispatchEvent(new Event("change"));
      return this.#go(isEntry ? input : this.rowOf(input).form.inputs.last, shift ? -1 : 1) || true;
    }
    if (isEntry && key === "ArrowDown") return this.#go(input, 1) || true;
    if (isEntry && key === "ArrowUp") return this.#go(input, -1) || true;
    return false;
  }

  #withControl(key, input) {
    const inputs = this.#inputs();
    if (key === "Home") this.#focus(inputs[0]);
    else if (key === "End") this.#focus(inputs[inputs.length - 1]);
    else if (key.toLowerCase() === "z" && !this.rowOf(input).dirty) this.acts.undo();
    else if (key.toLowerCase() === "y" && !this.rowOf(input).dirty) this.acts.redo();
    else if (key === "/") this.acts.help();
    else return false;
    return true;
  }
}

function isText(input) {
  return input.tagName === "INPUT" && input.type !== "radio" && input.type !== "checkbox" && input.type !== "date";
}

function caret(input) {
  input.setSelectionRange(input.value.length, input.value.length);
  return true;
}

/** Of a row of radios, the first stands for all. */
function first(input) {
  return input.type !== "radio" || !input.closest("label").previousElementSibling;
}
