# Was an einem Feed nicht verstanden wurde und was stattdessen darin stehen sollte. Die Sätze beginnen klein und enden ohne
# Punkt, ein Rat steht hinter einem Strichpunkt. Namen in „…“ stehen da wie im Format.

issue-error = Fehler: { $place }: { $why }
issue-warning = Hinweis: { $place }: { $why }
issue-line = Zeile { $line }
issue-more = { $n ->
    [one] ein weiteres Problem ist nicht aufgeführt
   *[other] { $n } weitere Probleme sind nicht aufgeführt
}
parser-says = „{ $words }“ (in den Worten des Parsers)

## Das Dokument als Ganzes

json-no-object = es ist kein Objekt mit „@type“: „Group“
json-no-type = es hat weder „@type“: „Group“ noch „entries“
json-other-type = sein „@type“ ist „{ $type }“, nicht „Group“
json-entries = „entries“ ist darin keine Liste
json-schedule = im Programm steht weder eine Konferenz mit „days“ noch „events“
json-talks = „talks“ ist darin keine Liste
not-a-feed-not-utf8 = der Text ist nicht in UTF-8
issue-not-utf8 = die Datei ist nicht in UTF-8; Buchstaben, die sich nicht lesen lassen, erscheinen als „�“
issue-too-many-values = es hat mehr als 10.000 Werte
issue-too-many-properties = das Dokument hat mehr als tausend Eigenschaften; nur die ersten werden gelesen
issue-property-unreadable = „{ $key }“ lässt sich nicht lesen: { $why }
issue-refresh = „{ $text }“ ist keine Dauer; schreibe sie wie PT1H
issue-rooms-not-object = Räume müssen ein Objekt von Räumen nach ihrem Namen sein
issue-only-first-entries = nur die ersten { $most } von { $all } Einträgen werden gelesen
issue-only-first-events = nur die ersten { $most } von { $all } Terminen werden gelesen
issue-unfollowed = von den Treffen, die sich wiederholen, wird nur den ersten { $most } gefolgt; von { $n } weiteren erscheint der erste Tag
issue-series-cut = das Treffen „{ $uid }“ wiederholt sich öfter, als sich zeigen lässt; nur die ersten Male erscheinen
issue-changes-unread = { $n ->
    [one] eine Änderung eines einzelnen Tages wird nicht gelesen, und er erscheint unverändert
   *[other] { $n } Änderungen einzelner Tage werden nicht gelesen, und diese Tage erscheinen unverändert
}: Gelesen werden { $most } Änderungen, soweit sie zusammen nicht mehr als { $mib } MiB wiederholen
issue-uid-of-two = die uid „{ $uid }“ steht noch einmal bei { $place }; beide erscheinen. Gib jedem Treffen eine eigene uid, damit es beim Verschieben seine Erinnerungen behält
issue-uid-twice = die uid „{ $uid }“ steht noch einmal bei { $place }; der neuere Eintrag gilt. Gib jedem Treffen eine eigene uid
issue-calendar-zone = die Zeitzone „{ $name }“ des Kalenders ist unbekannt; Zeiten ohne Zone gelten als die der Lesenden
issue-to-dos = Aufgaben sind keine Treffen; { $n } ausgelassen

## Was eine Eigenschaft sein muss

must-be-text = „{ $key }“ muss Text sein
must-be-date-time = „{ $key }“ muss eine Ortszeit wie 2021-03-30T14:30:00 sein
must-be-duration = „{ $key }“ muss eine Dauer wie PT1H30M sein
must-be-true-or-false = „{ $key }“ muss true oder false sein
must-be-number = „{ $key }“ muss eine ganze Zahl ab 0 sein
must-be-object = „{ $key }“ muss ein Objekt sein
must-be-list = „{ $key }“ muss eine Liste sein

## Ein Eintrag einer Gruppe

