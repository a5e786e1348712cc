# Was Meldungen, Infobereich und „Warum hat es nicht geläutet?“ sagen. Zeiten, Titel und Namen kommen fertig an.

## Abstände

now = jetzt
in-span = in { $span }
started-ago = seit { $span }
minutes = { $n ->
    [one] 1 Minute
   *[other] { $n } Minuten
}
hours = { $n ->
    [one] 1 Stunde
   *[other] { $n } Stunden
}
days = { $n ->
    [one] 1 Tag
   *[other] { $n } Tagen
}
hours-minutes = { $hours } Std. { $minutes } Min.
days-hours = { $days } T. { $hours } Std.
minutes-short = { $n } Min.
hours-short = { $n } Std.

## Erinnerungen

bell-at-start = zum Beginn
bell-before = mit { $span } Vorlauf
bell-after = { $n } Min. nach Beginn
bell-insist = zum Beginn, bis du reagierst
bell-insist-after = { $n } Min. nach Beginn, bis du reagierst
bell-snooze = verschoben

## Uhrzeiten und Tage

today = Heute
tomorrow = Morgen
all-day = ganztägig
earlier = für dich { $span } früher als sonst
later = für dich { $span } später als sonst
an-hour = eine Stunde
monday = Montag
tuesday = Dienstag
wednesday = Mittwoch
thursday = Donnerstag
friday = Freitag
saturday = Samstag
sunday = Sonntag
monday-short = Mo
tuesday-short = Di
wednesday-short = Mi
thursday-short = Do
friday-short = Fr
saturday-short = Sa
sunday-short = So
january = Januar
february = Februar
march = März
april = April
may = Mai
june = Juni
july = Juli
august = August
september = September
october = Oktober
november = November
december = Dezember
january-short = Jan.
february-short = Feb.
march-short = März
april-short = Apr.
may-short = Mai
june-short = Juni
july-short = Juli
august-short = Aug.
september-short = Sep.
october-short = Okt.
november-short = Nov.
december-short = Dez.
date = { $weekday }, { $day }. { $month }
date-short = { $weekday }, { $day }. { $month }

## Meldungen

reminder = { $distance }: { $title }
reminder-moved = Auf { $to } verlegt, { $distance }: { $title }
together = { $distance }: { $n } Treffen
several = { $n } Treffen, das erste { $distance }
and-more = und { $n } weitere
open = Öffnen
join = Beitreten
ask = Um Zugang bitten
snooze = In { $n } Min. wieder
changed = { $n ->
    [one] Ein Treffen hat sich geändert
   *[other] { $n } Treffen haben sich geändert
}
change-new = Neu: { $title }
change-moved = Auf { $to } verlegt: { $title }
change-moved-from = war { $from }
change-cancelled = Abgesagt: { $title }
change-withdrawn = steht nicht mehr im Feed
change-back = Findet doch statt: { $title }
change-topic = Neues Thema bei { $title }: { $label }
change-host = { $host } lädt jetzt zu { $title } ein
sample-title = In 10 Minuten: So läutet ein Treffen
sample-body = Sessionbell · die Glocke funktioniert
the-host = Wer einlädt,
answered = { $who } hat geantwortet: { $title }
answered-link = Die Antwort enthält einen Link. Öffne Sessionbell, um ihn zu nutzen.
answered-no-link = Die Antwort enthält noch keinen Link. Öffne Sessionbell, um weiterzumachen.

## Infobereich

tray-now = Jetzt: { $topic }
tray-coming = { $topic } { $countdown }
no-feeds = Noch keine Feeds
no-sessions = Keine Treffen in dieser Woche
tray-together = { $n } Treffen zur selben Zeit
tray-running = { $n } Treffen laufen gerade
tray-answered = { $who } hat geantwortet: den Link für { $topic } nutzen?
tray-missed = { $n ->
    [one] Du hast ein Treffen verpasst
   *[other] Du hast { $n } Treffen verpasst
}
tray-do-not-disturb = „Nicht stören“ ist an: Erinnerungen warten
tray-check = Feeds jetzt prüfen
tray-open = Sessionbell öffnen
tray-settings = Einstellungen
tray-quit = Beenden
tray-asked = Auf { $channel } gefragt
tray-did-you-send = Hast du deine Nachricht gesendet?
tray-ask = Auf { $channel } um Zugang bitten
tray-resume = Fortsetzen (Pause bis { $time })
tray-pause = Pause
tray-pause-minutes = { $n } Minuten
tray-pause-hour = 1 Stunde
tray-pause-tomorrow = Bis morgen
tip-do-not-disturb = „Nicht stören“ ist an: Erinnerungen warten, bis es aus ist
tip-held = Erinnerungen werden bis { $time } zurückgehalten
tip-nothing = Sessionbell: nichts steht an

