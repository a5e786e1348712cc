"""Lists the occurrences in an .ics file that touch a span of time, by recurring-ical-events: one line each, start in UTC and title.

    python list_with_python.py FILE FROM TO     both as instants like 2026-03-19T23:00:00Z

It never compares: it is what `cargo xtask bench ics` measures.
"""

import sys
from datetime import UTC, datetime

import icalendar
import recurring_ical_events

with open(sys.argv[1], "rb") as file:
    calendar = icalendar.Calendar.from_ical(file.read())
first, last = (datetime.fromisoformat(word) for word in sys.argv[2:4])
for event in recurring_ical_events.of(calendar).between(first, last):
    print(event.start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), event.get("SUMMARY", ""))
