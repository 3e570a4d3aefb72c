// A form that was sent and came back with errors begins at the summary that leads to them.
document.querySelector("form[method=post] [data-error-summary]")?.focus();
