"""Prints what a screen reader gets of every window on this desktop: a line for each thing, its role and its name.

It never presses anything. It goes on until a line contains the words that it is given, for half a minute at most.
"""

import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402


def lines(thing, depth=0):
    """The thing's line and those of all that is in it."""
    if thing is None or depth > 40:
        return
    yield f"{thing.get_role_name()}: {thing.get_name() or ''}"
    for number in range(thing.get_child_count()):
        yield from lines(thing.get_child_at_index(number), depth + 1)


def seen():
    """All lines of the desktop; nothing while a part of it just goes away."""
    try:
        return list(lines(Atspi.get_desktop(0)))
    except gi.repository.GLib.Error:
        return []


found = []
for _ in range(150):
    found = seen()
    if any(sys.argv[1] in line for line in found):
        break
    Atspi.get_desktop(0).clear_cache()
    time.sleep(0.2)
print("\n".join(found))
