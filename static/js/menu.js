// An open menu closes on Escape, on a press elsewhere, and when the focus moves on.
const open = () => [...document.querySelectorAll("details[data-menu][open]")].reverse();

addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const [menu] = open();
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

for (const kind of ["click", "focusin"]) {
  addEventListener(kind, (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
}
