// The screen of a note: choosing lines, lighting their words, keys. Everything it does, plain forms and links do too.
import { tell } from "./swap.js";
import * as lit from "./lit.js";

const find = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const lines = () => all("#claim .line");
const lineOf = (name) => lines().find((one) => one.dataset.line === name);

let chosen = "";
let tab = "tab-line";
let proven = "";
let taken = null; // words selected in the note, for a new line
let known = new Set();
let draft = null;
let on = find("#keys")?.dataset.on === "on";
const keys = new Map();
for (const one of find("#keys")?.attributes || []) {
  if (one.name.startsWith("data-key-")) keys.set(one.value, one.name.slice(9));
}

// Lines

function choose(name, { show = true, focus = false } = {}) {
  const line = lineOf(name) || lines()[0];
  if (!line) return;
  if (chosen !== line.dataset.line && tab === "tab-line") find("#detail-inside").scrollTop = 0;
  else if (chosen !== line.dataset.line) read.delete("tab-line");
  chosen = line.dataset.line;
  for (const one of lines()) {
    const is = one === line;
    one.classList.toggle("chosen", is);
    const pick = find(".pick", one);
    pick.tabIndex = is ? 0 : -1;
    if (is) pick.setAttribute("aria-current", "true");
    else pick.removeAttribute("aria-current");
  }
  for (const one of all("#panel-line > .why")) one.hidden = one.dataset.line !== chosen;
  for (const one of all("#panel-line > .picture")) one.hidden = !one.dataset.lines.split(" ").includes(chosen);
  const places = lit.spansOf(line.dataset.spans).length;
  lit.light(line.dataset.spans, show);
  proven = places ? `${places} place${places > 1 ? "s" : ""} in the note prove${places > 1 ? "" : "s"} ${find(".code", line).textContent}${hint("next_words", "shows the next")}` : "";
  tellFact(null);
  if (focus) {
    find(".pick", line).focus({ preventScroll: true });
    near(line, find("#claim"));
  }
}

// Scrolls only the panel, and only where a line is out of sight.
function near(one, area) {
  if (!one || !area || getComputedStyle(area).overflowY === "visible") {
    one?.scrollIntoView({ block: "nearest" });
    return;
  }
  const [box, room] = [one.getBoundingClientRect(), area.getBoundingClientRect()];
  if (box.top < room.top + 40) area.scrollTop -= room.top + 40 - box.top;
  else if (box.bottom > room.bottom) area.scrollTop += box.bottom - room.bottom + 8;
}

function step(by, wanted = () => true) {
  const found = lines();
  const at = found.findIndex((one) => one.dataset.line === chosen);
  for (let to = at + by; to >= 0 && to < found.length; to += by) {
    if (wanted(found[to])) {
      panel("tab-line");
      choose(found[to].dataset.line, { focus: true });
      return true;
    }
  }
  return false;
}

// Panels

const shown = new Map(); // kinds that somebody switched
const read = new Map(); // how far each panel was read

function panel(id, focus = false) {
  const inside = find("#detail-inside");
  const other = tab !== id;
  if (other) read.set(tab, inside.scrollTop);
  tab = id;
  for (const one of all("#detail [role=tab]")) {
    const is = one.id === id;
    one.setAttribute("aria-selected", String(is));
    one.tabIndex = is ? 0 : -1;
    document.getElementById(one.getAttribute("aria-controls")).hidden = !is;
  }
  if (other) inside.scrollTop = read.get(id) || 0;
  if (focus) document.getElementById(id)?.focus();
}

// Facts

// A highlight of which every kind is switched off is plain text: for the pointer, the keys and screen readers too.
function drawMarks() {
  const off = [...(lit.text()?.classList || [])].filter((one) => one.startsWith("off-")).map((one) => `k-${one.slice(4)}`);
  for (const mark of all("#text mark")) {
    const kinds = [mark, ...all(".k", mark)].flatMap((one) => [...one.classList]).filter((one) => one.startsWith("k-"));
    const gone = kinds.every((one) => off.includes(one));
    if (gone === mark.classList.contains("gone")) continue;
    mark.classList.toggle("gone", gone);
    if (gone) mark.dataset.label = mark.getAttribute("aria-label");
    for (const [name, value] of [["role", "button"], ["tabindex", "-1"], ["aria-label", mark.dataset.label]]) {
      if (gone) mark.removeAttribute(name);
      else mark.setAttribute(name, value);
    }
  }
}

