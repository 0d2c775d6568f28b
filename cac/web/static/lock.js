// Locks the page when nobody worked for as long as the server allows, and tells the server that somebody works while
// only reading or typing. Tabs of one browser tell each other. <meta name="cac-idle" content="SECONDS">.

const WARN = 60; // seconds before, with which the reader is told
const TELL = 20; // seconds at most until the server hears of it

const idle = Number(document.querySelector("meta[name=cac-idle]")?.content || 0);
const out = document.querySelector("form#sign-out");

if (idle > 0 && out) {
  const tabs = new BroadcastChannel("cac-alive");
  let last = Date.now();
  let told = Date.now();
  let telling = 0;
  let warned = null;
  let locked = false;

  function lock() {
    if (locked) return;
    locked = true;
    const next = out.querySelector("input[name=next]");
    if (next) next.value = location.pathname + location.search;
    out.submit();
  }

  function calm() {
    warned?.remove();
    warned = null;
  }

  async function tell() {
    telling = 0;
    told = Date.now();
    const answer = await fetch("/alive", { credentials: "same-origin" }).catch(() => null);
    if (answer && answer.status === 401) lock();
  }

  function works() {
    const now = Date.now();
    if (now - last > 1000) tabs.postMessage("");
    last = now;
    calm();
    if (!telling) telling = setTimeout(tell, Math.max(0, TELL * 1000 - (now - told)));
  }

  function warn(left) {
    if (!warned) {
      warned = document.createElement("p");
      warned.className = "message idle-warning";
      warned.setAttribute("role", "alert");
      document.body.append(warned);
    }
    const words = `The workbench locks in ${left} seconds: press a key to go on.`;
    if (left % 15 === 0 || !warned.textContent) warned.textContent = words;
  }

  tabs.addEventListener("message", () => {
    last = Date.now();
    calm();
  });
  for (const kind of ["keydown", "pointerdown", "pointermove", "wheel", "scroll", "input"]) {
    addEventListener(kind, works, { passive: true, capture: true });
  }
  setInterval(() => {
    const left = Math.ceil(idle - (Date.now() - last) / 1000);
    if (left <= 0) lock();
    else if (left <= Math.min(WARN, idle / 2)) warn(left);
  }, 1000);
}
