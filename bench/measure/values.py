"""What is asked for, kept in a file for each size, with the cursors that only a server can tell."""

import json

from measure.contestants import post
from measure.questions import CURSORS, draw


def values(folder, size, sqlite):
    file = folder / f"{size}.values.json"
    if not file.exists():
        file.write_text(json.dumps(draw(sqlite), ensure_ascii=False))
    return json.loads(file.read_text())


def learn_cursors(folder, size, values, contestant):
    """Cursors are opaque: each is asked for once, from whoever will be given it."""
    postgraphile = contestant.name == "postgraphile"
    key = "postgraphile" if postgraphile else "after"
    for question in ["Q6"] if postgraphile else ["Q4", "Q6", "Q6, page 2"]:
        document = CURSORS["postgraphile" if postgraphile else question[:2]]
        known = {}
        for asked in values[question]:
            slug = asked["slug"]
            if key not in asked and slug not in known:
                known[slug] = cursor(contestant.port, document, slug)
            asked.setdefault(key, known.get(slug))
    (folder / f"{size}.values.json").write_text(json.dumps(values, ensure_ascii=False))


def cursor(port, document, slug):
    said = json.loads(post(port, "/graphql", json.dumps({"query": document, "variables": {"slug": slug}})))
    [connection] = said["data"].values()
    return connection["edges"][0]["cursor"]
