// The editor of a draft scheme: the tree on one side, the form of the selected row on the other, the check bar above.

import { Refused, send } from "../http.js";
import { toast } from "../shell.js";
import { Checks } from "./checks.js";
import { Chooser } from "./kinds.js";
import { Conflict } from "./conflict.js";
import { Drag } from "./drag.js";
import { NodeForm } from "./form.js";
import { json } from "./dom.js";
import { Removal } from "./removal.js";
import { Store } from "./store.js";
import { suggest } from "./suggest.js";
import { Tools } from "./tools.js";
import { Tree } from "./tree.js";

const root = document.getElementById("scheme-editor");
const texts = json("editor-words");
const rules = json("editor-rules");
const store = new Store(json("editor-data"));
const pane = root.querySelector("[data-form]");
const place = { form: root.querySelector("[data-form-place]"), title: root.querySelector("[data-title]"), note: root.querySelector("[data-pane-note]") };
const chooser = new Chooser(root.querySelector("[data-kind-dialog]"), rules);
let selected = null;
let form = null;

const ask = (name, body, signal) => send(root.dataset[name], { json: body, signal });

const acts = { select, add, shift, save, revert, redraw, moveTo, duplicate, remove: (node) => removal.ask(node) };
const tree = new Tree(root.querySelector("[data-tree]"), store, texts, acts);
const checks = new Checks(root.querySelector("[data-check-bar]"), texts, (key, path) => select(key, path));
const tools = new Tools(root.querySelector("[data-tools]"), store, texts, acts);
const removal = new Removal(root.querySelector("[data-remove-dialog]"), store, texts, { write, shown: (note) => place.note.replaceChildren(note), select });
new Drag(root.querySelector("[data-tree]"), store, (node, to) => write("move", { part: node.part, pk: node.pk, ...to }, { stay: true }));

function redraw() {
  tree.draw(selected);
  tools.draw(store.node(selected));
}

function title(node) {
  const name = node.pk === null ? texts[`new_${node.part}`] : node.title;
  place.title.textContent = node.code && node.part !== "band" ? `${node.code} ${name}` : name;
}

/** Shows a row's form; what is typed in the one before stays with it. */
function select(key, path = "") {
  const node = store.node(key) || store.head();
  const again = form && selected === node.key;
  if (again && path !== null) {
    form.goto(path);
    return;
  }
  if (form) form.stop();
  if (!again) place.note.replaceChildren();
  selected = node.key;
  form = new NodeForm(node, { store, rules, texts, chooser, ask, acts });
  place.form.replaceChildren(form.element);
  title(node);
  tree.show(node.key);
  redraw();
  history.replaceState(null, "", node.pk === null || node.part === "scheme" ? location.pathname : `#${node.key}`);
  if (path) form.check().then(() => form.goto(path));
  if (!again && matchMedia("(max-width: 899px)").matches && started) pane.scrollIntoView();
}

/** A new draft from the server: tree, sums and faults; the form stays where its row didn't change. */
function load(data, key, { stay = false } = {}) {
  store.load(data);
  checks.draw(store.check);
  suggest(root, store);
  const node = store.node(selected);
  const unchanged = form && node && node.seen === form.base.seen && selected === form.node.key;
  if (stay && unchanged) {
    form.node = node;
    redraw();
  } else if (stay && node && store.unsaved(selected)) redraw();
  else {
    if (form) form.stop();
    form = null;
    select(stay ? selected : key, null);
  }
}

/** One write; the draft as it is then comes back with it. Returns the row's key, or null where it was refused. */
async function write(name, body, more = {}) {
  try {
    const answer = await ask(name, body);
    document.dispatchEvent(new Event("house:saved"));
    load(answer.editor, answer.key, more);
    return answer.key;
  } catch (error) {
    refused(error);
    return null;
  }
}

function refused(error) {
  if (!(error instanceof Refused)) {
    toast(texts.offline, "bad");
    return;
  }
  const problems = error.problems.map((one) => `${one.where} ${one.message}`.trim()).join(" ");
  toast([error.message || texts.failed, problems].filter(Boolean).join(" "), "bad");
  if (["row_gone", "place_gone"].includes(error.code)) refresh();
}

async function refresh() {
  const answer = await send(root.dataset.state, { method: "GET" });
  load(answer.editor, selected, { stay: true });
}

async function save(current) {
  const { node, base } = current;
  await put(current, { part: node.part, pk: node.pk, seen: base.seen, category: node.category || null, before: node.before || null, ...current.read() });
}

async function put(current, body) {
  try {
    const answer = await ask("save", body);
    document.dispatchEvent(new Event("house:saved"));
    store.drop(current.node.key);
    load(answer.editor, answer.key);
    toast(texts.saved, "ok");
  } catch (error) {
    if (error instanceof Refused && error.body.errors) {
      current.fault(error.body.errors);
      current.goto("");
    } else if (error instanceof Refused && error.status === 409 && error.body.theirs) conflict(current, body, error.body.theirs);
    else refused(error);
  }
}

/** Both values side by side; what is typed stays in the form until somebody chooses. */
function conflict(current, body, theirs) {
  const mine = { values: body.values, params: body.params };
  const sides = { theirs, base: current.base, mine, basics: current.basics, sentence: current.said, texts };
  const settle = ({ values, params }, seen) => put(current, { ...body, values, params, seen });
  const take = () => {
    store.drop(current.node.key);
    refresh().then(() => place.note.replaceChildren());
  };
  place.note.replaceChildren(new Conflict(sides, { settle, take }).element);
  place.note.scrollIntoView({ block: "nearest" });
}

function revert(node) {
  store.drop(node.key);
  if (form) form.stop();
  form = null;
  select(node.pk === null ? node.back || "" : node.key, null);
}

function add(part, more) {
  const values = { indicator: { full_marks: "", method: "documents", not_applicable: "forbidden" }, gate: { percent: "90", indicator_codes: "" } }[part] || {};
  const node = store.begin(part, { ...more, back: selected }, values);
  select(node.key);
  place.form.querySelector("input, select").focus();
}

/** One place up or down; past the end of a category an indicator goes on into the next. */
async function shift(node, by) {
  const rows = store.siblings(node);
  const at = rows.indexOf(node);
  const to = at + by;
  if (node.pk === null || ["scheme", "round"].includes(node.part)) return;
  if (to >= 0 && to < rows.length) {
    const next = rows[by < 0 ? to : to + 1];
    await write("move", { part: node.part, pk: node.pk, category: node.category || null, before: next ? next.pk : null }, { stay: true });
  } else if (node.part === "indicator") {
    const categories = store.list("category");
    const other = categories[categories.findIndex((one) => one.pk === node.category) + by];
    if (!other) return;
    const first = by > 0 ? store.indicators(other.pk)[0] : null;
    await write("move", { part: node.part, pk: node.pk, category: other.pk, before: first ? first.pk : null }, { stay: true });
  }
}

async function moveTo(node, category) {
  await write("move", { part: node.part, pk: node.pk, category, before: null }, { stay: true });
}

async function duplicate(node) {
  await write("duplicate", { part: node.part, pk: node.pk });
}

addEventListener("beforeunload", (event) => {
  if (store.drafts.size) event.preventDefault();
});
addEventListener("hashchange", () => select(decodeURIComponent(location.hash.slice(1))));

let started = false;
checks.draw(store.check);
suggest(root, store);
select(decodeURIComponent(location.hash.slice(1)));
started = true;
root.dataset.ready = "1";
