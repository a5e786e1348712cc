### Jedes Wort der Fenster.

## Längen und Abstände der Zeit

length-minutes = { $n } Min.
length-hours = { $n } Std.
length-both = { $hours } Std. { $minutes } Min.

# Wann ein Treffen läutet.
lead-start = zum Beginn
lead-after = { $length } danach
lead-days = { $n ->
    [one] { $n } Tag
   *[other] { $n } Tage
}

running-now = Läuft gerade
starts-in-seconds = Beginnt in { $n ->
    [one] { $n } Sekunde
   *[other] { $n } Sekunden
}
starts-in-minutes = Beginnt in { $n ->
    [one] { $n } Minute
   *[other] { $n } Minuten
}
starts-in-hours = Beginnt in { $n ->
    [one] { $n } Stunde
   *[other] { $n } Stunden
}
starts-in-days = Beginnt in { $n ->
    [one] { $n } Tag
   *[other] { $n } Tagen
}

ago-now = gerade eben
ago-minutes = vor { $n } Min.
ago-hours = vor { $n } Std.
ago-days = vor { $n ->
    [one] { $n } Tag
   *[other] { $n } Tagen
}

ahead-minute = in einer Minute
ahead-minutes = in { $n } Min.
ahead-hours = in { $n } Std.
ahead-days = in { $n ->
    [one] { $n } Tag
   *[other] { $n } Tagen
}

day-today = Heute · { $date }
day-tomorrow = Morgen · { $date }
weeks-ahead = { $n ->
    [1] Nächste Woche
   *[other] In { $n } Wochen
}

## Was mehrere Fenster sagen

settings = Einstellungen
upcoming = Anstehende Treffen
# Der Titel des Fensters, das läutet.
reminder = Erinnerung
gone = Sessionbell läuft nicht mehr. Starte es wieder über dein Menü.
loading = Einen Moment …
ok = OK
save = Speichern
cancel = Abbrechen
close = Schließen
ring-the-bell = Glocke läuten
# Auf einem Knopf, der eine Zeit vor Beginn oder eine Zeitzone wegnimmt.
remove-one = { $what } entfernen
feed-address = Feed-Adresse
feed-address-hint = https://…  ein Kalender oder Feed
add-feed = Feed hinzufügen
# Vor den Zeiten, zu denen ein Treffen oder ein Feed läutet.
rings = Läutet
add-lead = Erinnerung hinzufügen
own-lead = Minuten vor Beginn
snooze-for = In { $n } Min. wieder
dismiss = Schließen

## Das Fenster der anstehenden Treffen: Kopf und Fuß

search = Suchen  ( / )
search-sessions = Treffen suchen
filter = Anzeigen
filter-all = Alle
filter-going = Dabei
filter-requests = Anfragen
filter-requests-open = Anfragen { $n }
# Eine Liste von Feeds und Einladenden, aus der eines gewählt wird.
from = Treffen anzeigen
from-all = Von allen
from-feeds = Feeds
from-hosts = Wer einlädt
feeds = { $n ->
    [one] { $n } Feed
   *[other] { $n } Feeds
}
checked = { $ago } geprüft
times-in = Zeitzone: { $zone }
past-sessions = { $n ->
    [one] { $n } vergangenes Treffen
   *[other] { $n } vergangene Treffen
}
keyboard = Tastatur

## Das Fenster der anstehenden Treffen: was zuerst zu wissen ist

paused = Erinnerungen pausieren bis { $time }.
quiet = Ruhezeit: Erinnerungen werden bis { $time } zurückgehalten.
resume = Fortsetzen
do-not-disturb = Auf deinem Desktop ist „Nicht stören“ an: Erinnerungen warten, bis es aus ist.
missed = { $n ->
    [one] { $n } verpasstes Treffen
   *[other] { $n } verpasste Treffen
}
changes = { $n ->
    [one] { $n } Änderung in deinen Feeds
   *[other] { $n } Änderungen in deinen Feeds
}
clear = Leeren
feed-added = { $address } hinzugefügt. Die Treffen kommen mit der ersten Prüfung.
message-copied = Nachricht kopiert. Füge sie in den Chat ein, der sich gerade geöffnet hat:
message-not-copied = Die Nachricht ließ sich nicht in die Zwischenablage legen. Kopiere sie von hier und füge sie in den Chat ein, der sich gerade geöffnet hat:

## Das Fenster der anstehenden Treffen: seine Liste

