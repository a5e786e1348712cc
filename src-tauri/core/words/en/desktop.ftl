# What notices, the tray and “Why didn’t it ring?” say. Times, titles and names come ready-made.

## Distances

now = now
in-span = in { $span }
started-ago = started { $span } ago
minutes = { $n ->
    [one] 1 minute
   *[other] { $n } minutes
}
hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
}
days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
hours-minutes = { $hours } h { $minutes } min
days-hours = { $days } d { $hours } h
minutes-short = { $n } min
hours-short = { $n } h

## Reminders

bell-at-start = at the start
bell-before = { $span } before
bell-after = { $n } min after the start
bell-insist = at the start, until you act
bell-insist-after = { $n } min after the start, until you act
bell-snooze = put off

## Clocks and days

today = Today
tomorrow = Tomorrow
all-day = all day
earlier = { $span } earlier than usual for you
later = { $span } later than usual for you
an-hour = an hour
monday = Monday
tuesday = Tuesday
wednesday = Wednesday
thursday = Thursday
friday = Friday
saturday = Saturday
sunday = Sunday
monday-short = Mon
tuesday-short = Tue
wednesday-short = Wed
thursday-short = Thu
friday-short = Fri
saturday-short = Sat
sunday-short = Sun
january = January
february = February
march = March
april = April
may = May
june = June
july = July
august = August
september = September
october = October
november = November
december = December
january-short = Jan
february-short = Feb
march-short = Mar
april-short = Apr
may-short = May
june-short = Jun
july-short = Jul
august-short = Aug
september-short = Sep
october-short = Oct
november-short = Nov
december-short = Dec
date = { $weekday } { $day } { $month }
date-short = { $weekday } { $day } { $month }

## Notices

reminder = { $distance }: { $title }
reminder-moved = Moved to { $to }, { $distance }: { $title }
together = { $distance }: { $n } sessions
several = { $n } sessions, the first { $distance }
and-more = and { $n } more
open = Open
join = Join
ask = Ask to join
snooze = Snooze { $n } min
changed = { $n ->
    [one] A session has changed
   *[other] { $n } sessions have changed
}
change-new = New: { $title }
change-moved = Moved to { $to }: { $title }
change-moved-from = was { $from }
change-cancelled = Cancelled: { $title }
change-withdrawn = it is no longer in its feed
change-back = On after all: { $title }
change-topic = New topic for { $title }: { $label }
change-host = { $host } hosts { $title } now
sample-title = In 10 minutes: this is how a session rings
sample-body = Sessionbell · the bell works
the-host = The host
answered = { $who } answered: { $title }
answered-link = There is a link in the answer. Open Sessionbell to use it.
answered-no-link = The answer has no link yet. Open Sessionbell to go on.

## Tray

tray-now = Now: { $topic }
tray-coming = { $topic } { $countdown }
no-feeds = No feeds yet
no-sessions = No sessions this week
tray-together = { $n } sessions at the same time
tray-running = { $n } sessions run now
tray-answered = { $who } answered: use the link for { $topic }?
tray-missed = { $n ->
    [one] You missed a session
   *[other] You missed { $n } sessions
}
tray-do-not-disturb = Do not disturb is on: reminders wait
tray-check = Check feeds now
tray-open = Open Sessionbell
tray-settings = Settings
tray-quit = Quit
tray-asked = Asked on { $channel }
tray-did-you-send = Did you send your message?
tray-ask = Ask to join on { $channel }
tray-resume = Resume (paused until { $time })
tray-pause = Pause
tray-pause-minutes = { $n } minutes
tray-pause-hour = 1 hour
tray-pause-tomorrow = Until tomorrow
tip-do-not-disturb = Do not disturb is on: reminders wait until it is off
tip-held = Reminders are held until { $time }
tip-nothing = Sessionbell: nothing coming up

## Requests

a-host = the host
asked-lately = You asked { $who } on { $channel } { $span } ago. Give them time to answer, or ask once more.

## Troubles

unheard-refused = The notification server does not take reminders: { $why }.
unheard-silent = The notification server does not answer.
server-nameless = A notification server without a name
server-unknown = Looking for the desktop’s notification server.
server-up = { $product } shows the reminders, with buttons.
server-up-plain = { $product } shows the reminders; it has no buttons, so join from the tray or the window.
trouble-refused = A reminder could not be shown: { $why }. It is tried again, and rings in a window of its own meanwhile.
trouble-settings = The settings file is not used: { $why }. The settings before it stay in force.
trouble-clock-ahead = This computer’s clock seems to be { $n } min ahead; reminders follow it. Set the clock right.
trouble-clock-behind = This computer’s clock seems to be { $n } min behind; reminders follow it. Set the clock right.
trouble-feed = { $feed }: { $why }.
trouble-feed-stale = { $feed }: { $why }. Showing the copy from { $span } ago; your reminders are kept.
trouble-no-tray = This desktop shows no tray; start Sessionbell again to bring this window up.

