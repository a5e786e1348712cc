"""Shows a small window at the lower right that offers what it is given, as kind and text in turn, to be dragged.

Its title says how far that is: waiting, then accepted, then over. It never ends by itself.
"""

import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

offered = dict(zip(sys.argv[1::2], sys.argv[2::2]))
window = Gtk.Window(title="Drag source: waiting")
window.set_default_size(120, 120)
window.move(1100, 800)
kinds = [Gtk.TargetEntry.new(kind, 0, 0) for kind in offered]
window.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, kinds, Gdk.DragAction.COPY)


def say(how_far):
    window.set_title(f"Drag source: {how_far}")


def begin(_window, context):
    context.connect("action-changed", lambda _context, action: say("accepted" if action else "waiting"))


def give(_window, _context, data, _info, _time):
    data.set(data.get_target(), 8, offered[data.get_target().name()].encode())


window.connect("drag-begin", begin)
window.connect("drag-data-get", give)
window.connect("drag-end", lambda *_: say("over"))
window.show_all()
Gtk.main()
