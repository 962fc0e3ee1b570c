"""Reads a large file in a process of its own, whose memory is bounded (see `cdmon.returns.apart`).

Run as a script: the pickled name and content of the file, its mapping and the setting to read it for come in on standard input, the
pickled reading goes out on standard output.
"""

import contextlib
import os
import pickle
import sys

sys.path.append(os.path.join(os.path.dirname(__file__), *[os.pardir] * 2))  # Python runs isolated here, and so does not look there
from cdmon.returns.reading import reading
from cdmon.workbooks.cells import Oddities, Upload

MEMORY = 4_000_000_000  # bytes of address space, of which the libraries reserve more than half without using it
LONGEST_WORK = 120  # seconds of a processor's time, whatever else keeps it busy
MOST_TAKEN = 100_000  # cells with an error that are remembered, so that the rules across rows do not tell of them again

if __name__ == "__main__":
    with contextlib.suppress(ImportError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_WORK, LONGEST_WORK))
    file_name, content, mapping, setting = pickle.load(sys.stdin.buffer)  # noqa: S301 (written by our own parent)
    found = reading(Upload(file_name, content, mapping), setting)
    for sheet in [*found.sheets, *(sheet for part in found.parts for sheet in part.sheets)]:
        sheet.lines, sheet.oddities = sheet.lines[: sheet.heading_line + 1], Oddities()  # only headings and frames are needed further on
    if len(found.problems.taken) > MOST_TAKEN:
        found.problems.taken.clear()
    pickle.dump(found, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
