"""Builds what jobs/ run, and says what is being done and how far it is: build.py classes|jar.

"classes" is enough for a Spark in this process; "jar" is what a cluster is sent. Maven's own output
goes to target/build.log.
"""

import os
import re
import subprocess
import sys
import threading
import time

HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LOG = os.path.join(HOME, "target", "build.log")

# A plugin's goal as Maven announces it, and what that is to whoever waits.
STEPS = {
    "exec (mujoco)": "MuJoCo and the models of the tasks",
    "compile (default-compile)": "compiling the classes",
    "build (binding)": "compiling the binding to MuJoCo",
    "shade (libraries)": "packing the libraries",
    "shade (own-classes)": "packing the jar",
}
PHASES = {"classes": "process-classes", "jar": "package"}

# What an empty machine fetches for it.
ALL_MEGABYTES = 500

UNITS = {"B": 1e-6, "kB": 1e-3, "MB": 1, "GB": 1e3}
GOAL = re.compile(r"--- (?:[\w.-]+:){2}([\w-]+ \([\w-]+\))")
DOWNLOADED = re.compile(r"Downloaded from \S+: \S+ \(([\d.]+) (B|kB|MB|GB)")


class Progress:
    """One line that is kept current on a terminal, a line now and then elsewhere."""

    SECONDS_BETWEEN_LINES = 10

    def __init__(self):
        self.began = time.monotonic()
        self.step = "looking for what is to be fetched"
        self.files = 0
        self.megabytes = 0.0
        self.fetching = False
        self.step_began = False
        self.terminal = sys.stderr.isatty()
        self.last_line = self.began
        self.lock = threading.Lock()

    def take(self, line):
        with self.lock:
            goal = GOAL.search(line)
            download = DOWNLOADED.search(line)
            if download:
                self.files += 1
                self.megabytes += float(download[1]) * UNITS[download[2]]
                self.fetching = True
            elif goal:
                self.step = STEPS.get(goal[1], self.step)
                self.step_began = True
            elif self.step_began:
                # What a goal prints of itself comes after what was fetched for it.
                self.step_began = self.fetching = False
                self.say()

    def tick(self):
        with self.lock:
            if self.terminal or time.monotonic() - self.last_line >= self.SECONDS_BETWEEN_LINES:
                self.say()

    def say(self):
        seconds = time.monotonic() - self.began
        what = self.step
        if self.fetching:
            what = f"fetching libraries: {self.files} files, {self.megabytes:.0f} of at most {ALL_MEGABYTES} MB"
        self.write(f"{seconds:5.0f} s  {what}", "" if self.terminal else "\n")
        self.last_line = time.monotonic()

    def end(self, word):
        self.write(f"{time.monotonic() - self.began:5.0f} s  {word}", "\n")

    def write(self, line, ending):
        print(("\r\x1b[K" if self.terminal else "") + line, end=ending, file=sys.stderr, flush=True)


def build(kind):
    os.makedirs(os.path.dirname(LOG), exist_ok=True)
    print(
        "Building, which is done once: a minute where Maven's repository has the libraries; else they are fetched first,"
        f" at most {ALL_MEGABYTES} MB.",
        file=sys.stderr,
    )
    progress = Progress()
    try:
        maven = subprocess.Popen(
            ["mvn", "-B", "-DskipTests", "-Dmaven.artifact.threads=12", PHASES[kind]],
            cwd=HOME,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
    except FileNotFoundError:
        sys.exit("Cannot build: there is no mvn on the PATH. Install Maven 3.8 or newer")
    done = threading.Event()

    def tick():
        while not done.wait(1):
            progress.tick()

    threading.Thread(target=tick, daemon=True).start()
    errors = []
    with open(LOG, "w", encoding="utf-8") as log:
        for line in maven.stdout:
            log.write(line)
            progress.take(line)
            if line.startswith(("[ERROR]", "fetch_mujoco: error")):
                errors.append(line)
    code = maven.wait()
    done.set()
    if code:
        progress.end("failed")
        sys.stderr.writelines(errors[:20])
        sys.exit(f"The build failed; all that Maven said is in {os.path.relpath(LOG)}. To build again: mvn -DskipTests package")
    progress.end("built")


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in PHASES:
        sys.exit(__doc__)
    build(sys.argv[1])
