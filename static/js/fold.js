// Filters stand open beside a list; above it, on a phone, they begin folded.
const narrow = window.matchMedia("(max-width: 55.99rem)");

for (const panel of document.querySelectorAll("details[data-fold-on-phone]")) {
  panel.open = !narrow.matches;
}
