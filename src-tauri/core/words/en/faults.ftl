# What went wrong, and what to do. Those that stand behind a name or inside a sentence begin small and end without a stop.

as-it-is = { $text }
whole = { $why }.

## Feeds

feed-doubted = { $place } dropped more than half of its coming sessions; the last copy is kept until a second check agrees
feed-gone = { $place } says that this feed is gone for good; remove it, or ask its host for the new address
feed-busy = { $place } is busy (it answered { $status })
feed-no-access = { $place } does not let you read this feed (it answered { $status }); ask its host for access
feed-not-found = { $place } has no feed at this address (it answered 404); check the address
feed-status = { $place } answered { $status }
feed-not-read = the answer was not read
fetch-unreachable = { $place } could not be reached
fetch-not-secure = the connection to { $place } is not secure: its certificate was not accepted
fetch-too-slow = { $place } did not answer in time
fetch-too-large = the feed is larger than { $mib } MiB; raise the limit for it in the settings file if that is right
fetch-broken-off = the answer of { $place } broke off
fetch-bad-redirect = the address redirects to { $to }, which is not followed
fetch-too-many-redirects = the address redirects more than three times
fetch-stumbled = reading the feed of { $place } hit a fault of Sessionbell’s own; please report it
fetch-file = the file cannot be read: { $why }
redirect-no-address = something that is not an address
redirect-password = { $place } with a password in it
redirect-private = { $place }, which is not on the public internet
file-broken-off = reading broke off
file-no-path = it has no path on this machine
file-not-there = { $path } is not there
file-none = { $path } is not a file
not-a-feed-empty = the address answered with an empty document
not-a-feed-page = the address leads to a web page, not to a feed; look for a link to a feed or calendar on it
not-a-feed-page-offers = the address leads to a web page, not to a feed; it offers a calendar at { $address }; use that address instead
not-a-feed-schedule-xml = the address leads to a schedule in XML, which is not read; the same one in JSON is: try schedule.json instead of schedule.xml
not-a-feed-news = the address leads to a news feed (RSS or Atom), which is not read; ask its host for an iCalendar (.ics) or JSCalendar address
not-a-feed-xml-calendar = the address leads to a calendar in XML, which is not read; ask its host for an iCalendar (.ics) or JSCalendar address
not-a-feed-malformed = the feed is damaged at line { $line }, column { $column }: { $what }
not-a-feed-too-deep = the feed is nested more than 128 levels deep
not-a-feed-other-json = the document is JSON but not a session feed: { $what }
not-a-feed-needs-zone = this schedule does not say in which time zone it is; choose the zone of the event for this feed in Settings

## Addresses and links

address-none = this is not a feed address; paste one that begins with https://
address-not-encrypted = this address is not encrypted; try it with https:// instead of http://
address-other-scheme = { $scheme }: addresses are not read; paste one that begins with https://
address-user-name = the address has a user name or password in it; use one without
address-not-local = a file address needs the whole path: file:///home/…
link-none = this is not a web address; it should begin with https://
link-not-https = only https:// addresses are opened; this one begins with { $scheme }:
link-user-name = the address hides its real host behind a user name (the part before @)
link-not-public = the address names a machine ({ $host }) instead of a public site
link-lookalike = the address uses look-alike letters in its host ({ $host }); type it by hand if you trust it
link-wrapped = the address only leads on to others; ask for the meeting’s own
link-too-long = the address is longer than 2,048 characters
link-not-kept = This link is not kept: { $why }.
server-not-one = “{ $address }” is not a server’s address; it should be like https://chat.example.org.
server-not-encrypted = A key is only sent over https://; this address begins with http://.

## What was asked for