const markAt = (target) => target?.closest?.("#text mark:not(.gone)");

function tellFact(mark) {
  const strip = find("#strip");
  if (strip) strip.textContent = mark ? mark.dataset.told : taken ? selectedWords() : proven;
  const used = mark ? mark.dataset.lines.split(" ") : [];
  for (const one of lines()) one.classList.toggle("uses", used.includes(one.dataset.line));
}

function hint(action, does) {
  const key = [...keys].find(([, one]) => one === action)?.[0];
  return key && on ? `; ${key} ${does}` : "";
}

function selectedWords() {
  return `${[...taken.words].length} characters selected${hint("add", "adds a line that they prove")}`;
}

function useFact(mark) {
  const used = mark.dataset.lines.split(" ").filter(Boolean);
  if (!used.length) return;
  panel("tab-line");
  choose(used[(used.indexOf(chosen) + 1) % used.length], { show: false });
  near(lineOf(chosen), find("#claim"));
}

function toFact(from, by) {
  const marks = all("#text mark").filter((one) => one === from || !one.classList.contains("gone"));
  const at = from ? marks.indexOf(from) + by : Math.max(0, marks.findIndex(lit.seen));
  const to = marks[Math.min(Math.max(at, 0), marks.length - 1)];
  if (!to) return;
  lit.reveal(to);
  to.focus({ preventScroll: true });
}

// Decisions

const article = () => all("#panel-line > .why").find((one) => one.dataset.line === chosen);

function decide(kind) {
  panel("tab-line");
  const way = article() && find(`[data-for="${kind}"]`, article());
  if (!way) {
    tell(find("#do-finish") ? `This line cannot be ${kind === "accept" ? "accepted: it is, or it is not whole" : `${kind === "edit" ? "edit" : kind === "refuse" ? "refus" : "delet"}ed as it stands`}.` : "Take the note first.");
    return;
  }
  if (kind === "accept" && lineOf(chosen).dataset.state === "edited") {
    tell("This line stands as it was edited. To take the suggestion instead, press “Accept as suggested”.");
  } else if (kind === "accept") way.form.requestSubmit(way);
  else openForm(way.closest("details"));
}

function openForm(fold) {
  fold.open = true;
  const field = find(".do-form input:not([type=hidden]), .do-form select", fold);
  field.focus({ preventScroll: true });
  field.select?.();
  near(fold, find("#detail-inside").contains(fold) ? find("#detail-inside") : find("#claim"));
}

function closeForm(fold) {
  fold.open = false;
  (fold.id === "add" ? find("summary", fold) : find(`[aria-current="true"]`, find("#claim")))?.focus({ preventScroll: true });
}

function addLine() {
  const fold = find("#add");
  if (!fold) return tell("Take the note first.");
  const mark = document.activeElement?.closest?.("#text mark");
  if (mark) taken = { spans: `${mark.dataset.s}-${mark.dataset.e}`, words: mark.textContent };
  fold.open = true;
  prove(taken);
  const field = find("#add-code");
  field.focus({ preventScroll: true });
  near(fold, find("#claim"));
}

function prove(words) {
  const hint = find("#add-proof");
  if (!hint) return;
  find("#add-evidence").value = words ? words.spans : "";
  if (words) find("#add-words").value = words.words.replace(/\s+/g, " ").slice(0, 200);
  hint.textContent = words ? "These words of the note prove it." : "Select them in the note, or type them here as they stand.";
}

