"""Compares what `sbell list` and recurring-ical-events find in the same calendars.

    python3 tests/compare/compare.py SBELL [FOLDER …] [--zone ZONE] [--only NAME] [--accepted FILE]

SBELL is the program to test. Without folders, ../shared/feeds/ics and tests/feeds/ics are compared, those that are there.

Each calendar is listed from a year before its first event to two years after its last, in pieces short enough that no limit
on the occurrences of one event matters. Compared are the sessions that start in a piece, as multisets of start (an instant),
uid, title and whether it is cancelled. recurring-ical-events leaves cancelled occurrences in, with their status, and so does
sbell: a session that one of the two calls cancelled and the other does not is a difference like any other. The library's
titles are cleaned as Sessionbell cleans what it shows; of both, only the beginning counts. An event without a uid gets one of
Sessionbell's: a uid that is nowhere in the file counts as none.

One line for each file: `same N`, or what differs. What is accepted stands in differences.toml, with a reason. The script fails
on a difference that is not accepted, and on one that is but no longer occurs.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import environment

environment.enter()

import icalendar  # noqa: E402
import recurring_ical_events  # noqa: E402
from zoneinfo import ZoneInfo  # noqa: E402

# So many days are listed at once: at four times a day, still fewer occurrences than sbell lists of one event.
PIECE = timedelta(days=90)
# Sessions are chosen by their start here; the library chooses by its own idea of their end, so it is asked for more.
MARGIN = timedelta(days=2)
# No calendar is listed outside of these years.
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
# Where a calendar names no day at all, nothing must be found here.
NO_DAY = (date(2024, 1, 1), date(2024, 12, 31))
UNTITLED = "Untitled session"
# What counts of a title: Sessionbell cuts at 200 grapheme clusters.
TITLE = 150
# So many differing sessions are printed of each side.
SHOWN = 12


class Session(NamedTuple):
    """What is compared of one session."""

    start: str
    uid: str
    title: str
    cancelled: bool

    def __str__(self) -> str:
        return f"{self.start} {self.uid or '(no uid)'} “{self.title}”{' cancelled' if self.cancelled else ''}"


class Unread(Exception):
    """One side does not read a file; the sentence says why."""


class Found(NamedTuple):
    """What became of one file: the sessions of both sides, or who did not read it and why."""

    sbell: Counter[Session]
    library: Counter[Session]
    unread: dict[str, str]
    issues: list[str]

    def only(self) -> tuple[list[Session], list[Session]]:
        """What sbell alone lists and what the library alone lists, sorted."""
        return sorted((self.sbell - self.library).elements()), sorted((self.library - self.sbell).elements())


def instants(piece: tuple[date, date]) -> tuple[datetime, datetime]:
    """From the midnight of the first day to that of the last, in UTC."""
    first, last = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in piece)
    return first, last


def pieces(text: str) -> list[tuple[date, date]]:
    """The windows to list, by the days that the events themselves name; no parser is asked."""
    events = "\n".join(re.findall(r"BEGIN:VEVENT.*?END:VEVENT", unfolded(text), re.DOTALL | re.IGNORECASE))
    named = re.findall(r"^(?:DTSTART|RDATE|RECURRENCE-ID)\b[^:\n]*:(.*)$", events, re.MULTILINE | re.IGNORECASE)
    days = []
    for year, month, day in re.findall(r"\b(\d{4})(\d\d)(\d\d)(?=T|\b)", "\n".join(named)):
        try:
            days.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    days = [day for day in days if FIRST <= day <= LAST]
    first, last = (min(days) - timedelta(days=365), max(days) + timedelta(days=730)) if days else NO_DAY
    cuts = []
    while first < last:
        cuts.append((first, min(first + PIECE, last)))
        first += PIECE
    return cuts


def utc(start: date | datetime, zone: ZoneInfo) -> datetime:
    """The instant of a start. Days and floating times are of `zone`; in a gap the offset before applies, in a fold the first."""
    if not isinstance(start, datetime):
        start = datetime(start.year, start.month, start.day)
    return (start if start.tzinfo else start.replace(tzinfo=zone)).astimezone(UTC)


def plain(title: str) -> str:
    """A title as Sessionbell cleans it: on one line, without what is invisible."""
    spaced = "".join(" " if character.isspace() else character for character in title)
    visible = "".join(character for character in spaced if unicodedata.category(character) not in ("Cc", "Cf"))
    return " ".join(visible.split())[:TITLE].strip() or UNTITLED


def first_of(component: icalendar.Event, name: str) -> str:
    """A text property; the first, where it was given several times."""
    value = component.get(name, "")
    return str(value[0] if isinstance(value, list) and value else value)


def with_start(calendar: icalendar.Calendar) -> icalendar.Calendar:
    """A calendar without the events that have no start: one of them would have the library list none of the others."""
    calendar.subcomponents = [part for part in calendar.subcomponents if part.name != "VEVENT" or "DTSTART" in part]
    return calendar


def by_library(content: bytes, cuts: list[tuple[date, date]], zone: ZoneInfo) -> Counter[Session]:
    """What recurring-ical-events finds. It reads X-WR-TIMEZONE by the x-wr-timezone package itself."""
    found: Counter[Session] = Counter()
    try:
        calendars = icalendar.Calendar.from_ical(content, multiple=True)
        queries = [recurring_ical_events.of(with_start(calendar), skip_bad_series=True) for calendar in calendars]
        for first, last in map(instants, cuts):
            for query in queries:
                for event in query.between(first - MARGIN, last + MARGIN):
                    start = utc(event.start, zone)
                    if first <= start < last:
                        cancelled = first_of(event, "STATUS").upper() == "CANCELLED"
                        named = start.strftime("%Y-%m-%dT%H:%M:%SZ")
                        found[Session(named, first_of(event, "UID").strip(), plain(first_of(event, "SUMMARY")), cancelled)] += 1
    except Exception as error:  # noqa: BLE001: whatever it stumbles over, it has not read the file
        raise Unread(f"{type(error).__name__}: {error}".splitlines()[0]) from error
    return found


def by_sbell(program: str, path: Path, cuts: list[tuple[date, date]], zone: ZoneInfo) -> tuple[Counter[Session], list[str]]:
    """What sbell finds, and its issues."""
    found: Counter[Session] = Counter()
    issues: dict[str, None] = {}
    uids = set(re.findall(r"^UID\b[^:\n]*:(.*?)\s*$", unfolded(text_of(path)), re.MULTILINE | re.IGNORECASE))
    for first, last in map(instants, cuts):
        bounds = ["--from", first.strftime("%Y-%m-%dT%H:%M:%SZ"), "--to", last.strftime("%Y-%m-%dT%H:%M:%SZ")]
        asked = [program, "list", str(path), *bounds, "--zone", zone.key, "--json"]
        answer = subprocess.run(asked, capture_output=True, timeout=60, check=False)
        if answer.returncode != 0:
            said = answer.stderr.decode(errors="replace").strip().splitlines()
            raise Unread(said[-1] if said else f"ended with {answer.returncode} and said nothing")
        listing = json.loads(answer.stdout)
        for issue in listing.get("issues", []):
            issues[f"{issue.get('weight', '')}: {issue.get('place', '')}: {issue.get('sentence', '')}"] = None
        for session in listing["sessions"]:
            start = datetime.fromisoformat(session["start"]).astimezone(UTC)
            if first <= start < last:
                uid = session["uid"] if session["uid"] in uids else ""
                cancelled = session.get("status", "").upper() == "CANCELLED"
                found[Session(start.strftime("%Y-%m-%dT%H:%M:%SZ"), uid, plain(session["title"]), cancelled)] += 1
    return found, list(issues)


def unfolded(text: str) -> str:
    """A calendar's text, each content line on one line (RFC 5545, section 3.1), even if empty lines were put between."""
    return re.sub(r"[\r\n]+[ \t]", "", text)


