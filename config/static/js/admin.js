// On a phone each row of an admin list is a card: its cells get their column's name, as our own tables have.

for (const table of document.querySelectorAll("table[data-labelled]")) {
  const names = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
  for (const row of table.querySelectorAll("tbody tr")) {
    [...row.children].forEach((cell, place) => {
      if (cell.tagName === "TD" && names[place]) cell.dataset.label = names[place];
    });
  }
}
