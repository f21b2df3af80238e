// Signing out on a device where sheets were taken along: what waits is named first, then everything of this
// account goes from the browser.

import { el } from "../dom.js";
import { fill } from "../text.js";
import { account, cells, clear, obstacle } from "./vault.js";

/** Sign out by `form`, after asking where cells wait. @param {{title, words, stay, go}} texts */
export async function leave(form, texts) {
  try {
    const user = account();
    if (user && !obstacle()) {
      const waiting = (await cells(user)).length;
      if (waiting && !(await agreed(fill(texts.leave_words, { n: waiting }), texts))) return;
      await clear(user);
    }
  } catch {
    // A browser that can't open its store can't keep anyone from signing out either.
  }
  localStorage.removeItem("appraisal.account");
  form.submit();
}

/** @returns {Promise<boolean>} */
function agreed(words, texts) {
  const close = (answer) => () => dialog.close(answer);
  const stay = el("button", { type: "button", class: "btn", onclick: close("") }, texts.leave_stay);
  const go = el("button", { type: "button", class: "btn danger", onclick: close("go") }, texts.leave_go);
  const head = el("div", { class: "dialog-head" }, el("h2", {}, texts.leave_title));
  const dialog = el("dialog", { class: "dialog", "aria-label": texts.leave_title }, head, el("div", { class: "dialog-body" }, el("p", {}, words)), el("div", { class: "dialog-foot" }, stay, go));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "go");
    });
  });
}