issue-entry-not-object = ein Eintrag muss ein Objekt mit „@type“: „Event“ sein
issue-entry-unreadable = der Eintrag lässt sich nicht lesen: { $why }
issue-task = eine Aufgabe ist kein Treffen; nur Termine werden gelesen
issue-other-type = „{ $type }“ wird hier nicht gelesen; ein Treffen ist ein „Event“
issue-uid-length = die uid muss 1 bis 255 Bytes Text haben
issue-uid-missing = ein Treffen braucht eine „uid“, die beim Bearbeiten gleich bleibt, damit es nicht zweimal läutet
issue-start-missing = ein Treffen braucht einen „start“ wie 2021-03-30T14:30:00
issue-start-offset = der Beginn hat einen Abstand zu UTC; schreibe nur die Ortszeit (2021-03-30T14:30:00) und den Ort in „timeZone“
issue-start-malformed = „{ $text }“ ist kein Beginn; schreibe ihn wie 2021-03-30T14:30:00
issue-zone-unknown = unbekannte Zeitzone „{ $name }“; nimm einen Namen wie Europe/Berlin
issue-zone-likely = unbekannte Zeitzone „{ $name }“; meinst du { $zone }?
issue-zone-not-text = die Zeitzone muss ein Name wie Europe/Berlin sein
issue-recurrence-id = die „recurrenceId“ ist keine Ortszeit und bleibt unbeachtet
issue-no-title = das Treffen hat keinen Titel
issue-title-cut = der Titel ist länger als { $most } Zeichen; er ist gekürzt
issue-length-malformed = „{ $text }“ ist keine Dauer; schreibe sie wie PT1H30M; ein Ende erscheint nicht
issue-length-range = „{ $text }“ liegt nicht zwischen einer Sekunde und 31 Tagen; ein Ende erscheint nicht
issue-status = „{ $text }“ ist kein Status; das Treffen gilt als bestätigt
issue-status-tentative = „{ $text }“ ist kein Status; das Treffen gilt als vorläufig
issue-link-left-out = der Link ist ausgelassen: { $why }
issue-no-room = die Gruppe hat keinen Raum „{ $room }“
issue-participants = „participants“ muss ein Objekt von Leuten nach ihrem Namen sein
issue-wanted = „wanted“ muss eine Liste von Objekten mit einem „text“ sein
issue-join-not-object = „join“ muss ein Objekt mit einem „mode“ sein
issue-join-mode = „{ $text }“ gibt es als „mode“ nicht; es gilt als „ask“
contact-no-kind = ein Kontakt braucht ein „kind“: zulip, discord, matrix, email, telegram, slack, irc, endpoint oder web
contact-unknown-kind = Kontakte mit „kind“ „{ $kind }“ sind unbekannt; nimm zulip, discord, matrix, email, telegram, slack, irc, endpoint oder web
contact-zulip = der Zulip-Server ist ausgelassen: { $why }
contact-matrix = ein Matrix-Kontakt braucht ein „handle“ wie @niko:example.org
contact-mail = ein E-Mail-Kontakt braucht eine einfache Adresse
contact-web = die Seite ist ausgelassen: { $why }
contact-telegram = ein Telegram-Kontakt braucht ein „handle“ wie @niko_m
contact-slack = ein Slack-Kontakt braucht „server“, etwa https://name.slack.com, oder die Kennungen „team“ und „user“
contact-slack-workspace = der Slack-Workspace ist ausgelassen: { $why }
contact-irc = ein IRC-Kontakt braucht einen „server“ wie irc.libera.chat und als „handle“ einen Nick oder einen #Kanal
contact-endpoint = der Dienst ist ausgelassen: { $why }

## Tage einer Serie, die anders sind

issue-patch-no-pointer = „{ $key }“ ist kein JSON Pointer
issue-patch-overlap = „{ $key }“ ändert, was „{ $other }“ ersetzt
issue-patch-series = „{ $key }“ gehört zur Serie und ist an allen ihren Tagen gleich
issue-patch-nowhere = „{ $key }“ führt zu nichts, was die Serie hat
issue-change-not-applied = { $why }; von dieser Änderung gilt nichts
issue-occurrence-repeats = ein einzelner Tag einer Serie wiederholt sich nicht; dies bleibt unbeachtet
issue-overrides-not-object = „recurrenceOverrides“ muss ein Objekt von Änderungen nach ihrem Tag sein
issue-override-date = eine Änderung steht unter einer Ortszeit wie 2021-03-30T14:30:00; diese bleibt unbeachtet
issue-override-not-object = eine Änderung muss ein Objekt sein; der Tag erscheint unverändert