past = Vergangene Treffen
not-past = Zurück zu den anstehenden
nothing-past = Noch ist keines vorbei.
nothing = Es steht nichts an.
nothing-why = Deine Feeds enthalten für die nächsten Tage keine Treffen. Sie werden von selbst wieder geprüft.
not-found = Kein Treffen passt dazu.
show-all = Alle Treffen anzeigen
no-requests = Keine Anfragen. Nutze bei einem Treffen „Um Zugang bitten“, und die Anfrage bleibt hier, bis du drin bist.
no-going = Noch nichts hier. Aufgeführt werden Treffen, deren Link du hast oder bei denen du um Zugang gebeten hast.

## Ein Treffen

next-session = Nächstes Treffen
all-day = Ganztägig
# Nach einer Uhrzeit.
your-time = bei dir
# Vor den fett gesetzten Namen derer, die einladen.
hosted-by = mit
looking-for = Gesucht: { $what }
moved-from = verlegt, bisher { $from }
overlaps = überschneidet sich mit { $titles }
tentative = noch nicht sicher
cancelled = Abgesagt
topic = { $label }, öffnet { $host }
post = Ankündigung
more = Mehr
copy = Als Text kopieren
copied = Kopiert.
to-calendar = In den Kalender
handed-over = Dein Kalenderprogramm wurde gebeten, es einzutragen.
# Eine vorgelesene Zeile des Streifens der Zonen; eine der Städte ist die eigene.
zone-time = { $time } in { $city }
city-you = { $city } (du)

## Das Läuten eines Treffens

change-bell = Ändern, wann es läutet
bell = Läutet: { $leads }
bell-none = Läutet nicht
bell-silent = Stumm
snoozed-until = Verschoben bis { $time }
as-feed = Wie der ganze Feed
mute = Für dieses Treffen nicht läuten
unmute = Für dieses Treffen wieder läuten
snooze-before = { $n } Min. vorher wieder
snooze-start = Zum Beginn wieder
auto-open = Zum Beginn das Meeting von selbst öffnen
auto-open-why = Nicht bei gesperrtem Bildschirm, und auch nicht auf einem Desktop, der nicht verrät, ob er gesperrt ist.

## Der Weg in ein Treffen

join = Beitreten
ask = Um Zugang bitten
ask-again = Erneut bitten
have-link = Ich habe den Link
paste-link = Zugesandten Link einfügen
did-you-send = Hast du sie gesendet?
sent-yes = Ja
sent-no = Nein
declined = Absage erhalten
withdraw = Anfrage vergessen

request-sending = Wird über { $channel } gesendet …
request-drafted = Nachricht für { $channel } · { $ago }
request-waitlisted = Auf der Warteliste · { $ago }
request-asked = Auf { $channel } gefragt · { $ago }
request-link-received = Du hast den Link · { $ago }
request-declined = Abgelehnt · { $ago }
request-joined = Beigetreten · { $ago }

kept = Du hast den Link
kept-same = Derselbe Link wie zuvor
kept-from = Link aus dem Treffen von { $host }
kept-opened = { $kept } · { $ago } geöffnet

offer-clipboard = Den Link zu { $service } aus der Zwischenablage verwenden?
offer-clipboard-unknown = Den Meeting-Link aus der Zwischenablage verwenden?
answered = Antwort von { $who }
answered-host = Es kam eine Antwort
offer-sealed = { $answered }; lesen kann sie nur dein eigenes Programm.
offer-no-link = { $answered }, bisher ohne Link.
offer-link = { $answered }: diesen Link verwenden? { $place }
offer-use = Diesen Link verwenden
offer-refuse = Diesen nicht

confirm = { $host } öffnen?
confirm-why = Die Website gehört zu { $domain }. Öffne sie nur, wenn du denen vertraust, die zu diesem Treffen einladen.
confirm-other-host = Der Link kam mit einem Treffen von { $was }; dieses hier ist von { $now }.
confirm-other-unnamed = Der Link kam mit einem Treffen von { $was }; dieses hier ist von jemand anderem.
confirm-open = Öffnen

ask-for = Um Zugang zu „{ $title }“ bitten
ask-where = Wo
ask-person-on = { $person } auf { $channel }
ask-message = Deine Nachricht
ask-sends-as = Gesendet wird sie mit deinem { $channel }-Konto { $account }. Nach der Antwort wird hier Ausschau gehalten.
ask-opens-chat = { $channel } öffnet sich, und die Nachricht liegt zum Einfügen bereit. Von selbst wird nichts gesendet.
ask-send = Senden
ask-open-channel = { $channel } öffnen
ask-anyway = Noch einmal bitten

