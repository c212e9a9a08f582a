"""Load: requests a second, processor time for each, latency and memory."""

import json
import os
import subprocess
from pathlib import Path

from measure.questions import BENCH
from measure.postgres import ticks, ticks_of_server

TICK = 1e6 / os.sysconf("SC_CLK_TCK")
CONNECTIONS = 32


def write_bodies(file, path, bodies):
    file.write_text("\n".join([path, *bodies]) + "\n")


def wrk(port, asked, seconds, cpu):
    """Asks what stands in the file, as fast as it is answered."""
    command = ["taskset", "--cpu-list", str(cpu), "wrk", "--threads", "1", "--connections", str(CONNECTIONS)]
    command += ["--timeout", "20s", "--duration", f"{seconds}s", "--script", BENCH / "load.lua", f"http://127.0.0.1:{port}"]
    said = subprocess.run(command, env=dict(os.environ, ASKED=asked), check=True, capture_output=True, text=True).stdout
    return json.loads(said.splitlines()[-1])


def measured(contestant, asked, seconds, cpu, postgres=None, database=None):
    """One round of one contestant."""
    if postgres:
        postgres.rest()
        postgres.forget(database)
    before, machine = used(contestant, postgres), processors()
    result = wrk(contestant.port, asked, seconds, cpu)
    after, later = used(contestant, postgres), processors()
    requests = max(result["requests"], 1)
    result["rate"] = requests / result["seconds"]
    result["server"] = (after[0] - before[0]) * TICK / requests
    result["postgres"] = (after[1] - before[1]) * TICK / requests
    result["memory"] = memory(contestant.process.pid)
    # What the host gave to others, of all that there is.
    result["stolen"] = (later[1] - machine[1]) / max(later[0] - machine[0], 1)
    if postgres:
        calls, took = postgres.statements(database)
        result["statements"], result["statement_ms"] = calls / requests, took / requests
    return result


def used(contestant, postgres):
    return ticks(contestant.process.pid)[0], ticks_of_server(postgres.process()) if postgres else 0


def processors():
    fields = [int(field) for field in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    return sum(fields), fields[7]


def memory(process):
    """The memory that is its own, in MB. What lies in the system's memory of a database's file is not: the system takes it
    back when it needs it."""
    status = Path(f"/proc/{process}/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("RssAnon")]
    return int(line.split()[1]) / 1024
