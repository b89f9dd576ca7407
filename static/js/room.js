// Makes a room live: what the page shows is complete without it. Nothing is stored in the browser.
const letters = document.querySelector("[data-room]");
const form = document.querySelector("[data-write]");
const status = document.querySelector("[data-live]");
const { room, base, socket: path } = letters.dataset;
const words = (name) => letters.dataset[`words${name}`];
// Only markup that our own server drew comes through here; no other script may parse any.
const policy = window.trustedTypes?.createPolicy("message", { createHTML: (html) => html });
const parse = (html) => new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");
const IDENTIFYING = /(?:\+|\b\d)[\d \-./()]{7,}\d|[^\s@]+@[^\s@]+\.[^\s@]{2,}/;
const FINAL = new Set([4401, 4403]);

let cursor = Number(letters.dataset.head);
let epoch = letters.dataset.epoch;
let socket = null, over = false, fetching = false, unseen = 0, failures = [], news = null;
let active = Date.now();
const held = new Map();
const outbox = new Map();
const timers = {};
const after = (name, milliseconds, act) => { clearTimeout(timers[name]); timers[name] = setTimeout(act, milliseconds); };
const say = (text) => { status.textContent = text; };

// The page ---------------------------------------------------------------------------------------

function place(frame) {
  const known = letters.querySelector(`[data-message="${CSS.escape(frame.message)}"]`);
  if (known && Number(known.dataset.rev) > frame.rev) return;
  const drawn = parse(frame.html).body.firstElementChild;
  if (known) { known.replaceWith(drawn); return; }
  letters.querySelector("[data-empty]")?.remove();
  const shown = [...letters.querySelectorAll("[data-place]")];
  const next = shown.find((other) => Number(other.dataset.place) > frame.place);
  // Older than this page: it stands on the one before.
  if (next === shown[0] && next && document.querySelector("[rel=prev]")) return;
  const low = innerHeight + scrollY > document.body.scrollHeight - 400;
  letters.insertBefore(drawn, next ?? letters.querySelector("[data-outbox]"));
  if (!next && low) drawn.scrollIntoView({ block: "nearest" });
}

function announce(frame) {
  if (frame.client_id || frame.kind !== "message.posted") return;
  news ??= setTimeout(() => { say(words("New")); news = null; after("hush", 8000, () => say("")); }, 800);
}

function take(frame) {
  if (frame.type === "event" && frame.message) {
    place(frame);
    announce(frame);
    if (frame.client_id) delivered(frame.client_id);
  }
}

// Strictly one after the other: smaller numbers are known, larger ones wait.
function apply(frame) {
  if (frame.seq <= cursor) return;
  held.set(frame.seq, frame);
  if (frame.type === "skip") { cursor = Math.max(cursor, frame.seq); held.delete(frame.seq); }
  while (held.has(cursor + 1)) {
    const next = held.get(cursor + 1);
    held.delete(cursor + 1);
    cursor += 1;
    take(next);
  }
  if (held.size) after("missing", 500, catchUp);
  active = Date.now();
  received();
}

function received() {
  unseen += 1;
  const tell = () => { unseen = 0; send({ type: "received", room, seq: cursor }); };
  if (unseen >= 10) tell(); else after("received", 1000, tell);
}

function sync(answer) {
  if (answer.type === "reset") return again();
  epoch = answer.epoch;
  for (const frame of answer.events) if (frame.seq > cursor) { take(frame); cursor = frame.seq; }
  cursor = Math.max(cursor, answer.to);
  for (const seq of held.keys()) if (seq <= cursor) held.delete(seq);
  // A page of the past may fill the whole window: nothing comes before it is received.
  send({ type: "received", room, seq: cursor });
}

async function catchUp() {
  if (fetching || over) return;
  fetching = true;
  try {
    let more = true;
    while (more) {
      const answer = await fetch(`${base}events/?since=${cursor}&epoch=${epoch}`, { headers: { Accept: "application/json" } });
      if (answer.redirected || answer.status === 403 || answer.status === 404) { close(); break; }
      if (!answer.ok) break;
      const found = await answer.json();
      sync(found);
      more = found.more === true;
    }
    resend();
  } catch { say(words("Offline")); } finally { fetching = false; }
}

// The copy cannot be continued: take the page anew, and keep what is being written.
async function again() {
  const answer = await fetch(base);
  if (!answer.ok || answer.redirected) return close();
  const fresh = parse(await answer.text()).querySelector("[data-room]");
  if (!fresh) return;
  const waiting = letters.querySelectorAll("[data-outbox]");
  letters.replaceChildren(...fresh.children, ...waiting);
  cursor = Number(fresh.dataset.head);
  epoch = fresh.dataset.epoch;
  held.clear();
  if (socket?.readyState === 1) socket.close();
}

function close() {
  wipe();
  say(words("Closed"));
}

function wipe() {
  over = true;
  socket?.close();
  Object.values(timers).forEach(clearTimeout);
  letters.replaceChildren();
  form?.remove();
  outbox.clear();
}

// The socket -------------------------------------------------------------------------------------

