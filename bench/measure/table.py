"""The table of a run, with the ratios."""

from statistics import median

HEAD = "| | | requests/s | of the floor | times PostGraphile | CPU µs: server | PostgreSQL | of the floor | p50 ms | p99 ms | statements | bytes |"
RULE = "| --- | --- |" + " ---: |" * 10


def of(lines):
    starts = [it for it in lines if "start_ms" in it]
    rounds = [it for it in lines if "round" in it]
    questions = sorted({it["question"] for it in rounds})
    parts = []
    for database in dict.fromkeys(it["database"] for it in rounds):
        told = [row for question in questions for row in rows(question, [
            it for it in rounds if (it["database"], it["question"]) == (database, question)
        ])]
        parts.append("\n".join([f"### {database}", "", HEAD, RULE, *told]))
    parts += [f"{it['question']}, {it['database']}, {it['contestant']}: no answer, but “{it['refused']}”" for it in lines if "refused" in it]
    parts.append("\n".join(memory(starts, rounds)))
    if not rounds:
        return "\n\n".join(parts)
    errors = sum(it["errors"] for it in rounds)
    stolen = sorted(it["stolen"] for it in rounds)
    parts.append(f"Errors: {errors}. Of the processors' time the host gave to others {median(stolen):.0%} (median), {stolen[-1]:.0%} at most.")
    return "\n\n".join(parts)


def rows(question, rounds):
    """A row for each contestant, the fastest first."""
    everybody = {name: summary([it for it in rounds if it["contestant"] == name]) for name in {it["contestant"] for it in rounds}}
    floors = [it for name, it in everybody.items() if name.startswith("floor")]
    floor = {"rate": max(it["rate"] for it in floors), "cpu": min(it["cpu"] for it in floors)} if floors else None
    for name, it in sorted(everybody.items(), key=lambda item: -item[1]["rate"]):
        # What is kept is held against an answer that nobody has to work out.
        best = everybody.get("constant") if name == "directory, cached" else floor if name != "constant" else None
        peer = everybody.get("postgraphile")
        times = f"{it['rate'] / peer['rate']:.1f}" if peer else ""
        yield (
            f"| {question} | {name} | {it['rate']:,.0f} | {share(it['rate'], best and best['rate'])} | {times}"
            f" | {it['server']:,.0f} | {it['postgres']:,.0f} | {share(best and best['cpu'], it['cpu'])}"
            f" | {it['p50']:.2f} | {it['p99']:.2f} | {it['statements']:.1f} | {it['bytes']:,.0f} |"
        )


def summary(rounds):
    """The median round for rates and latencies. Processor time: the least, since what others take only adds to it."""
    least = min(rounds, key=lambda it: it["server"] + it["postgres"])
    middle = {key: median(it[key] for it in rounds) for key in ["rate", "p50", "p99"]}
    return middle | {
        "server": least["server"], "postgres": least["postgres"], "cpu": least["server"] + least["postgres"],
        "statements": least.get("statements", 0), "bytes": least["bytes"] / max(least["requests"], 1),
    }


def share(part, whole):
    return f"{part / whole:.0%}" if part and whole else ""


def memory(starts, rounds):
    yield "| | | first answer after ms | MB then | MB at most |"
    yield "| --- | --- | ---: | ---: | ---: |"
    for it in starts:
        later = [at["memory"] for at in rounds if (at["contestant"], at["database"]) == (it["contestant"], it["database"])]
        yield f"| {it['database']} | {it['contestant']} | {median(it['start_ms']):.0f} | {it['memory']:.0f} | {max(later, default=0):.0f} |"
