// The frame's behaviour on every page. Everything works without it except copying and toasts.

import { strings } from "./http.js";

const texts = strings("i18n-shell");
const root = document.documentElement;

function icon(name) {
  const sample = document.querySelector(".icon use");
  const sheet = sample ? sample.getAttribute("href").split("#")[0] : "";
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${sheet}#${name}`);
  svg.append(use);
  return svg;
}

// A short message at the corner; tone is ok, warn, bad or info. Errors stay until they are closed.
export function toast(message, tone = "info") {
  const note = document.createElement("div");
  note.className = `note ${tone}`;
  const words = document.createElement("div");
  words.textContent = message;
  const close = document.createElement("button");
  close.className = "btn quiet small";
  close.textContent = texts.close;
  close.addEventListener("click", () => note.remove());
  note.append(icon(tone), words, close);
  document.getElementById("toasts").append(note);
  if (tone !== "bad") setTimeout(() => note.remove(), 6000);
  return note;
}

function sideBar() {
  const toggle = document.querySelector("[data-nav-toggle]");
  if (!toggle) return;
  const set = (open) => {
    document.body.classList.toggle("nav-open", open);
    toggle.setAttribute("aria-expanded", String(open));
    if (open) document.querySelector("#sidebar a").focus();
  };
  toggle.addEventListener("click", (event) => {
    event.preventDefault();
    set(!document.body.classList.contains("nav-open"));
  });
  document.querySelector("[data-nav-close]").addEventListener("click", () => set(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("nav-open")) {
      set(false);
      toggle.focus();
    }
  });
}

function menus() {
  const open = () => document.querySelectorAll("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

function themes() {
  const form = document.querySelector("[data-theme-form]");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const choice = event.submitter.value;
    const secure = location.protocol === "https:" ? ";Secure" : "";
    document.cookie = `theme=${choice};path=/;max-age=31536000;SameSite=Lax${secure}`;
    root.dataset.theme = choice;
    for (const button of form.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.value === choice));
    }
    const use = form.closest("details").querySelector("summary use");
    const shape = event.submitter.querySelector("use");
    use.setAttribute("href", shape.getAttribute("href"));
    form.closest("details").open = false;
  });
}

// <button data-dialog="id"> opens a <dialog>; <button data-close> inside closes it.
function dialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) document.getElementById(opener.dataset.dialog).showModal();
    const closer = event.target.closest("dialog [data-close]");
    if (closer) closer.closest("dialog").close();
  });
  // A dialog that came back from the server with errors opens again by itself.
  for (const dialog of document.querySelectorAll("dialog[data-open-now]")) dialog.showModal();
}

function copying() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const text = document.getElementById(button.dataset.copy).textContent.trim();
    await navigator.clipboard.writeText(text);
    toast(texts.copied, "ok");
  });
}

// <form data-auto-submit>: a filter takes effect as soon as it is chosen.
function filters() {
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto-submit]");
    if (form) form.requestSubmit();
  });
}

// A form that takes long is sent once: its button rests until the page changes.
function oneSubmit() {
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.once === undefined) return;
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "1";
    setTimeout(() => delete event.target.dataset.sent, 10000);
  });
}

function htmxErrors() {
  document.body.addEventListener("htmx:responseError", (event) => {
    let message = texts.failed;
    try {
      message = JSON.parse(event.detail.xhr.responseText).error || message;
    } catch {
      // not JSON: the general words will do
    }
    toast(message, "bad");
  });
  document.body.addEventListener("htmx:sendError", () => toast(texts.offline, "bad"));
}

// Says two minutes before the session's end that it will end; any request to the server starts it anew.
function idleWarning() {
  const seconds = Number(document.body.dataset.idleSeconds || 0);
  if (!seconds) return;
  let timer;
  const restart = () => {
    clearTimeout(timer);
    timer = setTimeout(() => toast(texts.idle, "warn"), Math.max(seconds - 120, 1) * 1000);
  };
  restart();
  document.body.addEventListener("htmx:afterRequest", restart);
  document.addEventListener("house:saved", restart);
}

// Who is signed in here, for a page that opens without a network; signing out asks first where cells wait.
function account() {
  const { account } = document.body.dataset;
  try {
    if (account) localStorage.setItem("appraisal.account", account);
  } catch {
    // a browser without a store has no page that opens without a network
  }
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.dataset.leaves === undefined || !localStorage.getItem("appraisal.onsite")) return;
    event.preventDefault();
    const { leave } = await import("./grid/onsite/leave.js");
    await leave(form, texts);
  });
}

// With hashed static files the page's own script and the one that modules import are two to the browser, and this
// file runs twice: the frame starts once.
if (!root.dataset.shell) {
  root.dataset.shell = "on";
  account();
  sideBar();
  menus();
  themes();
  dialogs();
  copying();
  filters();
  oneSubmit();
  htmxErrors();
  idleWarning();
}