## Why didn’t it ring?

doctor-server = Notification server
doctor-server-can = { $server } It can: { $abilities }.
doctor-server-refused = It refused the last reminder: { $why }.
doctor-permission = Permission
doctor-permission-good = The desktop lets Sessionbell show notifications.
doctor-permission-bad = The desktop may not let Sessionbell show notifications. Allow it in your desktop’s notification settings.
doctor-permission-unknown = Whether Sessionbell may show notifications is not known without a notification server.
doctor-do-not-disturb = Do not disturb
doctor-do-not-disturb-on = It is on: reminders wait until it is off. Turn it off in your desktop’s notification settings.
doctor-do-not-disturb-off = It is not on, as far as the notification server tells.
doctor-holding = Pause and quiet hours
doctor-paused = Reminders are paused until { $time } and come then, if they still matter.
doctor-quiet = Reminders are held by your quiet hours until { $time } and come then, if they still matter.
doctor-nothing-holds = Nothing holds reminders back now.
doctor-tray = Tray
doctor-tray-good = The desktop shows the tray icon.
doctor-tray-none = This desktop shows no tray icons; reminders ring all the same. Start Sessionbell again to bring its window up.
doctor-tray-unknown = Whether the desktop shows the tray icon is not known yet.
doctor-clock = Clock
doctor-clock-ahead = This computer’s clock is { $span } ahead of the feeds’ servers, and reminders follow it. Set it right. The machine is set to { $zone }.
doctor-clock-behind = This computer’s clock is { $span } behind the feeds’ servers, and reminders follow it. Set it right. The machine is set to { $zone }.
doctor-clock-good = It agrees with the feeds’ servers to within { $n } s. The machine is set to { $zone }.
doctor-clock-unknown = No server has been asked yet that could tell whether it is right. The machine is set to { $zone }.
doctor-zones = Time zones
doctor-zones-own = Time zone database { $version }, its own.
doctor-zones-machine = Time zone database { $version }, this computer’s.
doctor-sound = Sound
doctor-sound-off = Reminders make no sound, as is set.
doctor-sound-on = A bell is heard with each reminder, at { $n } percent.
doctor-start = Start at login
doctor-start-gone = It is switched on, but the desktop’s entry is gone. Switch it off and on again in Settings.
doctor-start-good = Sessionbell starts when you log in.
doctor-start-off = Sessionbell does not start when you log in; nothing rings until you start it. Switch it on in Settings.
doctor-settings = Settings file
doctor-settings-bad = It is not used: { $why }. The settings before it stay in force.
doctor-settings-good = It is in force.
doctor-itself = Sessionbell itself
doctor-itself-good = It had no fault of its own since it was started.
doctor-saved = Saved state
doctor-saved-good = What rang and what you answered is saved.
doctor-feeds = Feeds
doctor-no-feeds = There are none, so nothing can ring. Add one in Settings.
doctor-feed = Feed { $feed }
doctor-feed-good = { $n ->
    [one] 1 session to come.
   *[other] { $n } sessions to come.
}
doctor-feed-checked = { $n ->
    [one] 1 session to come, checked { $span } ago.
   *[other] { $n } sessions to come, checked { $span } ago.
}
doctor-feed-stale = { $why }. { $n ->
    [one] The last good copy has 1 session to come.
   *[other] The last good copy has { $n } sessions to come.
}
doctor-feed-new = It has not been read yet.
doctor-feed-never = { $why }. It has never been read.
doctor-feed-silent = { $n ->
    [one] One of them is set to silent.
   *[other] { $n } of them are set to silent.
}
doctor-feed-no-leads = It rings for none of them: no time is set.
doctor-reminder = { $title }, { $bell }
doctor-gone = A session that is no longer in its feed
outcome-on-time = on time
outcome-seconds-late = { $n } s late
outcome-late = { $span } late
outcome-snoozed = put off until { $time }
outcome-claimed = { $n ->
    [one] handed to the notification server, which has not answered yet
   *[other] tried { $n } times; the notification server has not taken it yet
}
outcome-shown = shown, { $late }; not answered
outcome-dismissed = shown, and closed by you
outcome-opened = shown, and opened by you
outcome-joined = you joined
outcome-asked = you asked for the link
outcome-put-off = shown, and put off by you
outcome-superseded = another reminder of the same session said it
outcome-cancelled = taken back: the session was cancelled, moved or withdrawn
outcome-missed-away = missed: its time passed while the computer slept or Sessionbell was not running
outcome-missed-held = missed: a pause, quiet hours or do-not-disturb held it until its time had passed
outcome-missed-refused = missed: no notification server took it until its time had passed
