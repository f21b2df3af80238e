// Making elements without markup in strings.

/** el("button", {type: "button", onclick: fn, class: "btn"}, "text", child …); null children are left out. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** A drawing of icons.svg, hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${document.getElementById("grid").dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

/** The data of <script type="application/json" id="…">. */
export function json(id) {
  return JSON.parse(document.getElementById(id).textContent);
}
