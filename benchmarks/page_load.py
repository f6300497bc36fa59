#!/usr/bin/env python3
"""How long a browser takes to load a report.html: page_load.py PAGE [TIMES]

Opens PAGE in headless Chromium, each time in a new process with an empty profile, and prints the milliseconds from the
start of the navigation to the end of the load event and until every chart in sight is drawn, by the page's own clock; the
processor time that the page's main thread has taken by then; and how long it takes to scroll from each chart to the next
until all are drawn. Needs chromium on the PATH and nothing else: it is spoken to through its remote debugging pipe.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

LOADED = """new Promise((done) => {
  const look = () => {
    const seen = [...document.querySelectorAll('figure.chart')]
      .filter((figure) => figure.getBoundingClientRect().top < innerHeight);
    if (document.readyState === 'complete' && seen.every((figure) => figure.dataset.drawn)) {
      const [load] = performance.getEntriesByType('navigation');
      done([load.loadEventEnd, performance.now()]);
    } else {
      setTimeout(look, 5);
    }
  };
  look();
})"""

SCROLLED = """new Promise((done) => {
  const start = performance.now();
  const figures = [...document.querySelectorAll('figure.chart')];
  const look = () => {
    const next = figures.find((figure) => !figure.dataset.drawn);
    if (next) {
      next.scrollIntoView();
      setTimeout(look, 5);
    } else {
      done([figures.length, performance.now() - start]);
    }
  };
  look();
})"""


class Chromium:
    """A browser's process, and messages to and from it, each ended by a zero byte."""

    def __init__(self, profile):
        commands, self.out = os.pipe()
        self.answers, results = os.pipe()
        line = f'exec "$@" 3<&{commands} 4>&{results}'
        browser = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
                   "--no-first-run", f"--user-data-dir={profile}", "--window-size=1400,1000"]
        self.process = subprocess.Popen(["bash", "-c", line, "bash", *browser], pass_fds=(commands, results),
                                        stderr=subprocess.DEVNULL)
        os.close(commands)
        os.close(results)
        self.input = os.fdopen(self.answers, "rb")
        self.number = 0

    def call(self, method, session=None, **parameters):
        """Calls a method of the DevTools protocol and waits for its result."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        while True:
            answer = json.loads(self.read())
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def evaluate(self, session, promise):
        """The value that a promise in the page comes to."""
        result = self.call("Runtime.evaluate", session, expression=promise, awaitPromise=True, returnByValue=True)
        return result["result"]["value"]

    def read(self):
        text = bytearray()
        while (byte := self.input.read(1)) != b"\0":
            if not byte:
                raise RuntimeError("chromium has ended")
            text += byte
        return text

    def close(self):
        self.call("Browser.close")
        self.process.wait()


def load(url):
    """Loads a page; returns its number of charts and the four times in milliseconds."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Chromium(profile)
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        browser.call("Performance.enable", session, timeDomain="threadTicks")
        browser.call("Page.navigate", session, url=url)
        loaded, seen = browser.evaluate(session, LOADED)
        metrics = browser.call("Performance.getMetrics", session)["metrics"]
        busy = 1000 * next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")
        charts, scrolled = browser.evaluate(session, SCROLLED)
        browser.close()
        return charts, loaded, seen, busy, scrolled


def main(page, times="5"):
    url = page if "://" in page else pathlib.Path(page).resolve(strict=True).as_uri()
    rounds = []
    for _ in range(int(times)):
        before = os.getloadavg()[0]
        charts, *figures = load(url)
        rounds.append(figures)
        print(f"{charts} charts: {told(figures)} (load average {before:.1f})")
    print(f"medians: {told([statistics.median(column) for column in zip(*rounds)])}")


def told(figures):
    form = "load event {:.0f} ms, charts in sight {:.0f} ms, processor time {:.0f} ms, all others by scrolling {:.0f} ms"
    return form.format(*figures)


if __name__ == "__main__":
    main(*sys.argv[1:])