## Die Tasten

keys-title = Tasten in diesem Fenster
keys-anywhere = Überall
keys-row = Auf einem Treffen
key-search = Suchen
key-all = Alle Treffen
key-going = Wo du dabei bist
key-requests = Deine Anfragen
key-past = Vergangene Treffen und zurück
key-settings = Einstellungen
key-keys = Diese Tasten
key-next = Nächstes Treffen
key-before = Voriges Treffen
key-join = Beitreten oder um Zugang bitten
key-bell = Wann es läutet
key-copy = Als Text kopieren
key-calendar = In den Kalender eintragen
key-leave = Suche verlassen, Offenes schließen

## Der erste Start

first = Willkommen. Drei Schritte, und du verpasst kein Treffen mehr
first-feed = Einen Feed hinzufügen
first-why = Sessionbell läutet vor den Treffen, die eine Community in einem Feed veröffentlicht. Füge die Adresse eines Feeds ein.
first-or = Oder erst einmal umsehen:
first-sample = Beispiel-Feed verwenden
first-bell = Die Glocke einmal hören
first-did-it-ring = Auf deinem Bildschirm sollte jetzt eine Meldung stehen.
first-it-did-not = Da steht keine: Ursache finden
first-leads = Festlegen, wann es läutet
first-done = Fertig

## Das Fenster der Einstellungen

page-feeds = Feeds
page-reminders = Erinnerungen
page-joining = Beitreten
page-zones = Zeitzonen
page-appearance = Darstellung
page-general = Allgemein
page-doctor = Warum hat es nicht geläutet?
undo-change = Letzte Änderung zurücknehmen
undo-keys = Strg+Z

## Das Fenster der Einstellungen: Feeds

no-feeds = Noch keine Feeds. Füge oben die Adresse eines Feeds ein.
feed-removed = „{ $title }“ wurde entfernt.
undo = Rückgängig
every-feed = Für jeden Feed
check-now = Jetzt prüfen
details = Details
remove = Entfernen
feed-name = Name dieses Feeds
rename = Umbenennen
address = Adresse
feed-issues = { $n ->
    [one] { $n } Angabe in diesem Feed war nicht lesbar:
   *[other] { $n } Angaben in diesem Feed waren nicht lesbar:
}
take-offer = Stattdessen diesen Kalender nehmen
feed-zone = Zeitzone der Zeitangaben
choose-zone = Auswählen …
feed-leads-own = Eigene Zeiten
feed-leads-all = Wie jeder Feed

health-well = aktuell
health-new = wird geholt
health-stale = zeigt den Stand von { $ago }
health-stale-unknown = zeigt den letzten Stand
health-failed = noch nicht gelesen
health-gone = nicht mehr da
sessions = { $n } Treffen
next-check = nächste Prüfung { $ahead }
unchanged = letzte Änderung { $ago }

## Das Fenster der Einstellungen: Erinnerungen

leads = Vor einem Treffen läuten
leads-why = Dasselbe Treffen kann mehrmals läuten.
late = Wenn der Computer spät aufwacht
late-why = Eine Meldung zeigen, solange ein Treffen noch läuft; den Rest als verpasst aufführen.
late-choice = { $n ->
    [0] nur bis zum Beginn
   *[other] bis { $n } Min. nach Beginn
}
snooze = Verschieben
snooze-why = So lange schiebt der Knopf „In … Min. wieder“ eine Erinnerung auf.
sound = Klang
sound-why = Eine kleine Glocke bei jeder Erinnerung. Mit „Glocke läuten“ ist sie zu hören.
sound-choice = { $percent ->
    [0] Keiner
    [30] Leise
    [60] Mittel
    [100] Laut
   *[other] { $percent } %
}
insist = Läuten, bis ich reagiere
insist-why = Ab Beginn läutet ein Treffen jede Minute, höchstens zehnmal, bis du beitrittst, es schließt oder verschiebst.
tell-changes = Melden, wenn ein Treffen verlegt wird
tell-changes-why = Eine stille Meldung, wenn ein Treffen verlegt oder abgesagt wird oder doch stattfindet. Bei Treffen, an die du erinnert wurdest oder bei denen du um Zugang gebeten hast, erfährst du es immer.
quiet-hours = Ruhezeiten
quiet-hours-why = Erinnerungen zurückhalten und am Ende gesammelt melden.
quiet-hours-from = Ruhezeiten von
quiet-hours-to = Ruhezeiten bis
break-through = Angefragte Treffen läuten trotzdem
break-through-why = Sie läuten auch während einer Pause und in Ruhezeiten.
try-it = Ausprobieren
try-it-why = Lässt jetzt ein Beispiel läuten, so wie eine echte Erinnerung.

