"""Everybody in turn: starts, and rounds of a question."""

import json
import statistics
import sys

from measure import load

SERVER, LOAD = 0, 1
# So many different answers are asked for again and again where answers are kept: they fit into the cache.
KEPT = 200


def starts(contestants, addresses, drawn, times):
    """Starts everybody, and says how long it took until the first answer."""
    lines = []
    for contestant in contestants:
        took = []
        for _ in range(times):
            contestant.stop()
            took.append(contestant.start(addresses[contestant.database], "Q1", drawn["Q1"][0], SERVER))
        memory = load.memory(contestant.process.pid)
        lines.append({"contestant": contestant.name, "database": contestant.database, "start_ms": took, "memory": memory})
    return lines


def of(question, contestants, drawn, server, asked):
    """A question to everybody in turn who answers it, several rounds of it."""
    contestants = [it for it in contestants if question not in it.refused]
    size = typical(question, contestants, drawn)
    for contestant in contestants:
        kept = contestant.name == "directory, cached"
        bodies = [contestant.body(question, it) for it in drawn[question][: KEPT if kept else None]]
        contestant.asked[question] = asked.folder / f"{contestant.port}.{question}"
        load.write_bodies(contestant.asked[question], contestant.path(question, size), bodies)
        # From here on statements are prepared, and answers are kept where they are to be.
        for values in drawn[question][:KEPT] if kept else []:
            contestant.ask(question, values)
        load.wrk(contestant.port, contestant.asked[question], 1, LOAD)
    lines = []
    for number in range(asked.rounds):
        for contestant in contestants:
            ours = (server, asked.size) if contestant.database == "postgres" else ()
            found = load.measured(contestant, contestant.asked[question], asked.seconds, LOAD, *ours)
            line = {"question": question, "contestant": contestant.name, "database": contestant.database, "round": number}
            lines.append(line | {key: round(value, 3) for key, value in found.items()})
            print(json.dumps(lines[-1]), file=sys.stderr)
    return lines


def typical(question, contestants, drawn):
    """How long the directory's answers are; everybody's are about as long."""
    asked = min(contestants, key=lambda it: not it.name.startswith("directory"))
    return int(statistics.mean(len(asked.ask(question, it)) for it in drawn[question][:50]))