def text_of(path: Path) -> str:
    """A calendar's text, whatever its bytes."""
    return path.read_bytes().decode("utf-8-sig", errors="replace")


def look(program: str, path: Path, zone: ZoneInfo) -> Found:
    """Lists one file by both."""
    cuts = pieces(text_of(path))
    found = Found(Counter(), Counter(), {}, [])
    try:
        sessions, issues = by_sbell(program, path, cuts, zone)
        found.sbell.update(sessions)
        found.issues.extend(issues)
    except Unread as unread:
        found.unread["sbell"] = str(unread)
    try:
        found.library.update(by_library(path.read_bytes(), cuts, zone))
    except Unread as unread:
        found.unread["library"] = str(unread)
    return found


def digest(sessions: tuple[list[Session], list[Session]]) -> str:
    """Changes whenever any of the differing sessions does."""
    return hashlib.sha256(json.dumps(sessions).encode()).hexdigest()[:12]


def difference(found: Found) -> dict[str, object]:
    """What would have to stand in differences.toml about this file: nothing, if there is no difference."""
    if len(found.unread) == 1:
        return {"unread_by": next(iter(found.unread))}
    only = found.only()
    if not found.unread and any(only):
        return {"only_sbell": len(only[0]), "only_library": len(only[1]), "digest": digest(only)}
    return {}