const DOES = {
  next_line: () => step(1),
  previous_line: () => step(-1),
  next_open: () => step(1, (one) => one.dataset.state === "open") || step(-1, (one) => one.dataset.state === "open") || tell("No line waits for a decision."),
  accept: () => decide("accept"),
  edit: () => decide("edit"),
  refuse: () => decide("refuse"),
  delete: () => decide("delete"),
  add: addLine,
  undo: () => press("#do-undo"),
  finish: () => press("#do-finish"),
  claim: () => press("#do-claim"),
  next_words: () => lit.next() || tell("This line has no words in the note."),
  back: () => lit.back() || tell("You are where you were reading."),
  facts: () => toFact(null, 0),
  line_panel: () => panel("tab-line", true),
  gaps_panel: () => panel("tab-gaps", true),
  refused_panel: () => panel("tab-refused", true),
  questions_panel: () => panel("tab-questions", true),
  help: () => find("#keys").showModal(),
};

function press(selector) {
  const button = find(selector);
  if (button) button.click();
  else tell("Take the note first.");
}

// What happens on the page

document.addEventListener("click", (event) => {
  const target = event.target;
  const quote = target.closest(".quote");
  const pick = target.closest("#claim .line");
  const mark = markAt(target);
  if (quote) lit.light(quote.dataset.spans);
  else if (target.closest("#show-keys")) {
    event.preventDefault();
    find("#keys").showModal();
  } else if (target.closest("#keys-close")) find("#keys").close();
  else if (target.closest("[role=tab]")) panel(target.closest("[role=tab]").id);
  else if (target.closest(".cancel")) closeForm(target.closest("details"));
  else if (target.closest("#add > summary")) {
    event.preventDefault();
    if (find("#add").open) find("#add").open = false;
    else addLine();
  } else if (target.closest(".do > summary")) {
    event.preventDefault();
    const fold = target.closest("details");
    if (fold.open) fold.open = false;
    else openForm(fold);
  } else if (pick && !target.closest("button, form")) {
    event.preventDefault();
    panel("tab-line");
    choose(pick.dataset.line, { focus: true });
  } else if (mark && getSelection().isCollapsed) useFact(mark);
});

document.addEventListener("mouseover", (event) => {
  const mark = markAt(event.target);
  if (mark || event.target.closest?.("#text")) tellFact(mark);
});
document.addEventListener("mouseout", (event) => {
  if (markAt(event.target) && !markAt(event.relatedTarget)) tellFact(null);
});
document.addEventListener("focusin", (event) => {
  const mark = event.target.closest?.("#text mark");
  if (mark || find(".line.uses")) tellFact(mark);
});

document.addEventListener("selectionchange", () => {
  const words = lit.text() && lit.selected();
  if (words) {
    taken = words;
    find("#strip").textContent = selectedWords();
    if (find("#add")?.open) prove(words);
  } else if (taken && lit.text()?.contains(getSelection().anchorNode)) {
    taken = null;
    tellFact(null);
  }
});

document.addEventListener("input", (event) => {
  if (event.target.id !== "add-words") return;
  const found = lit.find(event.target.value);
  find("#add-evidence").value = found ? found.spans : "";
  find("#add-proof").textContent = found
    ? "These words of the note prove it."
    : event.target.value.trim()
      ? "The note does not say this in these words."
      : "Select them in the note, or type them here as they stand.";
  if (found) lit.light(found.spans);
});

document.addEventListener("change", (event) => {
  const kind = event.target.dataset?.kind;
  if (!kind) return;
  shown.set(kind, event.target.checked);
  lit.text().classList.toggle(`off-${kind}`, !event.target.checked);
  drawMarks();
});

