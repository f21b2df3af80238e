// What the centre said of itself, beside the county's cell: value, points, whether they differ, and taking it over.
// Taking over is a request of its own, so that the record says so; it never goes through an ordinary save.

import { el, icon } from "../dom.js";
import { earned, fill } from "../text.js";
import { Refused, send } from "../../http.js";
import { toast } from "../../shell.js";

const UNTOUCHED = 0;

export class Beside {
  constructor(app) {
    this.app = app;
    this.cells = app.data.self ? app.data.self.cells : {};
    this.taken = app.data.self ? app.data.self.taken : {};
    this.url = app.data.take_over;
  }

  get any() {
    return Object.keys(this.cells).length > 0;
  }

  /** The line of one row; null where the centre said nothing. @param {import("../types.js").Cell} cell */
  line(cell) {
    const said = this.cells[cell.indicator.id];
    if (!said) return null;
    const { texts } = this.app;
    const words = el("span", { class: "self-said" });
    const mark = el("span", { class: "badge" });
    const take = el("button", { type: "button", class: "btn small", onclick: () => this.take([cell]) }, texts.self_take);
    const line = el("div", { class: "row-self" }, el("span", { class: "faint" }, [texts.self_name, this.app.data.self.origin].filter(Boolean).join(" ")), words, mark, take);
    const points = said.points === null ? "" : earned(cell.indicator, said.points);
    words.textContent = [said.words, points && fill(texts.self_points, { points }), said.reason].filter(Boolean).join(texts.comma);
    line.paint = () => this.#paint(cell, said, { line, mark, take });
    line.paint();
    return line;
  }

  #paint(cell, said, { line, mark, take }) {
    const { texts, editable } = this.app;
    const taken = this.taken[cell.indicator.id] === cell.base.version && cell.base.version !== UNTOUCHED;
    const open = cell.base.version === UNTOUCHED && cell.base.points === null;
    const differs = !open && !same(cell, said);
    line.classList.toggle("differs", differs);
    mark.className = `badge ${taken ? "ok" : differs ? "warn" : ""}`;
    mark.textContent = taken ? texts.self_taken : differs ? texts.self_differs : open ? texts.self_open : texts.self_same;
    take.hidden = !editable || Boolean(cell.draft) || (!open && !differs);
  }

  /** A button for a whole category: it fills only what the county hasn't entered. */
  button(cells) {
    if (!this.app.editable) return null;
    const open = () => cells.filter((cell) => this.cells[cell.indicator.id] && cell.base.version === UNTOUCHED && !cell.draft);
    if (!cells.some((cell) => this.cells[cell.indicator.id])) return null;
    const press = () => (open().length ? this.take(open()) : toast(this.app.texts.self_none, "info"));
    return el("button", { type: "button", class: "btn small", title: this.app.texts.self_take_open, onclick: press }, icon("copy"), this.app.texts.self_take_all);
  }

  async take(cells) {
    const sheet = cells[0].sheet.id;
    const versions = Object.fromEntries(cells.map((cell) => [cell.indicator.id, cell.base.version]));
    try {
      const answer = await send(this.url, { method: "POST", json: { sheet, versions } });
      // The answer is in the order in which the request named the indicators.
      Object.keys(versions).forEach((id, index) => this.#settle(cells.find((cell) => `${cell.indicator.id}` === id), answer.outcomes[index]));
      for (const moved of answer.moved) this.app.store.moved(moved);
      for (const news of answer.sheets) this.app.store.total(news);
      const saved = answer.outcomes.filter((one) => one.verdict === "saved").length;
      toast(fill(this.app.texts.self_done, { n: saved }), saved === cells.length ? "ok" : "warn");
      document.dispatchEvent(new Event("house:saved"));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      toast(error.message, "bad");
    }
  }

  #settle(cell, outcome) {
    const { store } = this.app;
    if (outcome.cell) store.news(cell, outcome.cell);
    if (outcome.verdict === "saved") this.taken[cell.indicator.id] = cell.base.version;
    this.app.drafts.forget(cell);
    store.drop(cell);
  }
}

/** Whether the county's cell holds the same values as the centre's. */
function same(cell, said) {
  const { entry } = cell.base;
  const mark = entry.na ? 1 : entry.ne ? 2 : 0;
  if (mark !== said.mark) return false;
  if (mark) return true;
  const names = new Set([...Object.keys(entry.inputs), ...Object.keys(said.inputs)]);
  return [...names].every((name) => (entry.inputs[name] || "") === (said.inputs[name] || ""));
}
