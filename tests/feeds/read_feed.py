"""The entries of an Atom feed as feedparser reads them."""

import json
import sys

import feedparser

with open(sys.argv[1], "rb") as file:
    feed = feedparser.parse(file.read(), response_headers={"content-type": "application/atom+xml; charset=utf-8"})
assert not feed.bozo, feed.bozo_exception
assert feed.version == "atom10", feed.version
for name in ["id", "title", "updated", "author"]:
    assert feed.feed[name], name
for entry in feed.entries:
    assert entry.updated_parsed and entry.published_parsed and entry.link and entry.content
    print(json.dumps([entry.id, entry.title], ensure_ascii=False, separators=(",", ":")))