## Regeln

issue-excluded-rules = Regel nicht unterstützt: excludedRecurrenceRules; von den Tagen nach der Regel erscheint nur der erste
issue-rules-not-list = „recurrenceRules“ muss eine Liste von Regeln sein; eine einzelne ist eine „recurrenceRule“
issue-only-first-rules = nur die ersten { $most } von { $all } Regeln werden gelesen
issue-only-first-date = { $why }; nur der erste Tag erscheint
issue-exrule = Regel nicht unterstützt: EXRULE; Zeiten, die sie zurücknimmt, erscheinen
rule-not-supported = Regel nicht unterstützt: { $what }
rule-malformed = Regel nicht verstanden: „{ $text }“
rule-out-of-range = Regel nicht verstanden: „{ $part }“ liegt außerhalb dessen, was es gibt
rule-not-object = eine Regel muss ein Objekt mit einer „frequency“ sein
rule-no-frequency = Regel nicht verstanden: sie hat keine „frequency“
rule-no-freq = Regel nicht verstanden: sie sagt nicht, wie oft (FREQ)
rule-type = Regel nicht verstanden: ihr „@type“ muss „RecurrenceRule“ sein
rule-rscale = Regel nicht unterstützt: rscale „{ $text }“; nur gregorian gibt es hier
rule-skip = Regel nicht unterstützt: skip „{ $text }“; nur omit gibt es hier
rule-must-be-number = Regel nicht verstanden: „{ $key }“ muss eine ganze Zahl ab 1 sein
rule-must-be-numbers = Regel nicht verstanden: „{ $key }“ muss eine Liste ganzer Zahlen sein
rule-must-be-date-time = Regel nicht verstanden: „{ $key }“ muss eine Ortszeit wie 2021-06-30T14:30:00 sein
rule-must-be-weekday = Regel nicht verstanden: „{ $key }“ muss ein Wochentag sein: mo, tu, we, th, fr, sa oder su
rule-too-many-values = Regel nicht unterstützt: { $n } Werte von { $key }; höchstens { $most }
rule-frequency-short = Regel nicht unterstützt: frequency { $frequency }; Treffen wiederholen sich nach Tagen, Wochen, Monaten oder Jahren
rule-freq-short = Regel nicht unterstützt: FREQ={ $frequency }; Treffen wiederholen sich nach Tagen, Wochen, Monaten oder Jahren
rule-frequency-unknown = Regel nicht verstanden: „{ $text }“ gibt es als „frequency“ nicht
rule-frequency-not-text = Regel nicht verstanden: „frequency“ muss Text sein, etwa „weekly“
rule-days-not-list = Regel nicht verstanden: „byDay“ muss eine Liste von Objekten mit einem „day“ sein
rule-nth = Regel nicht verstanden: „nthOfPeriod“ muss eine ganze Zahl sein, nicht 0
rule-months-not-text = Regel nicht verstanden: „byMonth“ muss eine Liste von Monaten als Text sein, etwa „5“
rule-leap-month = Regel nicht unterstützt: byMonth „{ $text }“; der gregorianische Kalender hat keine Schaltmonate
rule-month-unknown = Regel nicht verstanden: „{ $text }“ ist kein Monat
rule-part-here = Regel nicht unterstützt: { $part } mit der „frequency“ { $frequency }
rule-part-here-freq = Regel nicht unterstützt: { $part } mit FREQ={ $frequency }
rule-numbered-days = Regel nicht unterstützt: byDay mit Zahlen mit der „frequency“ { $frequency }
rule-numbered-days-freq = Regel nicht unterstützt: BYDAY mit Zahlen mit FREQ={ $frequency }
rule-interval = Regel nicht unterstützt: interval { $interval }; es geht von 1 bis { $most }
rule-interval-ics = Regel nicht unterstützt: INTERVAL={ $interval }; es geht von 1 bis { $most }
rule-times-a-day = Regel nicht unterstützt: { $n } Mal am Tag; höchstens { $most }
rule-two-ends = Regel nicht verstanden: sie endet durch „count“ und durch „until“; eines davon sagt, wann
rule-two-ends-ics = Regel nicht verstanden: sie endet durch COUNT und durch UNTIL; eines davon sagt, wann
rule-twice = Regel nicht verstanden: { $part } steht zweimal da