const send = (frame) => { if (socket?.readyState === 1) socket.send(JSON.stringify(frame)); };

function connect() {
  if (over || socket || document.hidden) return;
  let opened = false;
  const mine = socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}${path}?language=${document.documentElement.lang}`);
  mine.onopen = () => { send({ type: "hello", rooms: [{ room, since: cursor, epoch }] }); };
  mine.onmessage = ({ data }) => {
    const frame = JSON.parse(data);
    if (frame.type === "welcome") { opened = true; failures = []; clearTimeout(timers.poll); ping(); say(""); }
    else if (frame.type === "sync") { sync(frame); resend(); }
    else if (frame.type === "event" || frame.type === "skip") apply(frame);
    else if (frame.type === "gap" || frame.type === "reset") again();
    else if (frame.type === "revoked") close();
    else if (frame.type === "pong") { clearTimeout(timers.pong); if (frame.heads[room] > cursor) after("missing", 2000, catchUp); }
    else if (frame.type === "bye") bye(frame);
  };
  mine.onclose = () => {
    if (socket !== mine) return;
    socket = null;
    clearTimeout(timers.ping);
    clearTimeout(timers.pong);
    if (over || document.hidden) return;
    if (!opened) failures = [...failures.filter((at) => Date.now() - at < 60000), Date.now()];
    if (failures.length >= 3) { poll(); after("connect", 180000, connect); return; }
    const limit = Math.min(30000, 1000 * 2 ** failures.length);
    if (!timers.wait) after("connect", Math.random() * limit, connect);
    timers.wait = null;
  };
}

function bye({ code, retry }) {
  if (FINAL.has(code)) { wipe(); location.reload(); return; }
  const [from, to] = retry ?? (code === 4409 ? [60000, 120000] : [1000, 5000]);
  timers.wait = true;
  after("connect", from + Math.random() * (to - from), connect);
}

function ping() {
  after("ping", 25000 + Math.random() * 10000, () => { send({ type: "ping", n: cursor }); after("pong", 10000, () => socket?.close()); ping(); });
}

function poll() {
  if (over || socket?.readyState === 1 || document.hidden) return;
  const idle = Date.now() - active > 120000;
  catchUp().then(() => after("poll", idle ? 15000 : 5000, poll));
}

function awake() {
  if (document.hidden) {
    after("sleep", 60000, () => socket?.close());
    clearTimeout(timers.poll);
    return;
  }
  clearTimeout(timers.sleep);
  clearTimeout(timers.connect);
  if (failures.length >= 3) poll(); else connect();
}

addEventListener("visibilitychange", awake, true);
addEventListener("online", () => { failures = []; awake(); catchUp(); });
addEventListener("offline", () => say(words("Offline")));
addEventListener("pageshow", awake);
addEventListener("portal:leave", wipe);
addEventListener("portal:lock", wipe);

// Writing ----------------------------------------------------------------------------------------

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function element(name, text, act) {
  const made = document.createElement(name);
  made.textContent = text;
  if (act) { made.type = "button"; made.className = "button button--quiet"; made.onclick = act; }
  return made;
}

function draw(letter) {
  const state = letter.state === "sending" ? [element("p", words("Sending"))] : [
    element("p", `${words("Failed")} ${letter.why ?? ""}`),
    element("button", words("Again"), () => deliver(letter)),
    element("button", words("Drop"), () => { outbox.delete(letter.client_id); letter.drawn.remove(); }),
  ];
  const body = element("div", letter.body);
  body.className = "message-body";
  body.dir = "auto";
  letter.drawn.replaceChildren(body, ...state);
}

async function deliver(letter) {
  letter.state = "sending";
  letter.why = null;
  draw(letter);
  const { client_id, body, content_notes, reply_to } = letter;
  try {
    const answer = await fetch(`${base}messages/`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      body: JSON.stringify({ client_id, body, content_notes, reply_to }),
    });
    const said = await answer.json();
    if (answer.ok) { place(said.message); delivered(client_id); return; }
    letter.state = answer.status >= 500 ? "lost" : "refused";
    letter.why = said.detail;
  } catch { letter.state = "lost"; }
  draw(letter);
}

function delivered(id) {
  outbox.get(id)?.drawn.remove();
  outbox.delete(id);
}

// Only what may have arrived or not, and only after the connection came back.
function resend() {
  for (const letter of outbox.values()) if (letter.state === "lost") deliver(letter);
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const { body, reply_to } = form.elements;
  if (!body.value.trim()) { body.focus(); return; }
  if (IDENTIFYING.test(body.value) && !confirm(words("Confirm"))) { body.focus(); return; }
  const content_notes = [...form.querySelectorAll("[name=content_notes]:checked")].map((box) => box.value);
  const drawn = element("article", "");
  drawn.className = "message";
  drawn.dataset.outbox = "";
  const letter = { client_id: newId(), body: body.value, content_notes, reply_to: reply_to.value, drawn };
  outbox.set(letter.client_id, letter);
  letters.append(drawn);
  form.reset();
  body.focus();
  deliver(letter);
});

connect();
