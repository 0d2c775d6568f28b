"""From paste to lines on the screen, in a real browser, against the engine's own time in the same run; and a click.

    python benchmarks/workbench.py [--rounds N] [--json]

The server runs in a thread of this process, the browser is the Chromium of the system (or of ``CAC_BROWSER``). A round
pastes a note that was never seen into the form, sends it, and takes from the browser's own clock the time from the
begin of the navigation until the page with the lines is painted and its script has run. Then the engine codes the same
note by itself. At the end forms are sent without a browser, and lines are clicked in a long note.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from notes import notes_of

from cac import Coder
from cac.lexicon.loader import load_lexicon
from cac.records import Note
from cac.web.app import create_app
from cac.web.setup import Setup
from cac.workbench import intake
from cac.workbench.opening import open_store
from cac.workbench.records import LOCAL

WORDS = 600
PAINTED = """async () => {
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  const [went] = performance.getEntriesByType('navigation');
  const paints = performance.getEntriesByType('paint').map(one => one.startTime);
  return { painted: Math.max(...paints, went.domContentLoadedEventEnd), server: went.responseStart };
}"""
CLICK = """async () => {
  const picks = [...document.querySelectorAll('.pick')], took = [];
  for (let turn = 0; turn < 10; turn += 1) {
    const start = performance.now();
    picks[turn % 2].click();
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    took.push(performance.now() - start);
  }
  return took;
}"""


def main() -> None:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    names = ("chromium", "chromium-browser", "google-chrome")
    browser = os.environ.get("CAC_BROWSER") or next(filter(None, map(shutil.which, names)), None)
    if browser is None:
        parser.exit(2, "no Chromium on the path: name one in CAC_BROWSER\n")
    texts = notes_of(chosen.rounds * 2 + 6, WORDS - 40, WORDS + 40)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = folder
        figures = measured(browser, texts, chosen.rounds, Path(folder))
    if chosen.json:
        print(json.dumps(figures, indent=1))
        return
    for name, value in figures.items():
        print(f"{name:58} {value}")


def measured(browser: str, texts: list[str], rounds: int, folder: Path) -> dict[str, Any]:
    """The figures, in milliseconds."""
    coder = Coder()
    store = open_store(str(folder / "store.sqlite"))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        setup = Setup(store, coder, load_lexicon(), listening.getsockname()[1], folder / "questions.sqlite")
        app = create_app(setup)
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        url = f"http://127.0.0.1:{setup.port}"
        start = f"{url}/start?code="
        seen: list[tuple[float, float, float]] = []
        with sync_playwright() as playwright:
            running = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
            context = running.new_context(viewport={"width": 1440, "height": 900})
            page = context.new_page()
            inspector = context.new_cdp_session(page)
            inspector.send("Performance.enable", {"timeDomain": "threadTicks"})
            drawing: list[float] = []
            page.goto(start + app.state.sessions.one_time_code())
            for number in range(rounds + 3):  # the first three warm everything up
                text = texts[number]
                told = pasted(page, url, text)
                began = time.perf_counter()
                coder.code(text)
                engine = (time.perf_counter() - began) * 1_000
                if number >= 3:
                    seen.append((told["painted"], told["server"], engine))
                    told = {one["name"]: one["value"] for one in inspector.send("Performance.getMetrics")["metrics"]}
                    drawing.append(told["TaskDuration"] * 1_000)
            long = texts[-1] + "\n".join(f"Line {place}: the patient rested well, and ate." for place in range(5_000))
            entry = intake.add(store, LOCAL, Note(id="", text=long), coder.code(long), claim=True)
            page.goto(f"{url}/entries/{entry.id}")
            clicks = page.evaluate(CLICK)
            running.close()
        plain, spent = sent(url, start + app.state.sessions.one_time_code(), texts[rounds + 3 : -1])
        server.should_exit = True
        thread.join(10)
    store.close()
    painted, answered, engine = (sorted(column) for column in zip(*seen, strict=True))
    middle = statistics.median
    return {
        "words of a note": round(middle(len(text.split()) for text in texts)),
        "rounds": rounds,
        "paste to lines painted, median": round(middle(painted)),
        "paste to lines painted, slowest": round(painted[-1]),
        "of it until the first byte of the page, median": round(middle(answered)),
        "the same without a browser (POST and GET), median": round(middle(plain)),
        "processor time of it, client included, median": round(middle(spent)),
        "processor time of the page in the browser, median": round(middle(drawing)),
        "engine alone, median": round(middle(engine), 1),
        "paste to lines less the engine, median": round(middle(one - two for one, _, two in seen)),
        f"click on a line in a note of {len(long) // 1_000} kB, slowest of 10": round(max(clicks)),
    }


def pasted(page: Any, url: str, text: str) -> dict[str, float]:
    """Paste a note, and what the browser's clock says when its lines are there."""
    page.goto(url + "/")
    page.locator("#text").fill(text)
    page.locator("#code").click()
    page.locator("#claim").wait_for()
    told: dict[str, float] = page.evaluate(PAINTED)
    return told


def sent(url: str, start: str, texts: list[str]) -> tuple[list[float], list[float]]:
    """Milliseconds of the form and the page after it, without a browser: by the clock, and of the processor."""
    took, spent = [], []
    with httpx.Client(follow_redirects=True, headers={"Origin": url}) as client:
        csrf = client.get(start).text.partition('name="csrf" value="')[2].partition('"')[0]
        for number, text in enumerate(texts):
            data = {"csrf": csrf, "key": f"benchmark-{number}-{time.time_ns()}", "text": text}
            began, worked = time.perf_counter(), time.process_time()
            answer = client.post(url + "/notes", data=data)
            took.append((time.perf_counter() - began) * 1_000)
            spent.append((time.process_time() - worked) * 1_000)
            assert answer.status_code == 200 and "/entries/" in str(answer.url), answer.status_code
    return took, spent


if __name__ == "__main__":
    main()
