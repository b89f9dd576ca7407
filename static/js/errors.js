// After a form came back with errors, reading starts at the summary of what to change.
document.querySelector("[data-errors]")?.focus();
