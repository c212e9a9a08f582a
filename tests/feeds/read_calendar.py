"""The events of a calendar as Python's icalendar reads them."""

import sys
from datetime import datetime, timezone

from icalendar import Calendar


def moment(event, name):
    if name not in event:
        return ""
    value = event[name].dt
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    return value.strftime("%Y%m%d")


with open(sys.argv[1], "rb") as file:
    calendar = Calendar.from_ical(file.read())
assert not calendar.errors, calendar.errors
lines = []
for event in calendar.walk("VEVENT"):
    assert not event.errors, event.errors
    parts = [event["UID"], moment(event, "DTSTART"), moment(event, "DTEND"), event["STATUS"], event["SUMMARY"]]
    lines.append("\t".join(str(part) for part in parts).encode())
for line in sorted(lines):
    sys.stdout.buffer.write(line + b"\n")
