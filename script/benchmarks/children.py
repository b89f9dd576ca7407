"""Processes beside the servers that do what they are told: one JSON line in, one out."""

import contextlib
import json
import os
import subprocess
import sys

from benchmarks.servers import ROOT, environment


class Child:
    """One process of a module of this package; its end is closed with the block."""

    def __init__(self, folder, module, **env):
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", f"benchmarks.{module}"],
            env=os.environ | environment(folder) | env,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, what, **arguments):
        """Return the answer of the child to one order."""
        self.tell(what, **arguments)
        return self.hear()

    def tell(self, what, **arguments):
        self.process.stdin.write(json.dumps([what, arguments]) + "\n")
        self.process.stdin.flush()

    def hear(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("A process of the measurement ended early; its words stand above.")
        return json.loads(line)

    def stop(self):
        self.process.stdin.close()
        self.process.terminate()
        self.process.wait()


@contextlib.contextmanager
def child(folder, module, **env):
    started = Child(folder, module, **env)
    try:
        yield started
    finally:
        started.stop()


def obey(orders):
    """Answer the lines of standard input with what the functions in `orders` return."""
    for line in sys.stdin:
        what, arguments = json.loads(line)
        sys.stdout.write(json.dumps(orders[what](**arguments)) + "\n")
        sys.stdout.flush()
