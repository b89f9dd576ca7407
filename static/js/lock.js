// Locks the pages of this person: at a press, when nobody was here for a while, and when another tab did.
const form = document.querySelector("[data-lock]");
const { idle, awake, locked, loading } = form.dataset;
const address = form.action;
const token = new FormData(form);
const limit = Number(idle) * 1000;
const step = Math.min(limit / 3, 60_000);
// Between tabs only, and gone with them: nothing is stored.
const tabs = new BroadcastChannel("pages");
let seen = Date.now();
let told = seen;
let over = false;

const post = (where) => fetch(where, { method: "POST", body: token, keepalive: true, redirect: "manual" });
const next = () => location.replace(locked);

// Removed, not covered: neither Back nor the inspector finds what was read.
function blank() {
  over = true;
  dispatchEvent(new Event("portal:lock")); // sockets close on it
  const empty = document.createElement("body");
  empty.setAttribute("role", "alert");
  empty.textContent = loading;
  document.body.replaceWith(empty);
}

async function close() {
  try {
    await post(address);
  } catch {
    // Without the network the page stays empty, and the session is locked as soon as it can be.
    addEventListener("online", close, { once: true });
    return;
  }
  tabs.postMessage("locked");
  next();
}

function lock() {
  if (over) return;
  blank();
  tabs.postMessage("lock");
  close();
}

// The clock of the day, not the page's: it goes on while the computer sleeps.
function check() {
  if (!over && Date.now() - seen >= limit) lock();
}

function live() {
  check();
  if (over) return;
  seen = Date.now();
  if (seen - told < step) return;
  told = seen;
  tabs.postMessage("awake");
  post(awake).then((answer) => {
    if (over || answer.status === 204) return;
    blank();
    next();
  }, () => {});
}

tabs.addEventListener("message", ({ data }) => {
  if (data === "awake") seen = Date.now();
  if (data === "lock" && !over) blank();
  if (data === "locked") next();
  if (data === "leave") document.querySelector("[data-exit]")?.click();
});

addEventListener("portal:leave", () => tabs.postMessage("leave"));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  lock();
});
for (const sign of ["pointerdown", "keydown", "wheel", "touchmove"]) {
  addEventListener(sign, live, { passive: true, capture: true });
}
for (const back of ["pageshow", "focus"]) addEventListener(back, check);
document.addEventListener("visibilitychange", check);
setInterval(check, Math.min(step, 10_000));
