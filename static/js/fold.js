// Filters stand open beside a list; above it, on a phone, they begin folded. So do the sections of
// a long form; a link to one, or to a field in it, unfolds it.
const narrow = window.matchMedia("(max-width: 55.99rem)");

for (const panel of document.querySelectorAll("details[data-fold-on-phone]")) {
  panel.open = !narrow.matches;
}

// How many of the folded boxes are ticked.
for (const panel of document.querySelectorAll("details[data-counts]")) {
  panel.addEventListener("change", () => {
    panel.querySelector("[data-count]").textContent = panel.querySelectorAll(":checked").length;
  });
}

const unfold = () => {
  const target = document.getElementById(window.location.hash.slice(1));
  const panel = target?.closest("details[data-fold-on-phone]");
  if (panel && !panel.open) {
    panel.open = true;
    target.scrollIntoView();
  }
};
window.addEventListener("hashchange", unfold);
unfold();
