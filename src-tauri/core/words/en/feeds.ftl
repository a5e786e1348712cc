# What of a feed was not understood, and what its publisher should write instead. Sentences begin small and end without a
# stop, with advice behind a semicolon. Names in “…” are as they stand in the format.

issue-error = error: { $place }: { $why }
issue-warning = warning: { $place }: { $why }
issue-line = line { $line }
issue-more = { $n ->
    [one] a further problem is not listed
   *[other] { $n } further problems are not listed
}
parser-says = { $words }

## The document as a whole

json-no-object = it is not an object with “@type”: “Group”
json-no-type = it has no “@type”: “Group” and no “entries”
json-other-type = its “@type” is “{ $type }”, not “Group”
json-entries = its “entries” is not a list
json-schedule = its schedule has neither a conference with “days” nor “events”
json-talks = its “talks” is not a list
not-a-feed-not-utf8 = the text is not UTF-8
issue-not-utf8 = the file is not in UTF-8; letters that cannot be read are shown as “�”
issue-too-many-values = it holds more than 10,000 values
issue-too-many-properties = the document has more than a thousand properties; only the first are read
issue-property-unreadable = “{ $key }” cannot be read: { $why }
issue-refresh = “{ $text }” is not a duration; write it like PT1H
issue-rooms-not-object = rooms must be an object of rooms by name
issue-only-first-entries = only the first { $most } of { $all } entries are read
issue-only-first-events = only the first { $most } of { $all } events are read
issue-unfollowed = of the sessions that repeat, only the first { $most } are followed; of { $n } more the first date is shown
issue-series-cut = the session “{ $uid }” repeats more often than can be shown; only the first times are
issue-changes-unread = { $n ->
    [one] a change of a single date is not read, and that date is shown unchanged
   *[other] { $n } changes of single dates are not read, and these dates are shown unchanged
}: of { $most } changes are read, as far as they repeat no more than { $mib } MiB
issue-uid-of-two = the uid “{ $uid }” is used again at { $place }; both are shown. Give every session its own uid, so that it keeps its reminders when it moves
issue-uid-twice = the uid “{ $uid }” is used again at { $place }; the newer entry counts. Give every session its own uid
issue-calendar-zone = the time zone “{ $name }” of the calendar is not known; times without a zone are taken as the reader’s
issue-to-dos = to-dos are not sessions; { $n } left out

## What a property must be

must-be-text = “{ $key }” must be text
must-be-date-time = “{ $key }” must be a local date-time like 2021-03-30T14:30:00
must-be-duration = “{ $key }” must be a duration like PT1H30M
must-be-true-or-false = “{ $key }” must be true or false
must-be-number = “{ $key }” must be a whole number from 0
must-be-object = “{ $key }” must be an object
must-be-list = “{ $key }” must be a list

## An entry of a group

