// Lists of what the scheme has, for parameters that name something of it.

import { el } from "./dom.js";

const SOURCES = { bands: "band", indicators: "indicator" };

export function suggest(root, store) {
  for (const [name, part] of Object.entries(SOURCES)) {
    const id = `suggest-${name}`;
    const list = root.querySelector(`#${id}`) || el("datalist", { id });
    list.replaceChildren(...store.list(part).map((node) => el("option", { value: node.code }, node.title)));
    root.append(list);
  }
}
