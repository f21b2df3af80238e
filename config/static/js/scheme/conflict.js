// Somebody else saved the row while it was being typed in: both values side by side, a choice for each that differs.

import { button, el, fill, note } from "./dom.js";

const RULE = "rule";

/**
 * @param {{theirs: Object, base: Object, mine: Object, basics: Object, sentence: string, texts: Object}} sides
 *   what the database holds, what the form was made from, what is typed
 */
export class Conflict {
  constructor(sides, { settle, take }) {
    this.sides = sides;
    this.choices = new Map();
    const { texts, theirs } = sides;
    const who = fill(texts.conflict, { who: theirs.by, when: theirs.at });
    const rows = this.#differing().map((row) => this.#row(row));
    const head = el("tr", {}, el("th", {}, texts.conflict_field), el("th", {}, fill(texts.conflict_theirs, { who: theirs.by })), el("th", {}, texts.conflict_mine));
    const table = el("table", { class: "table compact conflict-table" }, el("thead", {}, head), el("tbody", {}, ...rows));
    const save = button(texts.conflict_save, "", () => settle(this.#merged(), theirs.seen), { tone: "primary" });
    const adopt = button(texts.conflict_adopt, "", () => take());
    this.element = el("div", { class: "conflict", role: "alert", "data-conflict": "" }, note("warn", el("p", { class: "strong" }, who), el("p", {}, texts.conflict_lost)), el("div", { class: "scroll-x" }, table), el("div", { class: "row" }, save, adopt));
  }

  /** Fields in which the two sides differ: [name, label, theirs, mine, whether I changed it]. */
  #differing() {
    const { theirs, base, mine, basics, sentence, texts } = this.sides;
    const found = [];
    for (const [name, control] of basics.controls) {
      if (same(theirs.values[name], mine.values[name])) continue;
      const label = control.closest(".field").querySelector("label").textContent.trim();
      found.push({ name, label, theirs: said(control, theirs.values[name], texts), mine: said(control, mine.values[name], texts), changed: !same(base.values[name], mine.values[name]) });
    }
    if (theirs.part === "indicator" && !same(rule(theirs), rule(mine))) {
      found.push({ name: RULE, label: texts.rule, theirs: theirs.sentence, mine: sentence || texts.rule_incomplete, changed: !same(rule(base), rule(mine)) });
    }
    return found;
  }

  #row({ name, label, theirs, mine, changed }) {
    const side = (value, text) => {
      const radio = el("input", { type: "radio", name: `conflict-${name}`, value, onchange: () => this.choices.set(name, value) });
      radio.checked = (value === "mine") === changed;
      return el("td", {}, el("label", { class: "check" }, radio, el("span", {}, text === "" ? "—" : text)));
    };
    this.choices.set(name, changed ? "mine" : "theirs");
    return el("tr", {}, el("th", { scope: "row" }, label), side("theirs", theirs), side("mine", mine));
  }

  #merged() {
    const { theirs, mine } = this.sides;
    const values = { ...mine.values };
    let { params } = mine;
    for (const [name, side] of this.choices) {
      if (side === "mine") continue;
      if (name === RULE) {
        values.rule = theirs.rule;
        params = theirs.params;
      } else values[name] = theirs.values[name];
    }
    return { values, params };
  }
}

function rule(one) {
  return [one.rule === undefined ? one.values.rule : one.rule, one.params];
}

function said(control, value, texts) {
  if (control.type === "checkbox") return value ? texts.yes : texts.no;
  if (control.tagName === "SELECT") {
    const option = [...control.options].find((one) => one.value === value);
    return option ? option.textContent : value;
  }
  return value;
}

/** Equal as the server would store them: blanks are no values, ticks are texts, order of names is none. */
function same(a, b) {
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

export function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === "object") {
    const kept = Object.entries(value).map(([name, one]) => [name, plain(one)]).filter(([, one]) => one !== "" && one !== undefined && JSON.stringify(one) !== "[]" && JSON.stringify(one) !== "{}");
    return Object.fromEntries(kept.sort(([x], [y]) => (x < y ? -1 : 1)));
  }
  return typeof value === "boolean" ? String(value) : value === null || value === undefined ? "" : value;
}
