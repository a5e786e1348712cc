# Was schiefging und was zu tun ist. Was hinter einem Namen oder im Satz steht, beginnt klein und endet ohne Punkt.

as-it-is = { $text }
whole = { $why }.

## Feeds

feed-doubted = { $place } hat mehr als die Hälfte der kommenden Treffen gestrichen; der letzte Stand bleibt, bis eine zweite Prüfung dasselbe ergibt
feed-gone = { $place } sagt, dass es diesen Feed nicht mehr gibt; entferne ihn, oder frage nach der neuen Adresse
feed-busy = { $place } ist überlastet (Antwort { $status })
feed-no-access = { $place } lässt dich diesen Feed nicht lesen (Antwort { $status }); bitte dort um Zugang
feed-not-found = { $place } hat unter dieser Adresse keinen Feed (Antwort 404); prüfe die Adresse
feed-status = { $place } hat mit { $status } geantwortet
feed-not-read = die Antwort wurde nicht gelesen
fetch-unreachable = { $place } war nicht zu erreichen
fetch-not-secure = die Verbindung zu { $place } ist nicht sicher: Das Zertifikat wurde nicht anerkannt
fetch-too-slow = { $place } hat nicht rechtzeitig geantwortet
fetch-too-large = der Feed ist größer als { $mib } MiB; erhöhe die Grenze für ihn in der Einstellungsdatei, wenn das seine Richtigkeit hat
fetch-broken-off = die Antwort von { $place } brach ab
fetch-bad-redirect = die Adresse leitet zu { $to } weiter, und dem wird nicht gefolgt
fetch-too-many-redirects = die Adresse leitet mehr als dreimal weiter
fetch-stumbled = beim Lesen des Feeds von { $place } trat ein Fehler in Sessionbell selbst auf; bitte melde ihn
fetch-file = die Datei kann nicht gelesen werden: { $why }
redirect-no-address = etwas, das keine Adresse ist
redirect-password = { $place } mit einem Passwort darin
redirect-private = { $place }, das nicht im öffentlichen Internet liegt
file-broken-off = das Lesen brach ab
file-no-path = sie hat auf diesem Computer keinen Pfad
file-not-there = { $path } ist nicht da
file-none = { $path } ist keine Datei
not-a-feed-empty = unter der Adresse liegt ein leeres Dokument
not-a-feed-page = die Adresse führt zu einer Webseite, nicht zu einem Feed; suche dort nach einem Link zu einem Feed oder Kalender
not-a-feed-page-offers = die Adresse führt zu einer Webseite, nicht zu einem Feed; sie bietet einen Kalender unter { $address } an; nimm diese Adresse
not-a-feed-schedule-xml = die Adresse führt zu einem Programm in XML, das nicht gelesen wird; als JSON geht es: Versuche schedule.json statt schedule.xml
not-a-feed-news = die Adresse führt zu einem Nachrichten-Feed (RSS oder Atom), der nicht gelesen wird; frage dort nach einer Adresse für iCalendar (.ics) oder JSCalendar
not-a-feed-xml-calendar = die Adresse führt zu einem Kalender in XML, der nicht gelesen wird; frage dort nach einer Adresse für iCalendar (.ics) oder JSCalendar
not-a-feed-malformed = der Feed ist in Zeile { $line }, Spalte { $column } beschädigt: { $what }
not-a-feed-too-deep = der Feed ist mehr als 128 Ebenen tief verschachtelt
not-a-feed-other-json = das Dokument ist JSON, aber kein Feed von Treffen: { $what }
not-a-feed-needs-zone = dieses Programm sagt nicht, in welcher Zeitzone es ist; wähle die Zone der Veranstaltung für diesen Feed in den Einstellungen

## Adressen und Links

