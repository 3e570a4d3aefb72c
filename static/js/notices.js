// A notice that is followed counts as read. Without scripts the button beside it does that.
document.querySelector("[data-notices]")?.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  const form = link?.closest(".row")?.querySelector("form");
  if (form) {
    navigator.sendBeacon(form.action, new FormData(form));
  }
});