issue-entry-not-object = an entry must be an object with “@type”: “Event”
issue-entry-unreadable = the entry cannot be read: { $why }
issue-task = a task is not a session; only events are read
issue-other-type = “{ $type }” is not read here; a session is an “Event”
issue-uid-length = the uid must have 1 to 255 bytes of text
issue-uid-missing = a session needs a “uid” that stays the same when it is edited, so that it does not ring twice
issue-start-missing = a session needs a “start” such as 2021-03-30T14:30:00
issue-start-offset = the start has an offset; write the local time alone (2021-03-30T14:30:00) and the place in “timeZone”
issue-start-malformed = “{ $text }” is not a start; write it like 2021-03-30T14:30:00
issue-zone-unknown = unknown time zone “{ $name }”; use a name like Europe/Berlin
issue-zone-likely = unknown time zone “{ $name }”; did you mean { $zone }?
issue-zone-not-text = the time zone must be a name like Europe/Berlin
issue-recurrence-id = the recurrence id is not a local date-time and is not used
issue-no-title = the session has no title
issue-title-cut = the title is longer than { $most } characters; it is cut
issue-length-malformed = “{ $text }” is not a duration; write it like PT1H30M; no end is shown
issue-length-range = “{ $text }” is not between a second and 31 days; no end is shown
issue-status = “{ $text }” is not a status; the session is taken as confirmed
issue-status-tentative = “{ $text }” is not a status; the session is taken as tentative
issue-link-left-out = the link is left out: { $why }
issue-no-room = the group has no room “{ $room }”
issue-participants = participants must be an object of people by name
issue-wanted = “wanted” must be a list of objects with a “text”
issue-join-not-object = “join” must be an object with a “mode”
issue-join-mode = “{ $text }” is not a mode; it is read as “ask”
contact-no-kind = a contact needs a “kind”: zulip, discord, matrix, email, telegram, slack, irc, endpoint or web
contact-unknown-kind = contacts of the kind “{ $kind }” are not known; use zulip, discord, matrix, email, telegram, slack, irc, endpoint or web
contact-zulip = the Zulip server is left out: { $why }
contact-matrix = a Matrix contact needs a “handle” like @niko:example.org
contact-mail = an e-mail contact needs one plain address
contact-web = the page is left out: { $why }
contact-telegram = a Telegram contact needs a “handle” like @niko_m
contact-slack = a Slack contact needs “server”, as in https://name.slack.com, or the ids “team” and “user”
contact-slack-workspace = the Slack workspace is left out: { $why }
contact-irc = an IRC contact needs a “server” like irc.libera.chat, and as “handle” a nick or a #channel
contact-endpoint = the endpoint is left out: { $why }

## Dates that differ in a series

issue-patch-no-pointer = “{ $key }” is not a JSON Pointer
issue-patch-overlap = “{ $key }” changes what “{ $other }” replaces
issue-patch-series = “{ $key }” belongs to the series and is the same on all its dates
issue-patch-nowhere = “{ $key }” leads to nothing that the series has
issue-change-not-applied = { $why }; none of this change is applied
issue-occurrence-repeats = one occurrence of a series does not repeat itself; this is not used
issue-overrides-not-object = the overrides must be an object of changes by date
issue-override-date = an override stands under a local date-time like 2021-03-30T14:30:00; this one is not used
issue-override-not-object = an override must be an object of changes; the date is shown unchanged

## Rules

issue-excluded-rules = rule not supported: excludedRecurrenceRules; of the dates by rule only the first is shown
issue-rules-not-list = “recurrenceRules” must be a list of rules; one rule alone is a “recurrenceRule”
issue-only-first-rules = only the first { $most } of { $all } rules are read
issue-only-first-date = { $why }; only the first date is shown
issue-exrule = rule not supported: EXRULE; times that it takes back are shown
rule-not-supported = rule not supported: { $what }
rule-malformed = rule not understood: “{ $text }”
rule-out-of-range = rule not understood: “{ $part }” is out of range
rule-not-object = a rule must be an object with a “frequency”
rule-no-frequency = rule not understood: it has no “frequency”
rule-no-freq = rule not understood: it does not say how often (FREQ)
rule-type = rule not understood: its “@type” must be “RecurrenceRule”
rule-rscale = rule not supported: rscale “{ $text }”; only gregorian is
rule-skip = rule not supported: skip “{ $text }”; only omit is
rule-must-be-number = rule not understood: “{ $key }” must be a whole number from 1
rule-must-be-numbers = rule not understood: “{ $key }” must be a list of whole numbers
rule-must-be-date-time = rule not understood: “{ $key }” must be a local date-time like 2021-06-30T14:30:00
rule-must-be-weekday = rule not understood: “{ $key }” must be a weekday: mo, tu, we, th, fr, sa or su
rule-too-many-values = rule not supported: { $n } values of { $key }; at most { $most }
rule-frequency-short = rule not supported: frequency { $frequency }; sessions repeat by days, weeks, months or years
rule-freq-short = rule not supported: FREQ={ $frequency }; sessions repeat by days, weeks, months or years
rule-frequency-unknown = rule not understood: “{ $text }” is not a frequency
rule-frequency-not-text = rule not understood: the frequency must be text, such as “weekly”
rule-days-not-list = rule not understood: “byDay” must be a list of objects with a “day”
rule-nth = rule not understood: “nthOfPeriod” must be a whole number, not 0
rule-months-not-text = rule not understood: “byMonth” must be a list of months as text, such as “5”
rule-leap-month = rule not supported: byMonth “{ $text }”; the Gregorian calendar has no leap months
rule-month-unknown = rule not understood: “{ $text }” is not a month
rule-part-here = rule not supported: { $part } with the frequency { $frequency }
rule-part-here-freq = rule not supported: { $part } with FREQ={ $frequency }
rule-numbered-days = rule not supported: byDay with numbers with the frequency { $frequency }
rule-numbered-days-freq = rule not supported: BYDAY with numbers with FREQ={ $frequency }
rule-interval = rule not supported: interval { $interval }; it is from 1 to { $most }
rule-interval-ics = rule not supported: INTERVAL={ $interval }; it is from 1 to { $most }
rule-times-a-day = rule not supported: { $n } times a day; at most { $most }
rule-two-ends = rule not understood: it ends by “count” and by “until”; one of them says when
rule-two-ends-ics = rule not understood: it ends by COUNT and by UNTIL; one of them says when
rule-twice = rule not understood: { $part } is given twice

