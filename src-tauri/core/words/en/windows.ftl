### Every word of the windows.

## Lengths and distances of time

length-minutes = { $n } min
length-hours = { $n } h
length-both = { $hours } h { $minutes } min

# When a session rings.
lead-start = at start
lead-after = { $length } after
lead-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}

running-now = Running now
starts-in-seconds = Starts in { $n ->
    [one] { $n } second
   *[other] { $n } seconds
}
starts-in-minutes = Starts in { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
starts-in-hours = Starts in { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
starts-in-days = Starts in { $n ->
    [one] { $n } day
   *[other] { $n } days
}

ago-now = just now
ago-minutes = { $n } min ago
ago-hours = { $n } h ago
ago-days = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
}

ahead-minute = in a minute
ahead-minutes = in { $n } min
ahead-hours = in { $n } h
ahead-days = in { $n ->
    [one] { $n } day
   *[other] { $n } days
}

day-today = Today · { $date }
day-tomorrow = Tomorrow · { $date }
weeks-ahead = { $n ->
    [1] Next week
   *[other] In { $n } weeks
}

## What several windows say

settings = Settings
upcoming = Upcoming sessions
# The title of the window that rings.
reminder = Reminder
gone = Sessionbell is not running any more. Start it again from your menu.
loading = One moment…
ok = OK
save = Save
cancel = Cancel
close = Close
ring-the-bell = Ring the bell
# On a button that takes a time before the start or a time zone away.
remove-one = Remove { $what }
feed-address = Feed address
feed-address-hint = https://…  a calendar or session feed
add-feed = Add feed
# Before the times at which a session or a feed rings.
rings = Rings
add-lead = Add a reminder
own-lead = Minutes before the start
snooze-for = Snooze { $n } min
dismiss = Dismiss

## The upcoming window: its head and foot

search = Search  ( / )
search-sessions = Search sessions
filter = Show
filter-all = All
filter-going = Going
filter-requests = Requests
filter-requests-open = Requests { $n }
# A list of feeds and hosts to choose one from.
from = Show the sessions of
from-all = Everybody
from-feeds = Feeds
from-hosts = Hosts
feeds = { $n ->
    [one] { $n } feed
   *[other] { $n } feeds
}
checked = checked { $ago }
times-in = Times in { $zone }
past-sessions = { $n ->
    [one] { $n } past session
   *[other] { $n } past sessions
}
keyboard = Keyboard

## The upcoming window: what is to be known first

paused = Reminders are paused until { $time }.
quiet = Quiet hours: reminders are held until { $time }.
resume = Resume
do-not-disturb = Your desktop is on “do not disturb”: reminders wait until it is off.
missed = { $n ->
    [one] { $n } session you missed
   *[other] { $n } sessions you missed
}
changes = { $n ->
    [one] { $n } change in your feeds
   *[other] { $n } changes in your feeds
}
clear = Clear
feed-added = Added { $address }. Its sessions come with its first check.
message-copied = Message copied. Paste it into the chat that just opened:
message-not-copied = The message could not be put on the clipboard. Copy it from here, and paste it into the chat that just opened:

## The upcoming window: its list

past = Sessions that are over
not-past = Back to what is coming
nothing-past = Nothing is over yet.
nothing = Nothing is coming up.
nothing-why = Your feeds have no sessions in the days ahead. They are checked again by themselves.
not-found = No session matches.
show-all = Show all sessions
no-requests = No requests. Use “Ask to join” on a session, and it is kept here until you are in.
no-going = Nothing here yet. Sessions that you have the link for, or asked to join, are listed here.

## One session

next-session = Next session
all-day = All day
# After a time.
your-time = your time
# Before the bold names of the hosts.
hosted-by = hosted by
looking-for = Looking for: { $what }
moved-from = moved from { $from }
overlaps = overlaps with { $titles }
tentative = not certain yet
cancelled = Cancelled
topic = { $label }, opens { $host }
post = Announcement
more = More
copy = Copy as text
copied = Copied.
to-calendar = Add to calendar
handed-over = Your calendar program was asked to add it.
# A row of the strip of zones, read aloud; one of the cities is the person's.
zone-time = { $time } in { $city }
city-you = { $city } (you)

## One session's bell

change-bell = Change when it rings
bell = Bell: { $leads }
bell-none = No bell
bell-silent = Silent
snoozed-until = Snoozed until { $time }
as-feed = As the whole feed
mute = Do not ring for this session
unmute = Ring for this session again
snooze-before = Snooze until { $n } min before
snooze-start = Snooze until the start
auto-open = Open the meeting by itself at the start
auto-open-why = Not while the screen is locked, nor on a desktop that does not say whether it is.

## The way into a session

join = Join
ask = Ask to join
ask-again = Ask again
have-link = I have the link
paste-link = Paste the link you were sent
did-you-send = Did you send it?
sent-yes = Yes
sent-no = No
declined = The host said no
withdraw = Forget this request

request-sending = Sending to { $channel } …
request-drafted = Message for { $channel } · { $ago }
request-waitlisted = On the waiting list · { $ago }
request-asked = Asked on { $channel } · { $ago }
request-link-received = You have the link · { $ago }
request-declined = Declined · { $ago }
request-joined = Joined · { $ago }

kept = You have the link
kept-same = Same link as before
kept-from = Link from { $host }’s session
kept-opened = { $kept } · opened { $ago }

offer-clipboard = Use the { $service } link on your clipboard?
offer-clipboard-unknown = Use the meeting link on your clipboard?
answered = { $who } answered
answered-host = The host answered
offer-sealed = { $answered }; only your own program can read it.
offer-no-link = { $answered }, without a link so far.
offer-link = { $answered }: use this link? { $place }
offer-use = Use this link
offer-refuse = Not this one

confirm = Open { $host }?
confirm-why = The site belongs to { $domain }. Open it only if you trust the host of this session with it.
confirm-other-host = The link came with a session of { $was }; this one is hosted by { $now }.
confirm-other-unnamed = The link came with a session of { $was }; this one is another’s.
confirm-open = Open

ask-for = Ask to join “{ $title }”
ask-where = Where
ask-person-on = { $person } on { $channel }
ask-message = Your message
ask-sends-as = It is sent from your { $channel } account { $account }. The answer is looked for here.
ask-opens-chat = { $channel } opens, with the message at hand to paste. Nothing is sent by itself.
ask-send = Send
ask-open-channel = Open { $channel }
ask-anyway = Ask once more

## The keys

keys-title = Keys in this window
keys-anywhere = Anywhere
keys-row = On a session
key-search = Search
key-all = All sessions
key-going = Those you go to
key-requests = Your requests
key-past = Past sessions, and back
key-settings = Settings
key-keys = These keys
key-next = Next session
key-before = Session before
key-join = Join, or ask to join
key-bell = When it rings
key-copy = Copy as text
key-calendar = Add to your calendar
key-leave = Leave the search, close what is open

## The first start

first = Welcome. Three steps, and you miss no session any more
first-feed = Add a feed
first-why = Sessionbell rings ahead of the sessions that a community publishes in a feed. Paste the address of one.
first-or = Or look first:
first-sample = Use the sample feed
first-bell = Hear it once
first-did-it-ring = A notice should be on your screen.
first-it-did-not = It is not: find out why
first-leads = Choose when it rings
first-done = Done

## The settings window

page-feeds = Feeds
page-reminders = Reminders
page-joining = Joining
page-zones = Time zones
page-appearance = Appearance
page-general = General
page-doctor = Why didn’t it ring?
undo-change = Undo the last change
undo-keys = Ctrl+Z

## The settings window: feeds

no-feeds = No feeds yet. Paste the address of one above.
feed-removed = “{ $title }” was removed.
undo = Undo
every-feed = For every feed
check-now = Check now
details = Details
remove = Remove
feed-name = Name of this feed
rename = Rename
address = Address
feed-issues = { $n ->
    [one] { $n } thing in this feed could not be read:
   *[other] { $n } things in this feed could not be read:
}
take-offer = Use that calendar instead
feed-zone = Time zone of its times
choose-zone = Choose…
feed-leads-own = Its own times
feed-leads-all = As every feed

health-well = up to date
health-new = being fetched
health-stale = showing the copy from { $ago }
health-stale-unknown = showing the last copy
health-failed = not read yet
health-gone = gone
sessions = { $n ->
    [one] { $n } session
   *[other] { $n } sessions
}
next-check = next { $ahead }
unchanged = last change { $ago }

## The settings window: reminders

leads = Ring ahead of a session
leads-why = The same session can ring more than once.
late = If I wake the computer late
late-why = Show one notice while a session still runs; list the rest as missed.
late-choice = { $n ->
    [0] only up to the start
   *[other] up to { $n } min after the start
}
snooze = Snooze
snooze-why = How long “Snooze” puts a reminder off.
sound = Sound
sound-why = A small bell with each reminder. “Ring the bell” lets you hear it.
sound-choice = { $percent ->
    [0] None
    [30] Soft
    [60] Medium
    [100] Loud
   *[other] { $percent } %
}
insist = Ring until I act
insist-why = From its start a session rings every minute, up to ten times, until you join, dismiss or snooze it.
tell-changes = Tell me when a session moves
tell-changes-why = A quiet notice when a session is moved, cancelled, or on after all. What you were reminded of or asked to join you always hear.
quiet-hours = Quiet hours
quiet-hours-why = Hold reminders and give one when they end.
quiet-hours-from = Quiet hours from
quiet-hours-to = Quiet hours to
break-through = Sessions I asked to join ring anyway
break-through-why = They ring through a pause and through quiet hours.
try-it = Try it
try-it-why = Rings a sample now, the way a real one would.

## The settings window: joining

your-name = Your name
your-name-why = Signs the message when you ask a host for the link.
message = The message
message-why = What a host is asked with. You see it, and can change it, before it goes. Its fields:
message-usual = Back to the usual message
message-sample = For the next session whose host is asked:
native-apps = Open meetings in their own program
native-apps-why = Zoom and Teams open directly, without a page of the browser before. They have to be installed.
accounts = Accounts
accounts-why = With an account of yours a message is sent from here, and the host’s answer is looked for. Without one the chat opens, and you send it yourself.
sign-in = Sign in
sign-in-asking = Asking the server …
sign-out = Sign out
sign-in-zulip = Zulip
sign-in-zuliprc = Zulip, by its zuliprc
sign-in-matrix = Matrix
zulip-server = Address of the organisation
zulip-user = E-mail address of your account
zulip-key = API key
zulip-where = You find your API key in Zulip under Settings, Account & privacy.
zuliprc-file = The file
zuliprc-text = Or its text
matrix-server = Address of the home server
matrix-key = Access token
matrix-where = You find the access token in your Matrix program, in Element under Settings, Help & About.
key-kept = It is kept in your desktop’s keyring and sent to that server alone.
secrets = Links and keys
secrets-where = Kept in
secrets-keyring = The desktop’s keyring
secrets-keyring-why = Links that hosts sent you, and the keys of your accounts, are encrypted there.
secrets-file = A file of your own
secrets-file-why = They stand in that file as they are: whoever reads your files, or a copy of them, reads them too.

## The settings window: time zones

your-zone = Your time zone
zone-of-machine = This computer’s: { $zone }
more-zones = Zones to show beside yours
more-zones-why = The next session is shown on a strip for each.
find-zone = Find a time zone
add-zone = Add { $zone }

## The settings window: appearance

as-desktop = As the desktop
language = Language
# Each language is named in itself, in every language.
language-en = English
language-de = Deutsch
theme = Colours
theme-light = Light
theme-dark = Dark
text-size = Size of text
first-day = Weeks begin on
first-day-monday = Monday
first-day-saturday = Saturday
first-day-sunday = Sunday
hours = Times
hours-24 = 20:30
hours-12 = 8:30 PM

## The settings window: general

login = Start at login
login-why = Waits in the tray.
login-window = A window at login
login-window-why = Shows what is coming up as soon as you log in.
file = Settings file
file-why = You may edit it by hand; changes hold at once.
version = Version
quit = Quit Sessionbell
quit-why = Nothing rings until it is started again.

## The settings window: why it did not ring

well = Nothing is wrong.
verdict-good = fine
verdict-fair = note
verdict-bad = problem
next-reminders = The next reminders
next-reminders-none = No reminder is due: there is no session ahead, or none rings.
last-reminders = The last reminders
last-reminders-none = Nothing has rung yet.
