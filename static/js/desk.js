// The desk by keyboard: J and K (or the arrows) go from one request to the next, left and right from
// one column of the board to the next; Enter opens, as with any link.
const desk = document.querySelector("[data-desk]");
const writing = "input, textarea, select, [contenteditable]";

function items() {
  return [...desk.querySelectorAll("[data-desk-item]")];
}

function columnOf(item) {
  return item.closest("[data-desk-column]");
}

function beside(item, step) {
  const columns = [...desk.querySelectorAll("[data-desk-column]")];
  const column = columns[columns.indexOf(columnOf(item)) + step];
  return column?.querySelector("[data-desk-item]");
}

function next(key, here) {
  const all = items();
  const place = all.indexOf(here);
  switch (key) {
    case "j":
    case "ArrowDown":
      return all[place + 1];
    case "k":
    case "ArrowUp":
      return place > 0 ? all[place - 1] : undefined;
    case "ArrowRight":
      return here && columnOf(here) ? beside(here, 1) : undefined;
    case "ArrowLeft":
      return here && columnOf(here) ? beside(here, -1) : undefined;
    default:
      return undefined;
  }
}

function move(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest(writing)) {
    return;
  }
  const here = document.activeElement?.closest("[data-desk-item]");
  const inside = here && desk.contains(here);
  // Arrows scroll the page until a request has been chosen by J.
  if (!inside && event.key !== "j") {
    return;
  }
  const target = next(event.key, inside ? here : undefined);
  if (target) {
    event.preventDefault();
    target.focus();
    target.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

if (desk) {
  desk.querySelector("[data-desk-keys]")?.removeAttribute("hidden");
  document.addEventListener("keydown", move);
}