## Programme von Konferenzen

issue-breaks = { $n ->
    [one] eine Pause ist ausgelassen
   *[other] { $n } Pausen sind ausgelassen
}
issue-service-sessions = { $n ->
    [one] ein Programmpunkt ohne Vortrag (eine Pause oder dergleichen) ist ausgelassen
   *[other] { $n } Programmpunkte ohne Vortrag (Pausen und dergleichen) sind ausgelassen
}
issue-day = ein Tag muss ein Objekt mit „rooms“ sein
issue-day-rooms = die Räume eines Tages müssen ein Objekt von Listen nach dem Namen des Raums sein
issue-day-too-many-rooms = der Tag hat mehr als tausend Räume; nur die ersten werden gelesen
issue-room-not-list = ein Raum eines Tages muss eine Liste von Vorträgen sein
issue-group = eine Gruppe muss ein Objekt mit „sessions“ oder „rooms“ sein
issue-session-not-object = ein Treffen muss ein Objekt sein
issue-session-unreadable = das Treffen lässt sich nicht lesen: { $why }
issue-not-scheduled = das Treffen hat noch keine Zeit; es erscheint, sobald es eine hat
issue-time-malformed = „{ $text }“ ist keine Zeit; schreibe sie wie { $like }
issue-no-zone = die Zeit hat weder einen Abstand zu UTC noch eine Zone; wähle für diesen Feed die Zone der Veranstaltung
issue-end-malformed = „{ $text }“ ist hier keine Zeit; ein Ende erscheint nicht
issue-length-unreadable = die Dauer lässt sich nicht lesen; schreibe sie wie 01:30; ein Ende erscheint nicht
issue-length-minutes = die Dauer liegt nicht zwischen einer Minute und 31 Tagen; ein Ende erscheint nicht
issue-people-not-list = Leute müssen eine Liste sein
issue-only-first-people = nur die ersten { $most } von { $all } Leuten werden gelesen
issue-person-unknown = der Name dieser Person steht nicht im Dokument

## Ein Termin eines iCalendar-Dokuments

issue-event-unreadable = der Termin lässt sich nicht lesen
issue-event-cut = der Termin ist länger als 256 KiB oder 2.000 Zeilen; der Rest davon wird nicht gelesen
issue-event-no-uid = der Termin hat keine UID; erkannt wird er an Titel und Beginn, sodass er beim Verschieben seine Erinnerungen verliert
issue-event-uid-length = die UID ist länger als 1.024 Bytes
issue-event-no-title = der Termin hat keinen Titel (SUMMARY)
issue-event-start-unclear = der Termin ist ausgelassen, weil sein Beginn (DTSTART) nicht klar ist: { $why }
issue-occurrence-unclear = der Termin ist ausgelassen, weil nicht klar ist, zu welchem Tag der Serie er gehört (RECURRENCE-ID): { $why }
issue-event-end-range = das Ende liegt nicht zwischen einer Sekunde und 31 Tagen nach dem Beginn; ein Ende erscheint nicht
issue-no-end = ein Ende erscheint nicht: { $why }
issue-rdate = weitere Tage (RDATE) sind ausgelassen: { $why }
issue-exdate = Tage, die ausfallen sollen (EXDATE), erscheinen: { $why }
time-none = es gibt keinen
time-none-at-all = das ist keine Zeit
time-empty = da steht nichts
time-no-date = das ist kein Datum des Kalenders
time-no-clock = das ist keine Uhrzeit
time-malformed = „{ $text }“ ist keine Zeit
time-zone = die Zeitzone „{ $name }“ ist unbekannt; nimm einen Namen wie Europe/Berlin
time-duration = die DURATION ist keine; schreibe sie wie PT1H30M