address-none = das ist keine Adresse eines Feeds; füge eine ein, die mit https:// beginnt
address-not-encrypted = diese Adresse ist nicht verschlüsselt; versuche es mit https:// statt http://
address-other-scheme = { $scheme }:-Adressen werden nicht gelesen; füge eine ein, die mit https:// beginnt
address-user-name = in der Adresse steht ein Benutzername oder Passwort; nimm eine ohne
address-not-local = die Adresse einer Datei braucht den ganzen Pfad: file:///home/…
link-none = das ist keine Webadresse; sie sollte mit https:// beginnen
link-not-https = nur Adressen mit https:// werden geöffnet; diese beginnt mit { $scheme }:
link-user-name = die Adresse versteckt ihren wahren Rechner hinter einem Benutzernamen (dem Teil vor @)
link-not-public = die Adresse nennt einen einzelnen Rechner ({ $host }) statt einer öffentlichen Website
link-lookalike = der Rechnername der Adresse ({ $host }) enthält Buchstaben, die anderen gleichen; tippe sie von Hand, wenn du ihr traust
link-wrapped = die Adresse führt nur zu anderen weiter; frage nach der des Treffens selbst
link-too-long = die Adresse ist länger als 2.048 Zeichen
link-not-kept = Dieser Link wird nicht behalten: { $why }.
server-not-one = „{ $address }“ ist keine Serveradresse; sie sollte etwa https://chat.example.org lauten.
server-not-encrypted = Ein Schlüssel wird nur über https:// gesendet; diese Adresse beginnt mit http://.

## Was verlangt wurde

gone-session = Dieses Treffen steht nicht mehr im Feed.
gone-link = Diesen Link gibt es nicht mehr.
no-link = Für dieses Treffen gibt es noch keinen Link; bitte darum, oder füge den Link ein.
snooze-past = Diese Zeit ist schon vorbei; verschiebe das Treffen stattdessen um Minuten.
snooze-range = Eine Erinnerung lässt sich um 1 bis 1.440 Minuten verschieben.
session-over = Dieses Treffen ist vorbei; es gibt nichts mehr zu läuten.
feed-known = Diesen Feed gibt es hier schon, als „{ $name }“.
offer-known = Diesen Kalender gibt es hier schon, als „{ $name }“.
offer-gone = Dieses Angebot gibt es nicht mehr; prüfe den Feed noch einmal.
pause-range = Eine Pause dauert 1 bis 1.440 Minuten.
feed-removed = Dieser Feed ist nicht mehr abonniert.
check-no-feeds = Es gibt noch keine Feeds; füge in den Einstellungen einen hinzu.
check-not-before = { $place } möchte nicht vor { $time } gefragt werden.
check-too-soon = Vor weniger als einer Minute geprüft; versuche es gleich noch einmal.
mend-settings = Bringe zuerst die Einstellungsdatei in Ordnung, damit nichts daraus verloren geht: { $why }.
settings-fault = Zeile { $line }, Spalte { $column } der Einstellungsdatei: { $what }
number-range = { $number } liegt nicht zwischen { $least } und { $most }
settings-account-twice = es gibt zwei { $kind }-Konten auf { $server }
settings-feed-twice = { $address } ist zweimal abonniert
nobody-to-ask = Der Feed sagt nicht, wo man um Zugang zu diesem Treffen bittet; sieh in der Ankündigung nach.
nowhere-to-ask = Der Feed nennt einen Ort, der sich nicht öffnen lässt; sieh in der Ankündigung nach.
nothing-to-undo = Es gibt keine Änderung mehr, die sich zurücknehmen ließe.
leads-range = Ein Treffen kann höchstens achtmal läuten.
snooze-setting-range = Verschieben lässt sich um 1 bis 120 Minuten.
late-range = Eine späte Erinnerung erscheint 0 bis 120 Minuten nach Beginn.
text-size-range = Text kann 75 bis 200 Prozent seiner üblichen Größe haben.
zones-range = Höchstens zwölf weitere Zonen.
sound-range = Die Glocke hat eine Lautstärke von 0 bis 100 Prozent.
sample-nowhere = Es gibt keinen Ort, um das Beispiel aufzubewahren.
zone-unknown = „{ $name }“ ist kein Name einer Zeitzone; nimm einen wie Europe/Berlin oder America/New_York
time-unknown = „{ $time }“ ist keine Uhrzeit; schreibe sie wie 22:00
quiet-same = die Ruhezeit beginnt und endet zur selben Zeit
message-too-long = Die Nachricht darf höchstens { $most } Zeichen haben.
message-unknown-field = „{ $field }“ ist kein Feld der Nachricht; die Felder sind { $fields }.
message-open-field = Ein „{"{"}“ der Nachricht wird nie geschlossen; die Felder sind { $fields }.
no-agent = Sessionbell läuft nicht mehr. Starte es wieder über dein Menü.
agent-ending = Sessionbell wird gerade beendet.

## Konten und die Server der Einladenden

