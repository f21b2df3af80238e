// On an indicator's form only the parameters of the chosen rule are shown. Without it all groups stay in sight.

const choice = document.querySelector("select[name=rule]");

function show() {
  for (const group of document.querySelectorAll("fieldset.rule-group")) {
    group.hidden = !group.classList.contains(`rule-${choice.value}`);
  }
}

if (choice) {
  choice.addEventListener("change", show);
  show();
}
