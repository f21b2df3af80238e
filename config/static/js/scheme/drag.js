// Dragging a row by its handle, with mouse, pen or finger. Where it may go depends on what it is.

const EDGE = 56;
const STEP = 12;

export class Drag {
  /** @param drop called with the node and {category, before}; nothing where it stays */
  constructor(host, store, drop) {
    this.host = host;
    this.store = store;
    this.drop = drop;
    this.moving = null;
    host.addEventListener("pointerdown", (event) => this.#start(event));
    host.addEventListener("pointermove", (event) => this.#move(event));
    host.addEventListener("pointerup", () => this.#end(true));
    host.addEventListener("pointercancel", () => this.#end(false));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.moving) this.#end(false);
    });
  }

  #start(event) {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button) return;
    event.preventDefault();
    const node = this.store.node(handle.dataset.handle);
    this.moving = { node, element: handle.closest(".tree-category, .tree-row"), target: null };
    if (node.part !== "category") this.moving.element = handle.closest(".tree-row");
    this.moving.element.classList.add("is-moving");
    this.host.classList.add("is-dragging");
    handle.setPointerCapture(event.pointerId);
  }

  #move(event) {
    if (!this.moving) return;
    event.preventDefault();
    this.#scroll(event.clientY);
    const under = document.elementFromPoint(event.clientX, event.clientY);
    this.#mark(this.#target(under, event.clientY));
  }

  #scroll(y) {
    const box = this.host.getBoundingClientRect();
    const top = Math.max(box.top, 0);
    const bottom = Math.min(box.bottom, innerHeight);
    const by = y < top + EDGE ? -STEP : y > bottom - EDGE ? STEP : 0;
    if (!by) return;
    if (this.host.scrollHeight > this.host.clientHeight + 1) this.host.scrollTop += by;
    else scrollBy(0, by);
  }

  /** What the pointer stands over, as {element, after, category, before}; null where the row can't go. */
  #target(under, y) {
    const { node } = this.moving;
    if (!under || !this.host.contains(under)) return null;
    if (node.part === "category") return this.#beside(under.closest("[data-category]"), y, (one) => this.store.node(`category:${one.dataset.category}`));
    const row = under.closest("[data-drop]");
    if (!row) return null;
    const [part, pk] = row.dataset.drop.split(":");
    if (node.part !== "indicator") return part === node.part ? this.#beside(row, y, (one) => this.store.node(one.dataset.drop)) : null;
    if (part === "end") return { element: row, after: false, category: Number(pk), before: null };
    if (part === "category") return this.#into(row, Number(pk));
    return part === "indicator" ? this.#beside(row, y, (one) => this.store.node(one.dataset.drop)) : null;
  }

  #into(row, category) {
    const first = this.store.indicators(category).find((one) => one.pk !== this.moving.node.pk);
    return { element: row, after: true, category, before: first ? first.pk : null };
  }

  #beside(element, y, nodeOf) {
    if (!element) return null;
    const box = element.getBoundingClientRect();
    const after = y > box.top + box.height / 2;
    const target = nodeOf(element);
    const rest = this.store.siblings(target).filter((one) => one.key !== this.moving.node.key);
    const place = rest.findIndex((one) => one.key === target.key);
    if (place < 0) return null;
    const next = after ? rest[place + 1] : target;
    return { element, after, category: target.category || null, before: next ? next.pk : null };
  }

  #mark(target) {
    const old = this.moving.target;
    if (old) old.element.classList.remove("drop-before", "drop-after");
    this.moving.target = target;
    if (target) target.element.classList.add(target.after ? "drop-after" : "drop-before");
  }

  #end(done) {
    if (!this.moving) return;
    const { node, element, target } = this.moving;
    this.#mark(null);
    element.classList.remove("is-moving");
    this.host.classList.remove("is-dragging");
    this.moving = null;
    if (done && target) this.drop(node, { category: target.category, before: target.before });
  }
}