on-its-way = Deine Nachricht ist schon unterwegs.
key-incomplete = Der Schlüssel ist nicht vollständig; kopiere ihn noch einmal.
zulip-needs-mail = Zulip braucht neben dem API-Schlüssel die E-Mail-Adresse deines Kontos.
zuliprc-lacks = In der zuliprc fehlt die Zeile „{ $line }=…“; lade sie in Zulip aus den Einstellungen deines Kontos neu herunter.
account-gone = Dieses Konto gibt es nicht mehr.
answer-gone = Diese Antwort gibt es nicht mehr.
key-gone = Sein Schlüssel ist nicht mehr im Schlüsselbund: Melde dich neu an.
call-unknown = { $why }; ob deine Nachricht ankam, ist nicht bekannt. Sieh im Chat nach, bevor du noch einmal fragst.
call-failed = { $why }. Es wurde nichts gesendet; versuche es wieder, wenn du online bist.
server-moved = { $place } ist umgezogen. Dein Schlüssel wird nicht an einen anderen Server weitergegeben: Melde dich dort an.
server-moved-to = { $place } ist zu { $to } umgezogen. Dein Schlüssel wird nicht an einen anderen Server weitergegeben: Melde dich dort an.
server-trouble = { $place } hat gerade selbst Schwierigkeiten. Versuche es später wieder.
server-pause = { $place } bittet um eine Pause von { $n } s bis zur nächsten Nachricht.
server-refused = { $place } hat es nicht angenommen: { $why }.
zulip-odd = Die Antwort von { $place } ist keine von Zulip. Prüfe die Adresse der Organisation.
zulip-odd-status = Die Antwort von { $place } ({ $status }) ist keine von Zulip. Prüfe die Adresse der Organisation.
zulip-nobody = Bei { $place } heißt niemand „{ $name }“. Frage auf anderem Weg, oder suche in Zulip.
zulip-several = Bei { $place } heißen mehrere „{ $name }“. Suche die richtige Person in Zulip.
zulip-user-deactivated = Dein Konto bei { $place } ist deaktiviert; die Verwaltung dort kann es zurückbringen.
zulip-realm-deactivated = Die Organisation bei { $place } ist deaktiviert; frage auf anderem Weg.
zulip-key-refused = { $place } nimmt E-Mail-Adresse und API-Schlüssel nicht an. Hole den Schlüssel neu aus den Einstellungen deines Kontos in Zulip, und melde dich noch einmal an.
zulip-host-unknown = Wer einlädt, ist bei { $place } nicht (mehr) bekannt. Frage auf anderem Weg.
zulip-not-there = Bei { $place } gibt es keine Zulip-Organisation. Prüfe ihre Adresse.
matrix-encrypted = Dein Raum mit { $host } ist verschlüsselt, und Sessionbell kann dort nicht schreiben. Sende die Nachricht mit deinem Matrix-Programm.
matrix-odd = Die Antwort von { $place } ist keine von Matrix. Prüfe die Adresse des Heimservers.
matrix-deactivated = Dein Konto bei { $place } ist deaktiviert.
matrix-key-refused = { $place } nimmt das Zugangstoken nicht (mehr) an. Hole ein neues aus deinem Matrix-Programm, und melde dich noch einmal an.
matrix-forbidden = { $place } erlaubt es nicht: { $why }.
endpoint-odd = Die Antwort von { $place } ist keine, die docs/join-endpoint.json kennt. Frage auf anderem Weg.
endpoint-forgot = { $place } kennt die Anfrage nicht mehr. Frage noch einmal.
endpoint-not-there = { $place } nimmt unter der Adresse im Feed keine Anfragen an. Frage auf anderem Weg.
endpoint-refused = { $place } hat die Anfrage nicht angenommen ({ $status }). Frage auf anderem Weg.
endpoint-refused-why = { $place } hat die Anfrage nicht angenommen: { $why }.

## Desktop und Festplatte

