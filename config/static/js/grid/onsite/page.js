// The page that works without a network: the sheet as it was taken along, filled into this browser's own store, and
// handed in through the same door as the cells of the online page.

import { Drafts } from "../drafts.js";
import { json } from "../dom.js";
import { Sheet } from "../sheet/main.js";
import { Panel } from "./panel.js";
import { Carried, account, cells, keepCell, obstacle, othersSheets, packageOf, packages } from "./vault.js";

const grid = document.getElementById("grid");
const texts = json("onsite-words");
const sheet = grid.dataset.at;

async function open() {
  const user = account();
  const taken = user && !obstacle() ? await packageOf(user, sheet) : null;
  if (!taken) return refuse(user);
  const drafts = new Carried(taken, await waiting(taken), () => panel.full());
  const page = new Sheet({ ...taken.grid, carried: true }, taken.words, drafts);
  const panel = new Panel(page, taken, texts);
  titles(taken);
  await neighbours(taken);
  grid.hidden = false;
  page.start();
  panel.start();
  for (const name of ["visibilitychange", "freeze"]) document.addEventListener(name, () => page.commit());
  return page;
}

/** Nothing of another account's is shown, not even how much. */
async function refuse(user) {
  const others = obstacle() ? [] : await othersSheets(user);
  const why = obstacle() ? `no_${obstacle()}` : others.includes(sheet) ? "not_yours" : "nothing_here";
  document.querySelector("[data-refused-words]").textContent = texts[why];
  document.querySelector("[data-refused]").hidden = false;
}

/** The cells that wait here; what the online page could not save before the network went comes along. */
async function waiting(taken) {
  const online = new Drafts(taken.user, taken.grid.round);
  const own = new Set(taken.grid.sheets.map((one) => String(one.id)));
  for (const { key, entry, expected } of online.all()) {
    if (!own.has(key.split(":")[0])) continue;
    await keepCell({ user: taken.user, sheet, key, entry, expected });
    online.forget({ key });
  }
  return cells(taken.user, sheet);
}

function titles({ name, round }) {
  document.title = `${name} ${document.title}`;
  document.querySelector("[data-onsite-name]").textContent = name;
  document.querySelector("[data-onsite-round]").textContent = round;
}

/** The other sheets that this account took along, to go from one to the next. */
async function neighbours(taken) {
  const select = document.querySelector("[data-centre]");
  for (const one of await packages(taken.user)) {
    const option = new Option(one.name, `${one.sheet}onsite/`, false, one.sheet === sheet);
    select.append(option);
  }
  const jump = document.querySelector("[data-jump]");
  for (const { id, code, name } of taken.grid.categories) jump.append(new Option(`${code} ${name}`, `category-${id}`));
}

open();
