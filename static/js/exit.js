// Quick exit (first, blocking): blank, end the session, go; never wait for the network.
(function () {
  "use strict";
  var root = document.documentElement, told = document.currentScript.dataset;
  var presses = [], alone = false, leaving = false;
  var find = function (what) { return document.querySelector("[data-exit" + what + "]"); };

  // Within a visit the sentence was read; nothing is stored.
  if (!document.referrer.indexOf(location.origin + "/")) root.classList.add("inside");

  function blank() {
    var body = document.createElement("body");
    body.setAttribute("role", "alert");
    body.textContent = document.title = told.loading;
    // Removed, not covered: Back keeps the empty page.
    if (document.body) document.body.replaceWith(body); else root.append(body);
  }

  function leave() {
    if (leaving) return;
    leaving = true;
    blank();
    window.stop();
    dispatchEvent(new Event("portal:leave")); // sockets close on it
    navigator.sendBeacon(told.leave);
    location.replace(told.to);
  }

  function show() {
    var link = find(""), status = find("-status");
    if (link) link.dataset.pressed = presses.length;
    if (status) status.textContent = told["more" + presses.length] || "";
  }

  addEventListener("click", function (event) {
    if (event.target.closest("[data-exit]")) { event.preventDefault(); leave(); }
  }, true);

  // Shift by itself, not for a capital letter.
  addEventListener("keydown", function (event) { alone = event.key === "Shift"; }, true);
  addEventListener("keyup", function (event) {
    var now = Date.now(), valid = event.key === "Shift" && alone;
    presses = valid ? presses.filter(function (at) { return now - at < 5000; }).concat(now) : [];
    if (presses.length > 2) return leave();
    show();
    if (valid) setTimeout(function () { if (presses.indexOf(now) === presses.length - 1) { presses = []; show(); } }, 5000);
  }, true);

  addEventListener("pageshow", function (event) {
    if (event.persisted) { blank(); location.reload(); }
  });
})();
