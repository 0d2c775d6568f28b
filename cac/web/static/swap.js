// Forms that work without script are sent in the background, and only the part of the page that changed is swapped:
// <form method="post" data-swap="#panel"> (several selectors, comma between). Focus and scroll stay where they are.
// The server sees the header X-Part: 1, and may answer with the parts alone. `#message` is always taken over.
// Events on document: "swap:took" when new parts are in their places, before scroll and focus are put back (bring your
// own state into them); a <details id> stays as it was, with data-close it is closed where all went well. "swap:done" (detail: {form, ok}) at the end.

const LOST = "The workbench does not answer. Nothing was lost: look whether it still runs, and try again.";

export function tell(text, bad = false) {
  const area = document.querySelector("#message");
  area.className = bad ? "message bad" : "message";
  area.replaceChildren();
  if (text) {
    const told = document.createElement("p");
    told.textContent = text;
    area.append(told);
  }
}

function scrolls(root) {
  return [...root.querySelectorAll("[id][data-keep-scroll]")].map((one) => [one.id, one.scrollTop, one.scrollLeft]);
}

function opened(root) {
  return [...root.querySelectorAll("details[id]")].map((one) => [one.id, one.open]);
}

export function take(fresh, selectors, ok = true) {
  const held = document.activeElement && document.activeElement !== document.body ? document.activeElement : null;
  const id = held?.id;
  let lost = false;
  const at = scrolls(document);
  for (const selector of selectors) {
    const old = document.querySelector(selector);
    const made = fresh.querySelector(selector);
    if (!old || !made) continue;
    lost ||= old.contains(held);
    const folds = opened(old);
    const [top, left] = [old.scrollTop, old.scrollLeft];
    const adopted = document.adoptNode(made);
    old.replaceWith(adopted);
    for (const [name, open] of folds) {
      const one = document.getElementById(name);
      if (one && !(ok && one.hasAttribute("data-close"))) one.open = open;
    }
    adopted.scrollTop = top;
    adopted.scrollLeft = left;
  }
  document.dispatchEvent(new CustomEvent("swap:took", { detail: { ok } }));
  for (const [name, y, x] of at) {
    const one = document.getElementById(name);
    if (one && one.scrollTop !== y) one.scrollTop = y;
    if (one && one.scrollLeft !== x) one.scrollLeft = x;
  }
  if (lost) {
    const same = id && document.getElementById(id);
    const made = same ? null : document.querySelector("[data-focus]");
    (same || made || document.querySelector("#main")).focus({ preventScroll: true });
    made?.scrollIntoView({ block: "nearest" });
  }
}

// What a page tells with each form: <body data-cut="..."> says which note it has, so that it is not sent again.
function headers() {
  const cut = document.querySelector("[data-cut]")?.dataset.cut;
  return cut ? { "X-Cut": cut } : {};
}

export async function send(form, submitter) {
  const data = new FormData(form, submitter || undefined);
  const action = submitter?.getAttribute("formaction") || form.getAttribute("action");
  const selectors = (form.dataset.swap || "").split(",").map((one) => one.trim()).filter(Boolean);
  let ok = false;
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(action, {
      method: "POST",
      body: form.enctype === "multipart/form-data" ? data : new URLSearchParams(data),
      headers: { "X-Part": "1", ...headers() },
      credentials: "same-origin",
    });
    ok = answer.ok;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.redirected && new URL(answer.url).pathname !== location.pathname) {
      location.assign(answer.url);
      return ok;
    }
    const words = (fresh.querySelector("#message") || fresh.querySelector("[role=alert]"))?.textContent.trim() || "";
    take(fresh, selectors, ok);
    tell(words || (ok ? "" : LOST), !ok);
  } catch {
    tell(LOST, true);
  } finally {
    if (form.isConnected) form.removeAttribute("aria-busy");
  }
  document.dispatchEvent(new CustomEvent("swap:done", { detail: { form, ok } }));
  return ok;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("form[data-swap]")) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") === "true") return;
  send(form, event.submitter);
});