document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.key === "Escape") {
    const fold = target.closest?.("details.do, details.add, details.visit");
    if (fold?.open) {
      event.preventDefault();
      closeForm(fold);
    } else if (target.closest?.("#text mark")) lit.text().focus({ preventScroll: true });
    return;
  }
  if (target.closest?.("input, select, textarea, [contenteditable]") && target.type !== "checkbox") return;
  if (find("dialog[open]") || target.closest?.(".do-form")) return; // who is at a form's button means the form
  const mark = target.closest?.("#text mark");
  if (mark && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
    event.preventDefault();
    return toFact(mark, event.key === "ArrowRight" ? 1 : -1);
  }
  if (target.id === "text" && event.key === "ArrowRight") {
    event.preventDefault();
    return toFact(null, 0);
  }
  if (mark && ["Enter", " "].includes(event.key)) {
    event.preventDefault();
    return useFact(mark);
  }
  if (target.closest?.(".pick") && ["ArrowUp", "ArrowDown"].includes(event.key)) {
    event.preventDefault();
    return step(event.key === "ArrowDown" ? 1 : -1);
  }
  if (target.role === "tab" && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
    event.preventDefault();
    const tabs = all("#detail [role=tab]");
    return panel(tabs[(tabs.indexOf(target) + (event.key === "ArrowRight" ? 1 : tabs.length - 1)) % tabs.length].id, true);
  }
  const action = on && keys.get(event.key);
  if (action && DOES[action]) {
    event.preventDefault();
    DOES[action]();
  }
});

// The switch of the single keys, without leaving the page.
find("#keys-switch")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = event.submitter || find("button", event.target);
  const data = new URLSearchParams(new FormData(event.target));
  data.set("on", button.value);
  const done = await fetch("/keys", { method: "POST", body: data, credentials: "same-origin" }).catch(() => null);
  if (!done?.ok) return tell("The workbench does not answer. Try again.", true);
  on = button.value === "on";
  find("#keys-state").textContent = on ? "on" : "off";
  button.value = on ? "off" : "on";
  button.textContent = `Switch them ${on ? "off" : "on"}`;
});

// Parts of the page are new after each decision

document.addEventListener("submit", (event) => {
  known = new Set(lines().map((one) => one.dataset.line));
  const fold = event.target.closest("details.do, details.add");
  draft = fold && { id: fold.id, values: all("[id]", event.target).filter((one) => "value" in one && one.tagName !== "BUTTON").map((one) => [one.id, one.value]) };
}, true);

document.addEventListener("swap:took", (event) => {
  start();
  const made = lines().find((one) => !known.has(one.dataset.line));
  panel(tab);
  choose(made && known.size ? made.dataset.line : chosen, { show: false });
  if (draft && !event.detail.ok) {
    const fold = document.getElementById(draft.id);
    if (fold) {
      fold.open = true;
      for (const [id, value] of draft.values) {
        const field = document.getElementById(id);
        if (field) field.value = value;
      }
    }
  } else taken = null;
});

document.addEventListener("swap:done", (event) => {
  if (event.detail.ok && draft && draft.id !== "add") find("#detail-inside").scrollTop = 0; // what became of the line
  if (event.detail.ok && event.detail.form.getAttribute("action").endsWith("/questions")) {
    const drafted = find("#questions [data-focus]");
    panel("tab-questions", !drafted);
    drafted?.focus({ preventScroll: true });
    drafted?.scrollIntoView({ block: "nearest" });
  }
  const held = document.activeElement;
  if (held && held !== document.body && held.id !== "main") return;
  const fold = draft && document.getElementById(draft.id);
  if (fold?.open) find(".do-form input:not([type=hidden]), .do-form select", fold)?.focus({ preventScroll: true });
  else find('#claim [aria-current="true"]')?.focus({ preventScroll: true });
});

let followed = null;
function start() {
  lit.read();
  if (!lit.text() || lit.text() === followed) return;
  lit.follow((followed = lit.text()));
  for (const [kind, is] of shown) {
    const box = find(`#note [data-kind="${kind}"]`);
    if (box) box.checked = is;
    lit.text().classList.toggle(`off-${kind}`, !is);
  }
  drawMarks();
}

start();
document.body.classList.add("scripted");
if (find("#detail")) {
  panel(tab);
  const asked = location.hash.startsWith("#why-") ? lines().find((one) => `#why-${one.dataset.id}` === location.hash) : null;
  const open = lines().find((one) => one.dataset.state === "open");
  choose((asked || open || lines()[0])?.dataset.line, { show: Boolean(asked) });
}
