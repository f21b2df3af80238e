// One value of a rule: a box, a list of answers, or a tick, by its declaration. Texts are sent as typed.

import { el } from "./dom.js";

/** @returns {{element: HTMLElement, read: () => string, write: (value: any) => void, blank: () => boolean}} */
export function control(parameter, value, context, more = {}) {
  if (parameter.type === "bool") return tick(parameter, value, more);
  if (parameter.type === "choice") return choice(parameter, value, context, more);
  return box(parameter, value, more);
}

function box(parameter, value, more) {
  const number = parameter.type === "decimal" || parameter.type === "percent";
  const element = el("input", {
    type: "text",
    value: value === undefined ? null : String(value),
    autocomplete: "off",
    maxlength: 100,
    inputmode: number ? "decimal" : null,
    class: number ? "number" : null,
    placeholder: parameter.default || null,
    list: parameter.suggest ? `suggest-${parameter.suggest}` : null,
    ...more,
  });
  return { element, read: () => element.value.trim(), write: (text) => (element.value = text), blank: () => element.value.trim() === "" };
}

function choice(parameter, value, context, more) {
  const start = value === undefined ? "" : String(value);
  const options = parameter.choices.map((one) => el("option", { value: one.code }, one.label));
  if (!parameter.default) options.unshift(el("option", { value: "" }, context.texts.choose));
  const element = el("select", more, ...options);
  element.value = start || parameter.default;
  // A value that isn't among the answers stays to be seen and told by the check.
  if (start && element.value !== start) {
    element.append(el("option", { value: start }, start));
    element.value = start;
  }
  // What was left to the default stays so until another answer is chosen.
  const read = () => (element.value === parameter.default && start === "" ? "" : element.value);
  return { element, read, write: (code) => (element.value = code), blank: () => read() === "" };
}

function tick(parameter, value, more) {
  const start = value === undefined ? "" : String(value);
  const element = el("input", { type: "checkbox", ...more });
  element.checked = (start || parameter.default) === "true";
  const read = () => {
    const now = String(element.checked);
    return now === parameter.default && start === "" ? "" : now;
  };
  return { element, read, write: (on) => (element.checked = on), blank: () => !element.checked };
}