autostart-failed = Der Start bei der Anmeldung konnte nicht geändert werden: { $why }
open-failed = Die Adresse konnte nicht geöffnet werden: { $how }. Wähle in den Einstellungen des Desktops einen Standardbrowser, und versuche es noch einmal.
calendar-not-saved = Das Treffen konnte nicht für deinen Kalender gespeichert werden, in { $folder }: { $why }.
calendar-not-opened = Das Treffen ist als { $file } gespeichert, ließ sich aber nicht öffnen: { $how }. Öffne die Datei mit deinem Kalenderprogramm.
not-started = { $name } ist nicht gestartet ({ $why })
ended-badly = { $name } endete mit { $how }
not-copied = Die Nachricht konnte nicht in die Zwischenablage gelegt werden ({ $why }). Drücke im Fenster „Noch einmal fragen“, und kopiere sie von dort.
window-not-opened = Das Fenster ging nicht auf: { $why }.
stumbled = Sessionbell hatte am { $time } einen eigenen Fehler und machte mit dem Gespeicherten weiter. Bitte melde ihn, mit dem Protokoll.
notify-none = Es läuft kein Meldungsdienst, also können keine Erinnerungen gezeigt werden; melde dich an einem Desktop an, der einen hat, oder starte einen wie dunst.
notify-bus-gone = Der Nachrichtenbus des Desktops ist weg; es wird versucht, ihn wieder zu erreichen.
notify-stumbled = Das Gespräch mit dem Meldungsdienst brach durch einen Fehler in Sessionbell selbst ab; es beginnt von vorn.
notify-no-bus = Hier gibt es keinen Sitzungsbus, also können keine Erinnerungen gezeigt werden; starte Sessionbell in einer Desktop-Sitzung.
notify-bus-silent = Der Nachrichtenbus des Desktops antwortet nicht; es wird wieder versucht.
notify-refused = der Meldungsdienst hat die Erinnerung abgelehnt: { $why }
notify-nonsense = der Meldungsdienst hat Unsinn geantwortet: { $why }
notify-too-slow = der Meldungsdienst hat nicht rechtzeitig geantwortet
notify-system-refused = das System hat die Erinnerung nicht angenommen: { $why }
bell-not-kept = Der Klang der Glocke konnte nicht in { $file } abgelegt werden: { $why }.
bell-no-player = Hier ist kein Programm, das Klänge abspielt; installiere das von PipeWire (pw-play), PulseAudio (paplay) oder ALSA (aplay).
bell-not-heard = Die Glocke war nicht zu hören: { $name } endete mit { $how }. Prüfe, ob andere Programme zu hören sind.
bell-broken-player = Die Glocke war nicht zu hören: { $name } hat nicht funktioniert ({ $why }).
disk-full = Die Festplatte ist voll: { $place } konnte nicht { $done } werden. Schaffe Platz; Erinnerungen laufen solange aus dem Speicher weiter.
disk-forbidden = { $place } konnte nicht { $done } werden: Du darfst dort nicht schreiben. Erinnerungen laufen aus dem Speicher weiter; was sich jetzt ändert, ist beim Beenden verloren.
disk-failed = { $place } konnte nicht { $done } werden: { $why }.
done-read = gelesen
done-saved = gespeichert
done-opened = geöffnet
done-set-aside = beiseitegelegt
done-made = angelegt
done-removed = entfernt
no-home = du hast keinen Heimatordner.
not-text = der Pfad { $path } ist kein Text.
keyring-locked = Der Schlüsselbund des Desktops ist gesperrt: Entsperre ihn. Bis dahin bleiben Links und Schlüssel nur, solange Sessionbell läuft.
keyring-none = Auf diesem Desktop gibt es keinen Schlüsselbund für Links und Schlüssel: Sie bleiben nur, solange Sessionbell läuft. In den Einstellungen unter „Beitreten“ lassen sie sich stattdessen in einer Datei aufbewahren.
disk-damaged = Das Gespeicherte war beschädigt. Es liegt als { $file } beiseite; die Treffen werden neu aus ihren Feeds gelesen.
disk-unsound = { $file } lässt sich nicht zuverlässig schreiben; prüfe die Festplatte.
disk-newer = { $file } wurde von einem neueren Sessionbell geschrieben und bleibt unangetastet; aktualisiere Sessionbell. Erinnerungen laufen aus dem Speicher weiter.
disk-not-updated = { $file } konnte nicht auf den neuen Stand gebracht werden: { $why }.
secrets-damaged = Die Datei mit den erhaltenen Links war beschädigt; sie liegt als { $file } beiseite. Bitte noch einmal um die Links, die du brauchst.
secrets-stumbled = Links und Schlüssel können nicht aufbewahrt werden: Der Teil von Sessionbell dafür ist ausgefallen. Bitte melde es, mit dem Protokoll.
