#!/usr/bin/env python3
"""How long a browser takes to load a report.html: page_load.py PAGE [TIMES]

Opens PAGE in headless Chromium, each time in a new process with an empty profile, and prints the milliseconds from the
start of the navigation to the end of the load event and until every chart is drawn, by the page's own clock, and the
processor time that the page's main thread has taken by then, which other work on the machine hardly changes. Needs
chromium on the PATH and nothing else: it is spoken to through its remote debugging pipe.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

DRAWN = """new Promise((done) => {
  const look = () => {
    const figures = [...document.querySelectorAll('figure.chart')];
    if (document.readyState === 'complete' && figures.every((figure) => figure.dataset.drawn)) {
      const [load] = performance.getEntriesByType('navigation');
      done([figures.length, load.loadEventEnd, performance.now()]);
    } else {
      setTimeout(look, 5);
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
    """Loads a page; returns its number of charts and the three times in milliseconds."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Chromium(profile)
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        browser.call("Performance.enable", session, timeDomain="threadTicks")
        browser.call("Page.navigate", session, url=url)
        result = browser.call("Runtime.evaluate", session, expression=DRAWN, awaitPromise=True, returnByValue=True)
        metrics = browser.call("Performance.getMetrics", session)["metrics"]
        browser.close()
        busy = next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")
        return [*result["result"]["value"], 1000 * busy]


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
    return "load event {:.0f} ms, all drawn {:.0f} ms, processor time {:.0f} ms".format(*figures)


if __name__ == "__main__":
    main(*sys.argv[1:])
