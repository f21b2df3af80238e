// Putting a sheet aside: the worker, the page with all its parts, and the sheet's data, in this order, so that
// "ready" is said only when everything is there.

import { cacheOf, putPackage } from "./vault.js";

/** @param {{sheet: string, worker: string, page: string, package: string}} urls @returns {Promise<object>} the package */
export async function takeAlong(urls) {
  const registration = await navigator.serviceWorker.register(urls.worker, { scope: urls.sheet });
  await active(registration);
  await putAside(urls);
  const taken = await (await fetched(urls.package)).json();
  const kept = { ...taken, sheet: urls.sheet };
  await putPackage(kept);
  if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  return kept;
}

function active(registration) {
  const worker = registration.installing || registration.waiting || registration.active;
  if (worker.state === "activated") return Promise.resolve();
  return new Promise((resolve, reject) => {
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated") resolve();
      if (worker.state === "redundant") reject(new Error("the worker did not start"));
    });
  });
}

async function fetched(url) {
  const response = await fetch(url, { credentials: "same-origin", headers: { Accept: "application/json, text/html, */*" } });
  if (!response.ok || response.redirected) throw new Error(`${response.status} ${url}`);
  return response;
}

/** The page and everything that it names; a fresh cache, so that nothing of an older version stays. */
async function putAside(urls) {
  const page = await fetched(urls.page);
  const text = await page.clone().text();
  const parts = new Map();
  await Promise.all([...named(text, page.url)].map((url) => follow(url, parts)));
  await caches.delete(cacheOf(urls.sheet));
  const cache = await caches.open(cacheOf(urls.sheet));
  await Promise.all([...parts].map(([url, response]) => cache.put(url, response)));
  await cache.put(urls.page, page);
}

function named(text, from) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const attributes = [["link[rel=stylesheet], link[rel=icon]", "href"], ["script[src]", "src"], ["use", "href"]];
  const found = attributes.flatMap(([selector, name]) => [...page.querySelectorAll(selector)].map((one) => one.getAttribute(name)));
  return new Set(found.map((one) => bare(one, from)));
}

function bare(url, from) {
  const whole = new URL(url, from);
  whole.hash = "";
  return whole.href;
}

/** A part, and the modules that a script imports. */
async function follow(url, parts) {
  if (parts.has(url)) return;
  parts.set(url, null); // taken: two scripts may import the same at once
  const response = await fetched(url);
  parts.set(url, response);
  if (!(response.headers.get("Content-Type") || "").includes("javascript")) return;
  const text = await response.clone().text();
  const imports = [...text.matchAll(/^(?:import|export)\b[^;]*?["'](\.[^"']+)["']/gm)].map((found) => bare(found[1], response.url));
  await Promise.all(imports.map((one) => follow(one, parts)));
}