def tell(found: Found) -> None:
    """Prints what differs in one file."""
    for side, sentence in found.unread.items():
        print(f"    {side} does not read it: {sentence}")
    if not found.unread:
        for side, sessions in zip(("sbell", "library"), found.only(), strict=True):
            for session in sessions[:SHOWN]:
                print(f"    only {side}: {session}")
            if len(sessions) > SHOWN:
                print(f"    only {side}: … and {len(sessions) - SHOWN} more")
    for issue in found.issues[:SHOWN]:
        print(f"    sbell says: {issue}")


def judge(name: str, found: Found, accepted: dict[str, object] | None) -> bool:
    """Prints one file's line, and what differs unless it is accepted; whether it is in order."""
    differs = difference(found)
    expected = {key: value for key, value in (accepted or {}).items() if key not in ("file", "because")}
    if not differs:
        verdict = "same: neither reads it" if found.unread else f"same {sum(found.sbell.values())}"
        print(f"{name}: {verdict}" + (", but a difference is accepted that no longer occurs" if accepted else ""))
        return not accepted
    common = sum((found.sbell & found.library).values())
    if differs == expected:
        print(f"{name}: same {common}, accepted: {differs} because {accepted['because']}")
        return True
    print(f"{name}: DIFFERS, same {common}" + (f"; other than what is accepted: {expected}" if accepted else ""))
    tell(found)
    print("    to accept it, after a look at each:\n")
    print(f"[[difference]]\nfile = {json.dumps(name)}")
    for key, value in differs.items():
        print(f"{key} = {json.dumps(value)}")
    print('because = ""\n')
    return False


def accepted_differences(path: Path) -> dict[str, dict[str, object]]:
    """What is accepted, by file; each with a reason."""
    listed = tomllib.loads(path.read_text()).get("difference", []) if path.exists() else []
    for entry in listed:
        if not str(entry.get("because", "")).strip().endswith("."):
            sys.exit(f"{path.name}: {entry.get('file')}: “because” gives the reason, as a sentence")
    accepted = {str(entry["file"]): entry for entry in listed}
    if len(accepted) != len(listed):
        sys.exit(f"{path.name}: a file is listed twice; give one entry with both reasons")
    return accepted


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("sbell", help="the program to test")
    arguments.add_argument("folders", nargs="*", type=Path, help="folders of .ics files")
    arguments.add_argument("--zone", type=ZoneInfo, default=ZoneInfo("Europe/Berlin"), help="the zone of floating and all-day times")
    arguments.add_argument("--only", default="", help="only files whose name contains this")
    arguments.add_argument("--accepted", type=Path, default=environment.HERE / "differences.toml", help="the accepted differences")
    given = arguments.parse_args()
    folders = given.folders or [folder for folder in (environment.ROOT / "../shared/feeds/ics", environment.ROOT / "tests/feeds/ics") if folder.is_dir()]
    files = sorted((path for folder in folders for path in folder.glob("*.ics") if given.only in path.name), key=lambda path: path.name)
    if not files:
        sys.exit("there are no .ics files to compare; name a folder that has some")
    names = Counter(path.name for path in files)
    twice = [name for name, count in names.items() if count > 1]
    if twice:
        sys.exit(f"two files have the same name, so differences could be mistaken: {', '.join(twice)}")
    accepted = accepted_differences(given.accepted)
    verdicts = [judge(path.name, look(given.sbell, path, given.zone), accepted.get(path.name)) for path in files]
    absent = sorted(set(accepted) - set(names))
    if absent and not given.only:
        print(f"accepted, but not among the files: {', '.join(absent)}")
    print(f"{len(files)} files, {verdicts.count(False)} of them not in order")
    return 0 if all(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