## Das Fenster der Einstellungen: Beitreten

your-name = Dein Name
your-name-why = Unterschreibt die Nachricht, mit der du um den Link bittest.
message = Die Nachricht
message-why = Mit ihr wird um den Link gebeten. Bevor sie abgeht, siehst du sie und kannst sie ändern. Ihre Felder:
message-usual = Zurück zur üblichen Nachricht
message-sample = Für das nächste Treffen, bei dem um Zugang zu bitten ist:
native-apps = Meetings im eigenen Programm öffnen
native-apps-why = Zoom und Teams öffnen sich direkt, ohne vorher eine Seite im Browser. Sie müssen installiert sein.
accounts = Konten
accounts-why = Mit einem deiner Konten wird eine Nachricht von hier gesendet und nach der Antwort Ausschau gehalten. Ohne Konto öffnet sich der Chat, und du sendest sie selbst.
sign-in = Anmelden
sign-in-asking = Server wird gefragt …
sign-out = Abmelden
sign-in-zulip = Zulip
sign-in-zuliprc = Zulip, mit seiner zuliprc
sign-in-matrix = Matrix
zulip-server = Adresse der Organisation
zulip-user = E-Mail-Adresse deines Kontos
zulip-key = API-Schlüssel
zulip-where = Den API-Schlüssel findest du in Zulip unter Einstellungen, Account und Privatsphäre.
zuliprc-file = Die Datei
zuliprc-text = Oder ihr Text
matrix-server = Adresse des Heimservers
matrix-key = Zugriffstoken
matrix-where = Das Zugriffstoken findest du in deinem Matrix-Programm, in Element unter Einstellungen, Hilfe und Info.
key-kept = Aufbewahrt wird das im Schlüsselbund deines Desktops, gesendet nur an diesen Server.
secrets = Links und Schlüssel
secrets-where = Aufbewahrungsort
secrets-keyring = Schlüsselbund des Desktops
secrets-keyring-why = Links, die du bekommen hast, und die Schlüssel deiner Konten liegen dort verschlüsselt.
secrets-file = Eine eigene Datei
secrets-file-why = In dieser Datei stehen sie unverschlüsselt: Wer deine Dateien oder eine Kopie davon liest, liest auch sie.

## Das Fenster der Einstellungen: Zeitzonen

your-zone = Deine Zeitzone
zone-of-machine = Die dieses Computers: { $zone }
more-zones = Weitere Zonen neben deiner
more-zones-why = Das nächste Treffen erscheint für jede auf einem Streifen.
find-zone = Zeitzone suchen
add-zone = { $zone } hinzufügen

## Das Fenster der Einstellungen: Darstellung

as-desktop = Wie der Desktop
language = Sprache
# Jede Sprache heißt in jeder Sprache so, wie sie sich selbst nennt.
language-en = English
language-de = Deutsch
theme = Farben
theme-light = Hell
theme-dark = Dunkel
text-size = Textgröße
first-day = Wochenbeginn
first-day-monday = Montag
first-day-saturday = Samstag
first-day-sunday = Sonntag
hours = Uhrzeiten
hours-24 = 20:30
hours-12 = 8:30 PM

## Das Fenster der Einstellungen: Allgemein

login = Bei der Anmeldung starten
login-why = Wartet im Infobereich.
login-window = Fenster bei der Anmeldung
login-window-why = Zeigt gleich nach der Anmeldung, was ansteht.
file = Einstellungsdatei
file-why = Du kannst sie von Hand bearbeiten; Änderungen gelten sofort.
version = Version
quit = Sessionbell beenden
quit-why = Bis zum nächsten Start läutet nichts.

## Das Fenster der Einstellungen: warum es nicht läutete

well = Alles ist in Ordnung.
verdict-good = in Ordnung
verdict-fair = Hinweis
verdict-bad = Problem
next-reminders = Die nächsten Erinnerungen
next-reminders-none = Keine Erinnerung steht an: Es kommt kein Treffen, oder keines läutet.
last-reminders = Die letzten Erinnerungen
last-reminders-none = Noch hat nichts geläutet.