## Schedules of conferences

issue-breaks = { $n ->
    [one] a break is left out
   *[other] { $n } breaks are left out
}
issue-service-sessions = { $n ->
    [one] a service session (a break or the like) is left out
   *[other] { $n } service sessions (breaks and the like) are left out
}
issue-day = a day must be an object with “rooms”
issue-day-rooms = the rooms of a day must be an object of lists by the room’s name
issue-day-too-many-rooms = the day has more than a thousand rooms; only the first are read
issue-room-not-list = a room of a day must be a list of talks
issue-group = a group must be an object with “sessions” or “rooms”
issue-session-not-object = a session must be an object
issue-session-unreadable = the session cannot be read: { $why }
issue-not-scheduled = the session has no time yet; it is listed once it has one
issue-time-malformed = “{ $text }” is not a time; write it like { $like }
issue-no-zone = the time has neither an offset nor a zone; choose the zone of the event for this feed
issue-end-malformed = “{ $text }” is not a time here; no end is shown
issue-length-unreadable = the length cannot be read; write it like 01:30; no end is shown
issue-length-minutes = the length is not between a minute and 31 days; no end is shown
issue-people-not-list = people must be a list
issue-only-first-people = only the first { $most } of { $all } people are read
issue-person-unknown = the person’s name is not in the document

## An event of an iCalendar document

issue-event-unreadable = the event cannot be read
issue-event-cut = the event is longer than 256 KiB or 2,000 lines; the rest of it is not read
issue-event-no-uid = the event has no UID; it is known by its title and start, so that it loses its reminders when it moves
issue-event-uid-length = the UID is longer than 1,024 bytes
issue-event-no-title = the event has no title (SUMMARY)
issue-event-start-unclear = the event is left out, since its start (DTSTART) is not clear: { $why }
issue-occurrence-unclear = the event is left out, since which occurrence it is of is not clear (RECURRENCE-ID): { $why }
issue-event-end-range = the end is not between a second and 31 days after the start; no end is shown
issue-no-end = no end is shown: { $why }
issue-rdate = further dates (RDATE) are left out: { $why }
issue-exdate = dates that are left out (EXDATE) are shown: { $why }
time-none = it has none
time-none-at-all = it is not a time
time-empty = it is empty
time-no-date = it is not a date of the calendar
time-no-clock = it is not a time of the day
time-malformed = “{ $text }” is not a time
time-zone = the time zone “{ $name }” is not known; use a name like Europe/Berlin
time-duration = the DURATION is not one; write it like PT1H30M
