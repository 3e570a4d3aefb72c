// A form that came back with errors begins at the summary that leads to them.
document.querySelector("[data-error-summary]")?.focus();