## Bitten um Zugang

a-host = wer einlädt
asked-lately = Du hast { $who } vor { $span } auf { $channel } gefragt. Warte noch auf die Antwort, oder frage noch einmal.

## Störungen

unheard-refused = Der Meldungsdienst nimmt keine Erinnerungen an: { $why }.
unheard-silent = Der Meldungsdienst antwortet nicht.
server-nameless = Ein Meldungsdienst ohne Namen
server-unknown = Der Meldungsdienst des Desktops wird gesucht.
server-up = { $product } zeigt die Erinnerungen, mit Knöpfen.
server-up-plain = { $product } zeigt die Erinnerungen, aber ohne Knöpfe: Tritt über den Infobereich oder das Fenster bei.
trouble-refused = Eine Erinnerung konnte nicht gezeigt werden: { $why }. Es wird wieder versucht; solange läutet sie in einem eigenen Fenster.
trouble-settings = Die Einstellungsdatei wird nicht benutzt: { $why }. Es gelten die Einstellungen von vorher.
trouble-clock-ahead = Die Uhr dieses Computers geht wohl { $n } Min. vor, und die Erinnerungen folgen ihr. Stelle sie richtig.
trouble-clock-behind = Die Uhr dieses Computers geht wohl { $n } Min. nach, und die Erinnerungen folgen ihr. Stelle sie richtig.
trouble-feed = { $feed }: { $why }.
trouble-feed-stale = { $feed }: { $why }. Gezeigt wird der Stand von vor { $span }; deine Erinnerungen bleiben.
trouble-no-tray = Dieser Desktop hat keinen Infobereich; starte Sessionbell noch einmal, um dieses Fenster zu öffnen.

## Warum hat es nicht geläutet?

