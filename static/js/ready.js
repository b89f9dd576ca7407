// Looks whether what this page waits for is ready (no longer 202), and only then loads the page anew.
const EVERY = 2000, AT_MOST = 30;

async function look(left) {
  if (!left || document.visibilityState === "hidden") return;
  const answer = await fetch(location.href, { method: "HEAD", redirect: "manual" }).catch(() => null);
  if (answer && answer.status !== 202) location.reload();
  else setTimeout(look, EVERY, left - 1);
}

if (document.querySelector("[data-until-ready]")) setTimeout(look, EVERY, AT_MOST);