gone-session = This session is no longer in its feed.
gone-link = There is no such link any more.
no-link = There is no link for this session yet; ask its host, or paste the link.
snooze-past = That time has passed already; put the session off by minutes instead.
snooze-range = A session can be put off by 1 to 1,440 minutes.
session-over = This session is over; there is nothing left to ring for.
feed-known = This feed is subscribed already, as “{ $name }”.
offer-known = That calendar is subscribed already, as “{ $name }”.
offer-gone = There is no such offer any more; check the feed again.
pause-range = A pause takes 1 to 1,440 minutes.
feed-removed = This feed is no longer subscribed.
check-no-feeds = There are no feeds yet; add one in Settings.
check-not-before = { $place } asked not to be checked before { $time }.
check-too-soon = Checked less than a minute ago; try again in a moment.
mend-settings = Mend the settings file first, so that nothing in it is lost: { $why }.
settings-fault = line { $line }, column { $column } of the settings file: { $what }
number-range = { $number } is not between { $least } and { $most }
settings-account-twice = there are two { $kind } accounts on { $server }
settings-feed-twice = { $address } is subscribed twice
nobody-to-ask = The feed does not say where to ask for this session; look at its post.
nowhere-to-ask = The feed names a place that cannot be opened; look at its post.
nothing-to-undo = There is no change left to take back.
leads-range = A session can ring eight times at most.
snooze-setting-range = A snooze takes 1 to 120 minutes.
late-range = A late reminder shows 0 to 120 minutes after the start.
text-size-range = Text can be 75 to 200 percent of its usual size.
zones-range = Twelve further zones at most.
sound-range = The bell has a volume of 0 to 100 percent.
sample-nowhere = There is no place to keep the sample in.
zone-unknown = “{ $name }” is not a time zone name; use one like Europe/Berlin or America/New_York
time-unknown = “{ $time }” is not a time of day; write it like 22:00
quiet-same = quiet hours begin and end at the same time
message-too-long = The message may have { $most } characters at most.
message-unknown-field = “{ $field }” is not a field of the message; the fields are { $fields }.
message-open-field = A “{"{"}” of the message is never closed; the fields are { $fields }.
no-agent = Sessionbell is not running any more. Start it again from your menu.
agent-ending = Sessionbell is ending.

## Accounts, and hosts’ servers

on-its-way = Your message is on its way already.
key-incomplete = The key is not complete; copy it once more.
zulip-needs-mail = Zulip needs the e-mail address of your account, beside its API key.
zuliprc-lacks = The zuliprc has no line “{ $line }=…”; download it anew from your account’s settings in Zulip.
account-gone = There is no such account any more.
answer-gone = There is no such answer any more.
key-gone = Its key is not in the keyring any more: sign in again.
call-unknown = { $why }; whether your message arrived is not known. Look into the chat before you ask again.
call-failed = { $why }. Nothing was sent; try again when you are online.
server-moved = { $place } has moved. Your key is not sent on to another server: sign in there.
server-moved-to = { $place } has moved to { $to }. Your key is not sent on to another server: sign in there.
server-trouble = { $place } has trouble of its own at the moment. Try again in a while.
server-pause = { $place } asks for a pause of { $n } s before the next message.
server-refused = { $place } did not take it: { $why }.
zulip-odd = The answer of { $place } is not one of Zulip’s. Check the address of the organisation.
zulip-odd-status = The answer of { $place } ({ $status }) is not one of Zulip’s. Check the address of the organisation.
zulip-nobody = Nobody at { $place } is called “{ $name }”. Ask the host another way, or look for them in Zulip.
zulip-several = Several people at { $place } are called “{ $name }”. Look for the right one in Zulip.
zulip-user-deactivated = Your account at { $place } is deactivated; its administrators can bring it back.
zulip-realm-deactivated = The organisation at { $place } is deactivated; ask the host another way.
zulip-key-refused = { $place } does not accept the e-mail address and API key. Get the key anew from your account’s settings in Zulip, and sign in again.
zulip-host-unknown = The host is not known at { $place } (any more). Ask another way.
zulip-not-there = There is no Zulip organisation at { $place }. Check its address.
matrix-encrypted = Your room with { $host } is encrypted, and Sessionbell cannot write there. Send the message with your Matrix program.
matrix-odd = The answer of { $place } is not one of Matrix’s. Check the address of the home server.
matrix-deactivated = Your account at { $place } is deactivated.
matrix-key-refused = { $place } does not accept the access token (any more). Get a new one from your Matrix program, and sign in again.
matrix-forbidden = { $place } does not allow it: { $why }.
endpoint-odd = The answer of { $place } is not one that docs/join-endpoint.json knows. Ask the host another way.
endpoint-forgot = { $place } does not know the request any more. Ask again.
endpoint-not-there = { $place } takes no requests at the address in the feed. Ask the host another way.
endpoint-refused = { $place } did not take the request ({ $status }). Ask the host another way.
endpoint-refused-why = { $place } did not take the request: { $why }.

