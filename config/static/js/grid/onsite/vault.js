// What was taken along, in this browser (IndexedDB): the sheet as it was prepared, and each cell that waits to be
// handed in. Every record bears the account it belongs to; nobody else's are ever read by a page.

const NAME = "appraisal-onsite";
const ACCOUNT = "appraisal.account";
const USED = "appraisal.onsite";

/** @typedef {{user: number, sheet: string, name: string, round: string, prepared: string, grid: object, words: object}} Package */
/** @typedef {{user: number, sheet: string, key: string, entry: object, expected: number}} Kept */

/** What this page lacks for taking a sheet along: "insecure", "browser", or "" for nothing. */
export function obstacle() {
  if (!window.isSecureContext) return "insecure";
  return "serviceWorker" in navigator && "indexedDB" in window && "caches" in window ? "" : "browser";
}

/** The account that last showed a page here while signed in; 0 for none. Kept so that it's known without a network. */
export function account() {
  return Number(localStorage.getItem(ACCOUNT) || 0);
}

/** Whether anything was ever taken along in this browser. */
export function used() {
  return localStorage.getItem(USED) === "1";
}

let opened = null;

function database() {
  opened ||= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("packages", { keyPath: ["user", "sheet"] });
      request.result.createObjectStore("cells", { keyPath: ["user", "sheet", "key"] });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** One transaction; resolves with what `work` asked for once it is on the disk. */
async function within(names, mode, work) {
  const base = await database();
  const turn = base.transaction(names, mode, { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    turn.oncomplete = resolve;
    turn.onerror = turn.onabort = () => reject(turn.error);
  });
  const found = await work(turn);
  await done;
  return found;
}

/** Every key that begins with these parts: arrays come after numbers and words. */
function under(...parts) {
  return IDBKeyRange.bound(parts, [...parts, []]);
}

/** @returns {Promise<Package[]>} what this account took along */
export function packages(user) {
  return within("packages", "readonly", (turn) => answer(turn.objectStore("packages").getAll(under(user))));
}

/** @returns {Promise<?Package>} */
export function packageOf(user, sheet) {
  return within("packages", "readonly", (turn) => answer(turn.objectStore("packages").get([user, sheet])));
}

/** @returns {Promise<string[]>} the sheets that other accounts took along here; nothing else of them */
export async function othersSheets(user) {
  const keys = await within("packages", "readonly", (turn) => answer(turn.objectStore("packages").getAllKeys()));
  return keys.filter(([owner]) => owner !== user).map(([, sheet]) => sheet);
}

/** @param {Package} taken */
export async function putPackage(taken) {
  localStorage.setItem(USED, "1");
  await within("packages", "readwrite", (turn) => answer(turn.objectStore("packages").put(taken)));
}

/** @returns {Promise<Kept[]>} cells of one sheet, or of all that this account took along */
export function cells(user, ...sheet) {
  return within("cells", "readonly", (turn) => answer(turn.objectStore("cells").getAll(under(user, ...sheet))));
}

/** @param {Kept} kept */
export function keepCell(kept) {
  return within("cells", "readwrite", (turn) => answer(turn.objectStore("cells").put(kept)));
}

/** Forget a cell; what was typed since (another `entry`) stays. */
export function forgetCell(user, sheet, key, entry) {
  return within("cells", "readwrite", async (turn) => {
    const store = turn.objectStore("cells");
    const kept = await answer(store.get([user, sheet, key]));
    if (kept && (!entry || JSON.stringify(kept.entry) === JSON.stringify(entry))) await answer(store.delete([user, sheet, key]));
  });
}

/** Forget one sheet of an account, or all: package, cells, and where nobody else needs it the page kept for it. */
export async function clear(user, ...sheet) {
  const taken = sheet.length ? sheet : (await packages(user)).map((one) => one.sheet);
  await within(["packages", "cells"], "readwrite", (turn) => {
    turn.objectStore("packages").delete(under(user, ...sheet));
    if (sheet.length) turn.objectStore("packages").delete([user, ...sheet]);
    return answer(turn.objectStore("cells").delete(under(user, ...sheet)));
  });
  const needed = new Set(await othersSheets(user));
  await Promise.all(taken.filter((one) => !needed.has(one)).map(forgetPage));
}

/** The name of the cache that holds the page of a sheet; worker.js has the same. */
export function cacheOf(sheet) {
  return `onsite:${sheet}`;
}

async function forgetPage(sheet) {
  await caches.delete(cacheOf(sheet));
  const worker = await navigator.serviceWorker.getRegistration(sheet);
  if (worker && new URL(worker.scope).pathname === sheet) await worker.unregister();
}

/** The waiting cells of one sheet, in the shape that the grid's drafts have (drafts.js). */
export class Carried {
  #writing = Promise.resolve();

  /** @param {Package} taken @param {Kept[]} kept @param {Function} failed told when the browser can't write */
  constructor(taken, kept, failed) {
    Object.assign(this, { taken, kept, failed });
  }

  keep(cell) {
    const { entry, expected } = cell.draft;
    const { user, sheet } = this.taken;
    this.#write(keepCell({ user, sheet, key: cell.key, entry, expected }));
  }

  forget(cell, entry) {
    this.#write(forgetCell(this.taken.user, this.taken.sheet, cell.key, entry));
  }

  #write(work) {
    this.#writing = Promise.all([this.#writing, work.catch(this.failed)]);
  }

  /** Everything handed to this store is on the disk. */
  async settled() {
    await this.#writing;
  }

  all() {
    return this.kept;
  }
}
