// Shows the fields that the chosen role needs. Without it all of them show, and the server ignores the rest.

const form = document.querySelector("[data-account-form]");
const role = form.querySelector("[name=role]");

function fit() {
  for (const part of form.querySelectorAll("[data-for-roles]")) {
    part.hidden = !part.dataset.forRoles.split(" ").includes(role.value);
  }
}

role.addEventListener("change", fit);
fit();
