"""Measures the ingest of a container against that of the same articles as files. Prints a Markdown table.

    python benchmarks/containers.py [N] [KIND ...]

KIND is `jsonl` (objects with a text of 500 words) or `warc` (the pages of `articles.py`, gzipped records); by default
both. Measured at N (1,000 by default) and at 4 N articles, with two workers, and without a peer if it is `jsonl-alone`
or `warc-alone`. CPU is milliseconds an article over all processes; the part of the writer is that of the process of the
run, with git. Memory is the largest sum of the proportional set sizes of all processes, every half second.
"""

import ctypes
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from articles import page, words
from measure import PR_SET_CHILD_SUBREAPER
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

JOBS = "2"
BACKFILE = str(Path(sys.executable).parent / "backfile")


@dataclass(frozen=True)
class TreeCost:
    """The cost of a command with all its processes."""

    writer: float
    """CPU seconds of the process itself and of the programs that it waits for."""
    others: float
    """CPU seconds of all other processes."""
    memory: float
    """The largest sum of the proportional set sizes of all processes, in MB."""


def tree_cost(command: list[str], folder: Path) -> TreeCost:
    """Run a command, and return the cost of its processes."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seen = Seen()
    watch = threading.Thread(target=watch_processes, args=(process.pid, seen), daemon=True)
    watch.start()
    writer = others = 0.0
    while True:
        try:
            pid, status, usage = os.wait4(-1, 0)
        except ChildProcessError:
            break
        seconds = usage.ru_utime + usage.ru_stime
        if pid != process.pid:
            others += seconds
            continue
        writer += seconds
        if status:
            raise RuntimeError(f"{command} failed in {folder}")
    process.returncode = 0
    watch.join()
    # A long run ends its fork server itself, and has its CPU time among its own.
    workers = max(others, seen.workers)
    return TreeCost(writer + others - workers, workers, seen.memory)


@dataclass
class Seen:
    """What was seen of the processes of a run while it ran."""

    memory: float = 0.0
    """As in `TreeCost`."""
    workers: float = 0.0
    """CPU seconds of the fork server and all below it."""


def watch_processes(top: int, seen: Seen) -> None:
    """Measure a process and all below it until it has ended."""
    while Path(f"/proc/{top}/smaps_rollup").exists():
        # Until git begins, its process has the memory of the one that starts it, which would count twice.
        own = read_process(top, "cmdline")
        processes = [pid for pid in below(top) if pid == top or read_process(pid, "cmdline") != own]
        seen.memory = max(seen.memory, sum(map(set_size, processes)))
        servers = [pid for pid in processes if b"multiprocessing.forkserver" in read_process(pid, "cmdline")]
        seen.workers = max(seen.workers, sum(map(cpu_time, {pid for server in servers for pid in below(server)})))
        time.sleep(0.5)


def cpu_time(pid: int) -> float:
    """Return the CPU seconds of a process and of those that it has waited for."""
    words = read_process(pid, "stat").rpartition(b")")[2].split()
    return sum(map(int, words[11:15])) / os.sysconf("SC_CLK_TCK")


def read_process(pid: int, name: str) -> bytes:
    """Return what the system says of a process; nothing if it has ended."""
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


def below(top: int) -> Iterator[int]:
    """Yield a process and all below it."""
    yield top
    try:
        children = Path(f"/proc/{top}/task/{top}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from below(int(child))


def set_size(pid: int) -> float:
    """Return the proportional set size of a process in MB: of what processes share each has its part."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def values(number: int) -> dict[str, object]:
    """Return an article of 500 words as corpora have it."""
    chance = random.Random(number)
    sentences = (" ".join(words(chance, chance.randint(8, 24))).capitalize() + "." for _ in range(31))
    text = "\n\n".join(" ".join(sentence for sentence in (next(sentences), next(sentences))) for _ in range(15))
    return {
        "id": f"a{number}",
        "title": " ".join(words(chance, 7)).capitalize(),
        "text": text,
        "date": (date(2001, 1, 1) + timedelta(days=number % 7_000)).isoformat(),
        "authors": [f"Author {number % 40}"],
        "publisher": f"Paper {number % 7}",
        "url": f"https://paper.example/{number}",
        "language": "en",
    }


def write_jsonl(file: Path, count: int) -> None:
    """Write articles as lines of JSON."""
    with file.open("w") as out:
        for number in range(count):
            out.write(json.dumps(values(number)) + "\n")


def write_warc(file: Path, count: int) -> None:
    """Write pages as a web archive, gzipped record by record."""
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Set-Cookie", "a=b")]
    with file.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for number in range(count):
            http = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
            url, payload = f"https://paper.example/{number}", io.BytesIO(page(number).encode())
            writer.write_record(writer.create_warc_record(url, "response", payload=payload, http_headers=http))


def write_files(folder: Path, kind: str, count: int) -> None:
    """Write the same articles as one file each."""
    for number in range(count):
        subfolder = folder / f"{number % 100:02}"
        subfolder.mkdir(parents=True, exist_ok=True)
        if kind == "jsonl":
            (subfolder / f"{number}.json").write_text(json.dumps(values(number)))
        else:
            (subfolder / f"{number}.html").write_text(page(number))


def ingest(source: Path, root: Path) -> TreeCost:
    """Ingest a file or a folder into a new archive."""
    subprocess.run([BACKFILE, "init", str(root)], check=True, capture_output=True)
    return tree_cost([BACKFILE, "ingest", "--jobs", JOBS, str(source)], root)


def measure(kind: str, count: int, root: Path) -> None:
    """Print the rows of a container, and of the same articles as files."""
    name = kind.removesuffix("-alone")
    container = root / ("a.jsonl" if name == "jsonl" else "a.warc.gz")
    (write_jsonl if name == "jsonl" else write_warc)(container, count)
    found = ingest(container, root / "archive")
    peer = None
    if name == kind:
        write_files(root / "files", name, count)
        peer = ingest(root / "files", root / "peer")
    for what, cost in ((name, found), ("files", peer)):
        if cost:
            whole = (cost.writer + cost.others) * 1000 / count
            share = cost.writer / cost.others
            ratio = (
                f"{(found.writer + found.others) / (peer.writer + peer.others):.2f}" if peer and cost is found else ""
            )
            writer = cost.writer * 1000 / count
            print(
                f"| {what} | {count} | {whole:.1f} | {writer:.1f} | {share:.2f} | {cost.memory:.0f} | {ratio} |",
                flush=True,
            )


def main() -> None:
    arguments = sys.argv[1:]
    count = int(arguments.pop(0)) if arguments and arguments[0].isdigit() else 1_000
    print("| Input | Articles | CPU ms | of it the writer | writer / workers | Peak MB | CPU / files |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for kind in arguments or ["jsonl", "warc"]:
        for factor in (1, 4) if not kind.endswith("-alone") else (1,):
            with tempfile.TemporaryDirectory() as folder:
                measure(kind, count * factor, Path(folder))


if __name__ == "__main__":
    main()
