// The form of one row: its basics, the rule with a form of its kind, the sentence and the try-out beside it.

import { Basics } from "./basics.js";
import { plain } from "./conflict.js";
import { button, el, fill, note } from "./dom.js";
import { Params } from "./params.js";
import { TryOut } from "./tryout.js";

const PAUSE = 250;
const LAST_MARKS = { indicator: "full_marks", category: "full_marks" };

export class NodeForm {
  /** @param context {store, rules, texts, chooser, ask, acts} */
  constructor(node, context) {
    this.node = node;
    this.context = context;
    this.texts = context.texts;
    const draft = context.store.drafts.get(node.key);
    // What the form was made from: a draft keeps its own, so that a colleague's change in between is noticed.
    this.base = draft ? draft.base : node;
    const values = draft ? draft.values : node.values;
    this.basics = new Basics(node.part, values, { texts: this.texts, store: context.store, key: node.key });
    this.ruled = node.part === "indicator";
    this.top = el("div", { class: "form-top" });
    this.state = el("span", { class: "muted", "data-form-state": "", role: "status" });
    if (this.ruled) this.#ruled(draft ? draft.values.rule : node.rule, draft ? draft.params : node.params);
    this.element = this.#frame();
    this.first = draft ? null : JSON.stringify(plain(this.read()));
    this.original = draft ? draft.original : this.first;
    this.element.addEventListener("input", () => this.changed());
    this.element.addEventListener("change", () => this.changed());
    this.ready = true;
    this.#last();
    this.#say();
    if (this.ruled || node.pk === null) this.check();
  }

  #frame() {
    const save = el("button", { type: "submit", class: "btn primary", "data-save": "" }, this.texts.save);
    const back = button(this.node.pk === null ? this.texts.cancel : this.texts.revert, "undo", () => this.context.acts.revert(this.node));
    const foot = el("div", { class: "form-actions sticky" }, save, back, this.state);
    const form = el("form", { class: "node-form", novalidate: true, onsubmit: (event) => this.#submit(event) }, this.top, this.basics.element, foot);
    const slot = this.basics.element.querySelector("[data-rule]");
    if (slot) slot.replaceWith(this.rule);
    return form;
  }

  #ruled(kind, params) {
    this.kindName = el("div", { class: "kind-name" });
    this.paramsHost = el("div", { class: "rule-params" });
    this.sentence = el("p", { class: "rule-sentence", "aria-live": "polite", "data-sentence": "" });
    this.lastNote = el("p", { class: "last-year", hidden: true });
    this.tryOut = new TryOut(this.texts, () => this.#later());
    const side = el("aside", { class: "rule-side" }, el("div", { class: "rule-said" }, el("h3", {}, this.texts.sentence), this.sentence, this.lastNote), this.tryOut.element);
    const main = el("div", { class: "rule-main" }, this.kindName, this.paramsHost);
    this.rule = el("section", { class: "rule-box", "aria-label": this.texts.rule }, main, side);
    this.#kind(kind, params);
  }

  /** Draws the form of a kind. */
  #kind(kind, params) {
    this.kind = kind || "";
    const known = this.context.rules.kinds[this.kind];
    const choose = button(known ? this.texts.change_kind : this.texts.choose_kind, known ? "edit" : "plus", () => this.#choose(), { tone: known ? "small" : "primary", "data-choose": "" });
    const about = el("p", { class: "help" }, known ? known.about : this.texts.no_kind);
    this.kindName.replaceChildren(el("div", {}, el("div", { class: "label" }, this.texts.rule), el("b", { "data-kind": this.kind }, known ? known.name : "—"), about), choose);
    const context = { rules: this.context.rules, texts: this.texts, changed: () => this.changed() };
    this.params = known ? new Params(this.kind, params || {}, context) : null;
    this.rule.classList.toggle("is-wide", Boolean(known && known.params.some((one) => one.columns.length)));
    this.paramsHost.replaceChildren(this.params ? this.params.element : "");
  }

  /** Another kind keeps what is typed under the same names. */
  async #choose() {
    const kind = await this.context.chooser.ask(this.kind);
    if (!kind || kind === this.kind) return;
    this.#kind(kind, this.params ? this.params.read() : this.node.params);
    this.#last();
    this.changed();
    const first = this.paramsHost.querySelector("input, select");
    if (first) first.focus();
  }

  read() {
    const values = this.basics.read();
    if (!this.ruled) return { values, params: {} };
    return { values: { ...values, rule: this.kind }, params: this.params ? this.params.read() : {} };
  }