## The desktop and the disk

autostart-failed = Starting at login could not be changed: { $why }
open-failed = The address could not be opened: { $how }. Choose a default browser in your desktop’s settings, then try again.
calendar-not-saved = The session could not be saved for your calendar, in { $folder }: { $why }.
calendar-not-opened = The session is saved as { $file }, which could not be opened: { $how }. Open that file with your calendar program.
not-started = { $name } did not start ({ $why })
ended-badly = { $name } ended with { $how }
not-copied = The message could not be put on the clipboard ({ $why }). Press “Ask again” in the window and copy it from there.
window-not-opened = The window did not open: { $why }.
stumbled = Sessionbell hit a fault of its own at { $time } and went on from what is saved. Please report it, with the log.
notify-none = No notification server is running, so reminders cannot be shown; log in to a desktop that has one, or start one such as dunst.
notify-bus-gone = The desktop’s message bus is gone; trying to reach it again.
notify-stumbled = The talk with the notification server broke off by a fault of Sessionbell’s own; beginning anew.
notify-no-bus = There is no desktop session bus here, so reminders cannot be shown; start Sessionbell from within a desktop session.
notify-bus-silent = The desktop’s message bus does not answer; trying again.
notify-refused = the notification server refused the reminder: { $why }
notify-nonsense = the notification server answered nonsense: { $why }
notify-too-slow = the notification server did not answer in time
notify-system-refused = the system did not take the reminder: { $why }
bell-not-kept = The bell’s sound could not be kept in { $file }: { $why }.
bell-no-player = No program that plays sounds is here; install PipeWire’s (pw-play), PulseAudio’s (paplay) or ALSA’s (aplay).
bell-not-heard = The bell was not heard: { $name } ended with { $how }. Look whether other programs are heard.
bell-broken-player = The bell was not heard: { $name } did not work ({ $why }).
disk-full = The disk is full: { $place } could not be { $done }. Free some space; reminders go on from memory meanwhile.
disk-forbidden = { $place } could not be { $done }: this user may not write there. Reminders go on from memory; what changes now is lost when Sessionbell ends.
disk-failed = { $place } could not be { $done }: { $why }.
done-read = read
done-saved = saved
done-opened = opened
done-set-aside = set aside
done-made = made
done-removed = removed
no-home = this user has no home folder.
not-text = the path { $path } is not text.
keyring-locked = The desktop’s keyring is locked: unlock it. Until then links and keys are kept only while Sessionbell runs.
keyring-none = There is no keyring on this desktop that takes links and keys: they are kept only while Sessionbell runs. In Settings, Joining, they can be kept in a file instead.
disk-damaged = The saved state was damaged. It is set aside as { $file }; sessions are read anew from their feeds.
disk-unsound = { $file } cannot be written soundly; check the disk.
disk-newer = { $file } was written by a newer Sessionbell and is left alone; update Sessionbell. Reminders go on from memory.
disk-not-updated = { $file } could not be brought up to date: { $why }.
secrets-damaged = The file of received links was damaged; it is set aside as { $file }. Ask again for the links you need.
secrets-stumbled = Links and keys cannot be kept: Sessionbell’s own part for that has ended. Please report it, with the log.
