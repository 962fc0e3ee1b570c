"""Calls a function in a process of its own, whose memory is bounded (see `cdmon.returns.apart`).

Run as a script: the function and its arguments come in pickled on standard input, what it returns goes out pickled on standard output, or
what it raises for a person to read.
"""

import contextlib
import os
import pickle
import sys

sys.path.append(os.path.join(os.path.dirname(__file__), *[os.pardir] * 2))  # Python runs isolated here, and so does not look there
from cdmon.refusal import Refusal
from cdmon.workbooks.cells import UnreadableFile

MEMORY = 4_000_000_000  # bytes of address space, of which the libraries reserve more than half without using it
LONGEST_WORK = 120  # seconds of a processor's time, whatever else keeps it busy

if __name__ == "__main__":
    with contextlib.suppress(ImportError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_WORK, LONGEST_WORK))
    function, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301 (written by our own parent)
    try:
        found = function(*arguments)
    except (Refusal, UnreadableFile) as told:
        found = told
    pickle.dump(found, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
