// Asks how far the notes are, until they are done; the part is swapped only while something changes.

import { take } from "/static/swap.js";

async function look() {
  const running = document.querySelector("#progress").dataset.running;
  if (!running) {
    document.querySelector("#begin")?.focus({ preventScroll: true });
    return;
  }
  try {
    const answer = await fetch(location.href, { headers: { "X-Part": "1" }, credentials: "same-origin" });
    if (answer.ok) take(new DOMParser().parseFromString(await answer.text(), "text/html"), ["#progress"]);
  } catch {
    // the server is busy or gone: ask again
  }
  setTimeout(look, 400);
}

look();
