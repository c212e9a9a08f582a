"""The six questions: their documents, what is drawn for them, and how answers of different shapes are compared."""

import random
import sqlite3
from pathlib import Path

BENCH = Path(__file__).resolve().parent.parent
QUESTIONS = ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6"]
DRAWN = 2000


def document(folder, question):
    return (BENCH / folder / f"{question}.graphql").read_text()


def draw(file, seed=7):
    """What is asked for, from the directory in this SQLite file: always the same."""
    chance = random.Random(seed)
    rows = lambda sql: sqlite3.connect(f"file:{file}?mode=ro", uri=True).execute(sql).fetchall()
    pick = lambda found, make: [make(*chance.choice(found)) for _ in range(DRAWN)]
    days = rows("SELECT start FROM event WHERE start = start_earliest AND start < '2026-06-01' ORDER BY id")
    # Clusters that twenty others follow.
    clusters = rows("SELECT id, slug FROM organization WHERE kind = 'CLUSTER' ORDER BY id")[:-20]
    # An event at which a cluster of another country spoke, in the middle of the year that is asked about.
    spoken = rows(
        "SELECT h.code, g.code, date(e.start_earliest, '-6 months'), date(e.start_earliest, '+6 months')"
        " FROM event e JOIN country h ON h.id = e.country_id JOIN participation x ON x.event_id = e.id"
        " JOIN organization o ON o.id = x.organization_id JOIN country g ON g.id = o.country_id"
        " WHERE x.role = 'SPEAKER' AND o.kind = 'CLUSTER' AND g.id <> h.id AND e.start = e.start_latest ORDER BY x.id"
    )
    starts = "SELECT start_earliest, id, slug FROM event WHERE start_earliest IS NOT NULL ORDER BY start_earliest, id"
    return {
        "Q1": pick(rows("SELECT slug FROM organization ORDER BY id"), lambda slug: {"slug": slug}),
        "Q2": pick(days, lambda day: {"from": day}),
        "Q3": pick(rows("SELECT slug FROM partnership ORDER BY id"), lambda slug: {"slug": slug}),
        "Q4": pick(clusters, lambda id, slug: {"id": id, "slug": slug}),
        "Q5": pick(spoken, lambda country, other, a, b: {"country": country, "other": other, "from": a, "to": b}),
        "Q6": pick(deep(rows(starts)), lambda day, id, slug: {"day": day, "id": id, "slug": slug}),
        "Q6, page 2": [{"day": day, "id": id, "slug": slug} for day, id, slug in rows(starts)[49:50]],
    }


CURSORS = {
    "Q4": "query Cursor($slug: String!) { clusters(where: { slug: { eq: $slug } }) { edges { cursor } } }",
    "Q6": "query Cursor($slug: String!) { events(where: { slug: { eq: $slug } }, orderBy: [{ start: ASC }]) { edges { cursor } } }",
    "postgraphile": "query Cursor($slug: String!) { events: allEvents(condition: { slug: $slug },"
    " orderBy: [START_EARLIEST_ASC, ROW_ID_ASC]) { edges { cursor } } }",
}


def deep(rows):
    """The last rows of the pages in the last quarter, as far as the pages behind them are full and known to have a start."""
    pages = rows[49:-50:50]
    return pages[len(pages) * 3 // 4 :]


def normal(question, data):
    """An answer in the shape of the directory's own, whoever gave it."""
    if question == "Q1" and "nodes" in data["organization"]:
        data = {"organization": data["organization"]["nodes"][0]}
    if question == "Q3" and "nodes" in data["partnership"]:
        data = {"partnership": data["partnership"]["nodes"][0]}
    return unfolded(data)


def unfolded(value):
    """PostGraphile gives the columns of a date beside each other, and organizers through their participations."""
    if isinstance(value, list):
        return [unfolded(item) for item in value]
    if not isinstance(value, dict):
        return value
    found = {key: unfolded(item) for key, item in value.items()}
    if "edtf" in found and "slug" in found:
        date = {key: found.pop(key) for key in ["edtf", "earliest", "latest"]}
        found["founded" if "website" in found else "start"] = date if date["edtf"] else None
    if "organizers" in found:
        organizers = [node.get("organization", node) for node in found["organizers"]["nodes"]]
        once = {organizer["slug"]: organizer for organizer in organizers if organizer}
        found["organizers"] = {"nodes": list(once.values())}
    return found