doctor-server = Meldungsdienst
doctor-server-can = { $server } Er kann: { $abilities }.
doctor-server-refused = Er hat die letzte Erinnerung abgelehnt: { $why }.
doctor-permission = Erlaubnis
doctor-permission-good = Der Desktop lässt Sessionbell Meldungen zeigen.
doctor-permission-bad = Der Desktop lässt Sessionbell vielleicht keine Meldungen zeigen. Erlaube es in den Meldungseinstellungen des Desktops.
doctor-permission-unknown = Ohne Meldungsdienst ist nicht bekannt, ob Sessionbell Meldungen zeigen darf.
doctor-do-not-disturb = Nicht stören
doctor-do-not-disturb-on = Es ist an: Erinnerungen warten, bis es aus ist. Schalte es in den Meldungseinstellungen des Desktops aus.
doctor-do-not-disturb-off = Es ist aus, soweit der Meldungsdienst das mitteilt.
doctor-holding = Pause und Ruhezeiten
doctor-paused = Erinnerungen pausieren bis { $time } und kommen dann, wenn sie noch nützen.
doctor-quiet = Deine Ruhezeiten halten Erinnerungen bis { $time } zurück; sie kommen dann, wenn sie noch nützen.
doctor-nothing-holds = Nichts hält Erinnerungen gerade zurück.
doctor-tray = Infobereich
doctor-tray-good = Der Desktop zeigt das Symbol im Infobereich.
doctor-tray-none = Dieser Desktop hat keinen Infobereich; Erinnerungen läuten trotzdem. Starte Sessionbell noch einmal, um das Fenster zu öffnen.
doctor-tray-unknown = Ob der Desktop das Symbol im Infobereich zeigt, ist noch nicht bekannt.
doctor-clock = Uhr
doctor-clock-ahead = Die Uhr dieses Computers geht gegenüber den Servern der Feeds vor, mit einem Abstand von { $span }; die Erinnerungen folgen ihr. Stelle sie richtig. Der Computer ist auf { $zone } eingestellt.
doctor-clock-behind = Die Uhr dieses Computers geht gegenüber den Servern der Feeds nach, mit einem Abstand von { $span }; die Erinnerungen folgen ihr. Stelle sie richtig. Der Computer ist auf { $zone } eingestellt.
doctor-clock-good = Sie stimmt auf { $n } s mit den Servern der Feeds überein. Der Computer ist auf { $zone } eingestellt.
doctor-clock-unknown = Noch wurde kein Server gefragt, der sagen könnte, ob sie richtig geht. Der Computer ist auf { $zone } eingestellt.
doctor-zones = Zeitzonen
doctor-zones-own = Zeitzonen-Datenbank { $version }, die mitgelieferte.
doctor-zones-machine = Zeitzonen-Datenbank { $version }, die dieses Computers.
doctor-sound = Klang
doctor-sound-off = Erinnerungen sind lautlos, wie eingestellt.
doctor-sound-on = Mit jeder Erinnerung läutet eine Glocke, mit { $n } Prozent.
doctor-start = Start bei der Anmeldung
doctor-start-gone = Eingeschaltet, aber der Eintrag des Desktops fehlt. Schalte es in den Einstellungen aus und wieder ein.
doctor-start-good = Sessionbell startet, wenn du dich anmeldest.
doctor-start-off = Sessionbell startet nicht bei der Anmeldung; nichts läutet, bis du es startest. Schalte es in den Einstellungen ein.
doctor-settings = Einstellungsdatei
doctor-settings-bad = Sie wird nicht benutzt: { $why }. Es gelten die Einstellungen von vorher.
doctor-settings-good = Sie gilt.
doctor-itself = Sessionbell selbst
doctor-itself-good = Seit dem Start gab es keinen eigenen Fehler.
doctor-saved = Gespeichertes
doctor-saved-good = Was geläutet hat und was du geantwortet hast, ist gespeichert.
doctor-feeds = Feeds
doctor-no-feeds = Es gibt keine, also kann nichts läuten. Füge in den Einstellungen einen hinzu.
doctor-feed = Feed { $feed }
doctor-feed-good = { $n ->
    [one] 1 Treffen steht an.
   *[other] { $n } Treffen stehen an.
}
doctor-feed-checked = { $n ->
    [one] 1 Treffen steht an, geprüft vor { $span }.
   *[other] { $n } Treffen stehen an, geprüft vor { $span }.
}
doctor-feed-stale = { $why }. { $n ->
    [one] Im letzten guten Stand steht 1 Treffen an.
   *[other] Im letzten guten Stand stehen { $n } Treffen an.
}
doctor-feed-new = Er wurde noch nicht gelesen.
doctor-feed-never = { $why }. Er wurde noch nie gelesen.
doctor-feed-silent = { $n ->
    [one] Eines davon ist stumm.
   *[other] { $n } davon sind stumm.
}
doctor-feed-no-leads = Er läutet für keines davon: Es ist keine Zeit eingestellt.
doctor-reminder = { $title }, { $bell }
doctor-gone = Ein Treffen, das nicht mehr im Feed steht
outcome-on-time = pünktlich
outcome-seconds-late = { $n } s zu spät
outcome-late = mit { $span } Verspätung
outcome-snoozed = verschoben auf { $time }
outcome-claimed = { $n ->
    [one] dem Meldungsdienst übergeben, der noch nicht geantwortet hat
   *[other] { $n }-mal versucht; der Meldungsdienst hat sie noch nicht angenommen
}
outcome-shown = gezeigt, { $late }; nicht beantwortet
outcome-dismissed = gezeigt und von dir geschlossen
outcome-opened = gezeigt und von dir geöffnet
outcome-joined = du bist beigetreten
outcome-asked = du hast um den Link gebeten
outcome-put-off = gezeigt und von dir verschoben
outcome-superseded = eine andere Erinnerung an dasselbe Treffen hat es gesagt
outcome-cancelled = zurückgenommen: Das Treffen wurde abgesagt, verlegt oder gestrichen
outcome-missed-away = verpasst: Die Zeit verging, während der Computer schlief oder Sessionbell nicht lief
outcome-missed-held = verpasst: Pause, Ruhezeiten oder „Nicht stören“ hielten sie zurück, bis ihre Zeit vorbei war
outcome-missed-refused = verpasst: Kein Meldungsdienst nahm sie an, bis ihre Zeit vorbei war