  dirty() {
    return JSON.stringify(plain(this.read())) !== this.original;
  }

  changed() {
    if (!this.ready) return;
    const { store, acts } = this.context;
    const was = store.unsaved(this.node.key);
    store.keep(this.node.key, this.dirty() ? { ...this.read(), original: this.original, base: this.base } : null);
    if (was !== store.unsaved(this.node.key)) acts.redraw();
    this.#last();
    this.#say();
    this.#later();
  }

  #say(text = "") {
    this.state.textContent = text || (this.context.store.unsaved(this.node.key) ? this.texts.unsaved : "");
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), PAUSE);
  }

  /** Asks the server for faults, the sentence and the value tried; an older answer never overwrites a newer one. */
  async check() {
    clearTimeout(this.timer);
    if (this.asking) this.asking.abort();
    const asking = new AbortController();
    this.asking = asking;
    const tried = this.ruled ? this.tryOut.read() : {};
    const body = { part: this.node.part, pk: this.node.pk, ...this.read(), ...tried };
    try {
      const answer = await this.context.ask("check", body, asking.signal);
      if (this.asking === asking) this.#checked(answer);
    } catch (error) {
      if (error.name !== "AbortError" && !this.gone) this.#say(error.message || this.texts.check_failed);
    }
  }

  #checked(answer) {
    const blank = this.node.pk === null && !this.context.store.unsaved(this.node.key);
    this.fault(blank ? {} : answer.errors);
    if (!this.ruled) return;
    const sound = Boolean(answer.sentence);
    this.said = answer.sentence || "";
    this.sentence.textContent = this.said || this.texts.rule_incomplete;
    this.sentence.classList.toggle("muted", !sound);
    if (sound) this.tryOut.draw(answer.entry, this.context.rules.kinds[this.kind].cohort);
    this.tryOut.show(answer.outcome, sound);
    if (answer.carries_marks !== undefined) this.#marks(answer.carries_marks);
    this.#last();
  }

  /** A veto, a factor or a bonus on top has no marks of its own: the box says 0 and rests. */
  #marks(carries) {
    const box = this.basics.get("full_marks");
    const rests = box.readOnly;
    if (carries === !rests) return;
    box.readOnly = !carries;
    if (!carries) this.marksBefore = box.value;
    box.value = carries ? this.marksBefore || "" : "0";
    box.title = carries ? "" : this.texts.no_marks_help;
    this.changed();
  }

  fault(errors) {
    const left = new Map(Object.entries(errors || {}));
    this.basics.fault(left);
    if (this.params) this.params.fault(left);
    left.delete("rule");
    const rest = [...left.values()].flat();
    this.top.replaceChildren(...(rest.length ? [note("bad", ...rest.map((text) => el("p", {}, text)))] : []));
  }

  /** Last year's marks and parameters beside this year's. */
  #last() {
    const { last, part } = this.node;
    const marks = part === "category" ? this.node.last_marks : last && last.marks;
    if (marks && LAST_MARKS[part]) this.basics.lastYear("full_marks", marks, marks !== this.basics.get("full_marks").value.trim());
    if (!this.ruled || last === null || last === undefined) return;
    this.lastNote.hidden = false;
    const known = Boolean(last.sentence);
    const same = known && last.rule === this.kind && last.sentence === this.said;
    this.lastNote.classList.toggle("differs", known && !same);
    const sentence = known ? fill(this.texts.last_sentence, { kind: last.kind, sentence: last.sentence }) : this.texts.last_none;
    this.lastNote.textContent = same ? this.texts.last_same : sentence;
    if (this.params) this.params.lastYear(known ? last : null);
  }

  async #submit(event) {
    event.preventDefault();
    this.#say(this.texts.saving);
    await this.context.acts.save(this);
    this.#say();
  }

  /** The first field at or within a path, made visible. */
  goto(path) {
    const wrong = this.element.querySelector("[aria-invalid=true], .errorlist li");
    const named = path ? this.element.querySelector(`[name="${CSS.escape(path)}"]`) : null;
    const target = named || wrong;
    if (!target) return;
    const hidden = target.closest("details");
    if (hidden) hidden.open = true;
    target.scrollIntoView({ block: "center" });
    const box = target.matches("input, select, textarea") ? target : target.closest(".field, td") && target.closest(".field, td").querySelector("input, select, textarea");
    if (box) box.focus();
  }

  stop() {
    this.gone = true;
    clearTimeout(this.timer);
    if (this.asking) this.asking.abort();
  }
}
