// The text of the note: lighting words by their code points, and going back to where one was reading.

const calm = matchMedia("(prefers-reduced-motion: reduce)");
let pieces = [];
let lit = [];
let place = null;
let steps = -1;

export const text = () => document.querySelector("#text");

export function read() {
  pieces = [...(text()?.querySelectorAll("[data-s]") || [])].map((one) => [+one.dataset.s, +one.dataset.e, one]);
  lit = [];
}

export function spansOf(words) {
  return (words || "").split(" ").filter(Boolean).map((one) => one.split("-").map(Number));
}

function first(at) {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pieces[middle][1] <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function within(spans) {
  const found = [];
  for (const [start, end] of spans) {
    for (let at = first(start); at < pieces.length && pieces[at][0] < end; at += 1) {
      if (!found.includes(pieces[at][2])) found.push(pieces[at][2]);
    }
  }
  return found.sort((one, two) => one.dataset.s - two.dataset.s);
}

export function light(words, show = true) {
  for (const one of lit) one.classList.remove("lit", "now");
  lit = within(spansOf(words));
  for (const one of lit) one.classList.add("lit");
  steps = -1;
  if (show && lit.length && !lit.some(seen)) reveal(lit[0]);
  return lit.length;
}

export function seen(one) {
  const [area, box] = [text().getBoundingClientRect(), one.getBoundingClientRect()];
  const top = Math.max(area.top, 0);
  const bottom = Math.min(area.bottom, innerHeight);
  return box.bottom > top + 4 && box.top < bottom - 4;
}

// Only the area of the note scrolls, never the page.
export function reveal(one) {
  const area = text();
  if (seen(one)) return;
  place ??= area.scrollTop;
  const far = one.getBoundingClientRect().top - area.getBoundingClientRect().top - area.clientHeight / 3;
  area.scrollTo({ top: area.scrollTop + far, behavior: calm.matches ? "auto" : "smooth" });
}

export function next() {
  if (!lit.length) return null;
  lit[steps]?.classList.remove("now");
  steps = (steps + 1) % lit.length;
  lit[steps].classList.add("now");
  reveal(lit[steps]);
  return lit[steps];
}

export function back() {
  if (place === null) return false;
  text().scrollTo({ top: place, behavior: calm.matches ? "auto" : "smooth" });
  place = null;
  return true;
}

// Who scrolls by hand reads there now.
export function follow(area) {
  for (const kind of ["wheel", "touchmove", "pointerdown"]) {
    area.addEventListener(kind, () => (place = null), { passive: true });
  }
  area.addEventListener("keydown", (event) => {
    if (["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End", " "].includes(event.key)) place = null;
  });
}

const count = (words) => [...words].length;

function point(node, offset, end) {
  let inside = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  let piece = inside.closest?.("[data-s]");
  if (!piece) {
    const child = node.childNodes[end ? offset - 1 : offset];
    const near = end ? [...(child?.querySelectorAll?.("[data-s]") || [])].pop() : child?.querySelector?.("[data-s]");
    piece = child?.matches?.("[data-s]") ? child : near;
    if (!piece) return null;
    return end ? +piece.dataset.e : +piece.dataset.s;
  }
  const range = document.createRange();
  range.setStart(piece, 0);
  range.setEnd(node, offset);
  return +piece.dataset.s + count(range.toString());
}

// What is selected in the note, as code points; null for nothing.
export function selected() {
  const chosen = getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0);
  if (!text().contains(range.startContainer) || !text().contains(range.endContainer)) return null;
  const start = point(range.startContainer, range.startOffset, false);
  const end = point(range.endContainer, range.endOffset, true);
  if (start === null || end === null || end <= start) return null;
  return trimmed(start, end);
}

const whole = () => Array.from(pieces.map(([, , one]) => one.textContent).join(""));

function trimmed(start, end) {
  const all = whole();
  while (start < end && /\s/.test(all[start])) start += 1;
  while (end > start && /\s/.test(all[end - 1])) end -= 1;
  return end > start ? { spans: `${start}-${end}`, words: all.slice(start, end).join("") } : null;
}

// Where words stand: first as they are written, else in other cases or with other spaces between; null where they do not.
export function find(words) {
  const wanted = words.trim();
  if (!wanted) return null;
  const all = whole().join("");
  const loose = wanted.split(/\s+/).map((one) => one.replace(/[\\^$.*+?()[\]{}|\/-]/g, "\\$&")).join("\\s+");
  const at = all.indexOf(wanted);
  const found = at < 0 ? new RegExp(loose, "i").exec(all) : { index: at, 0: wanted };
  if (!found) return null;
  const start = count(all.slice(0, found.index));
  return { spans: `${start}-${start + count(found[0])}`, words: found[0] };
}
