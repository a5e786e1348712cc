//! The meeting services that are known: hosts, the beginnings of their meetings' paths, and an example of each.
//! It never says of a link that its meeting exists, only whose it would be.

/// What a service's link opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opens {
    /// A room that people are in together.
    Room,
    /// A chat server or a stream, which is open to everybody.
    Other,
}

/// One service at one host.
pub(super) struct Service {
    /// What people call it.
    pub(super) label: &'static str,
    /// The host; its subdomains are the service's too.
    pub(super) host: &'static str,
    /// What a meeting's path begins with, and goes on after if it ends in a slash.
    pub(super) path: &'static str,
    pub(super) opens: Opens,
    /// A link as the service makes them.
    #[cfg(test)]
    pub(super) sample: &'static str,
}

macro_rules! services {
    ($($label:literal $host:literal $path:literal $opens:ident $sample:literal,)*) => {
        /// All of them.
        pub(super) const SERVICES: &[Service] = &[$(Service {
            label: $label,
            host: $host,
            path: $path,
            opens: Opens::$opens,
            #[cfg(test)]
            sample: $sample,
        }),*];
    };
}

services! {
    "Zoom" "zoom.us" "/j/" Room "https://us02web.zoom.us/j/84123456789?pwd=a1",
    "Zoom" "zoom.us" "/my/" Room "https://zoom.us/my/working.group",
    "Zoom" "zoom.us" "/s/" Room "https://us06web.zoom.us/s/84123456789",
    "Zoom" "zoom.us" "/w/" Room "https://zoom.us/w/84123456789",
    "Zoom" "zoom.us" "/wc/" Room "https://app.zoom.us/wc/join/84123456789",
    "Zoom" "zoomgov.com" "/j/" Room "https://www.zoomgov.com/j/1612345678",
    "Google Meet" "meet.google.com" "/" Room "https://meet.google.com/abc-defg-hij",
    "Google Hangouts" "hangouts.google.com" "/call/" Room "https://hangouts.google.com/call/abcdef",
    "Microsoft Teams" "teams.microsoft.com" "/l/meetup-join/" Room "https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0",
    "Microsoft Teams" "teams.microsoft.com" "/meet/" Room "https://teams.microsoft.com/meet/2123456789?p=abc",
    "Microsoft Teams" "teams.live.com" "/meet/" Room "https://teams.live.com/meet/9312345678901",
    "Microsoft Teams" "teams.microsoft.us" "/l/meetup-join/" Room "https://gov.teams.microsoft.us/l/meetup-join/19%3ameeting_abc/0",
    "Webex" "webex.com" "/meet/" Room "https://example.webex.com/meet/niko",
    "Webex" "webex.com" "/join/" Room "https://example.webex.com/join/niko",
    "Webex" "webex.com" "/wbxmjs/" Room "https://example.webex.com/wbxmjs/joinservice/sites/example/meeting/download/abc",
    "Webex" "webex.com" "/webappng/" Room "https://example.webex.com/webappng/sites/example/meeting/info/abc",
    "Jitsi Meet" "meet.jit.si" "/" Room "https://meet.jit.si/WorkingGroup",
    "8x8 Meet" "8x8.vc" "/" Room "https://8x8.vc/example/room",
    "Whereby" "whereby.com" "/" Room "https://whereby.com/working-group",
    "GoTo Meeting" "meet.goto.com" "/" Room "https://meet.goto.com/123456789",
    "GoTo Meeting" "gotomeeting.com" "/join/" Room "https://global.gotomeeting.com/join/123456789",
    "GoTo Meeting" "gotomeet.me" "/" Room "https://gotomeet.me/niko",
    "BlueJeans" "bluejeans.com" "/" Room "https://bluejeans.com/123456789",
    "RingCentral" "v.ringcentral.com" "/join/" Room "https://v.ringcentral.com/join/123456789",
    "RingCentral" "meetings.ringcentral.com" "/j/" Room "https://meetings.ringcentral.com/j/1234567890",
    "Amazon Chime" "chime.aws" "/" Room "https://chime.aws/1234567890",
    "Skype" "join.skype.com" "/" Room "https://join.skype.com/abcDEF123",
    "Skype for Business" "meet.lync.com" "/" Room "https://meet.lync.com/example/niko/ABC123",
    "Workplace" "workplace.com" "/groupcall/" Room "https://example.workplace.com/groupcall/LINK:abc",
    "Messenger Rooms" "msngr.com" "/" Room "https://msngr.com/abcdefgh",
    "Vonage" "meetings.vonage.com" "/" Room "https://meetings.vonage.com/123456789",
    "Dialpad" "meetings.dialpad.com" "/" Room "https://meetings.dialpad.com/room/niko",
    "Lifesize" "call.lifesizecloud.com" "/" Room "https://call.lifesizecloud.com/1234567",
    "StarLeaf" "meet.starleaf.com" "/" Room "https://meet.starleaf.com/4123456789",
    "Pexip" "pexip.me" "/meet/" Room "https://pexip.me/meet/niko",
    "Zoho Meeting" "meeting.zoho.com" "/" Room "https://meeting.zoho.com/meeting/join?key=123",
    "Zoho Meeting" "meeting.zoho.eu" "/" Room "https://meeting.zoho.eu/meeting/join?key=123",
    "Zoho Meeting" "meet.zoho.com" "/" Room "https://meet.zoho.com/abc-defg-hij",
    "Livestorm" "app.livestorm.co" "/" Room "https://app.livestorm.co/p/abcd-efgh",
    "Demio" "event.demio.com" "/" Room "https://event.demio.com/ref/abcdef",
    "BigMarker" "bigmarker.com" "/" Room "https://www.bigmarker.com/example/talk",
    "ClickMeeting" "clickmeeting.com" "/" Room "https://example.clickmeeting.com/room",
    "BigBlueButton" "demo.bigbluebutton.org" "/" Room "https://demo.bigbluebutton.org/rooms/abc-def-ghi/join",
    "Around" "meet.around.co" "/r/" Room "https://meet.around.co/r/niko",
    "Gather" "app.gather.town" "/app/" Room "https://app.gather.town/app/abcdef/office",
    "Tuple" "tuple.app" "/c/" Room "https://tuple.app/c/V1abcdef",
    "Pop" "pop.com" "/j/" Room "https://pop.com/j/810-218-630",
    "CoScreen" "join.coscreen.co" "/" Room "https://join.coscreen.co/team/room",
    "Lark" "vc.larksuite.com" "/j/" Room "https://vc.larksuite.com/j/123456789",
    "Feishu" "vc.feishu.cn" "/j/" Room "https://vc.feishu.cn/j/123456789",
    "VooV Meeting" "voovmeeting.com" "/dm/" Room "https://voovmeeting.com/dm/abcDEF123",
    "Tencent Meeting" "meeting.tencent.com" "/dm/" Room "https://meeting.tencent.com/dm/abcDEF123",
    "DingTalk" "meeting.dingtalk.com" "/j/" Room "https://meeting.dingtalk.com/j/abcDEF123",
    "Hopin" "hopin.com" "/events/" Room "https://hopin.com/events/example",
    "Airmeet" "airmeet.com" "/e/" Room "https://www.airmeet.com/e/abcdef-12",
    "Remo" "live.remo.co" "/e/" Room "https://live.remo.co/e/example",
    "SpatialChat" "spatial.chat" "/s/" Room "https://app.spatial.chat/s/example",
    "Kumospace" "kumospace.com" "/" Room "https://www.kumospace.com/example",
    "oVice" "ovice.in" "/lobby/" Room "https://example.ovice.in/lobby/enter",
    "Topia" "topia.io" "/" Room "https://topia.io/example",
    "WorkAdventure" "play.workadventu.re" "/@/" Room "https://play.workadventu.re/@/example/world/map",
    "WorkAdventure" "play.workadventu.re" "/_/" Room "https://play.workadventu.re/_/abc/example.github.io/map.json",
    "Welo" "app.welo.space" "/" Room "https://app.welo.space/example",
    "Butter" "app.butter.us" "/" Room "https://app.butter.us/example/room",
    "Cal Video" "app.cal.com" "/video/" Room "https://app.cal.com/video/abcDEF123",
    "Doxy.me" "doxy.me" "/" Room "https://doxy.me/example",
    "Daily" "daily.co" "/" Room "https://example.daily.co/room",
    "LiveKit Meet" "meet.livekit.io" "/rooms/" Room "https://meet.livekit.io/rooms/abcd-1234",
    "FaceTime" "facetime.apple.com" "/join" Room "https://facetime.apple.com/join#v=1&p=abc",
    "Signal" "signal.link" "/call/" Room "https://signal.link/call/#key=abc",
    "WhatsApp" "call.whatsapp.com" "/video/" Room "https://call.whatsapp.com/video/abcDEF123",
    "WhatsApp" "call.whatsapp.com" "/voice/" Room "https://call.whatsapp.com/voice/abcDEF123",
    "Slack" "app.slack.com" "/huddle/" Room "https://app.slack.com/huddle/T0123/C0123",
    "Element Call" "call.element.io" "/" Room "https://call.element.io/working-group",
    "Freifunk Meet" "meet.ffmuc.net" "/" Room "https://meet.ffmuc.net/workinggroup",
    "Systemli Meet" "meet.systemli.org" "/" Room "https://meet.systemli.org/workinggroup",
    "Debian Social" "jitsi.debian.social" "/" Room "https://jitsi.debian.social/workinggroup",
    "kMeet" "kmeet.infomaniak.com" "/" Room "https://kmeet.infomaniak.com/abcdefghij",
    "Visio" "visio.numerique.gouv.fr" "/" Room "https://visio.numerique.gouv.fr/abc-defg-hij",
    "Webconf de l’État" "webconf.numerique.gouv.fr" "/" Room "https://webconf.numerique.gouv.fr/groupe1234567",
    "Framatalk" "framatalk.org" "/" Room "https://framatalk.org/workinggroup",
    "Brave Talk" "talk.brave.com" "/" Room "https://talk.brave.com/abcdef",
    "KDE Meet" "meet.kde.org" "/" Room "https://meet.kde.org/rooms/abc-def/join",
    "GNOME Meet" "meet.gnome.org" "/" Room "https://meet.gnome.org/rooms/abc-def/join",
    "openSUSE Meet" "meet.opensuse.org" "/" Room "https://meet.opensuse.org/meeting",
    "Jam" "jam.systems" "/" Room "https://jam.systems/workinggroup",
    "Meetecho" "conf.meetecho.com" "/" Room "https://meetings.conf.meetecho.com/ietf120/?group=calext",
    "TeamViewer Meeting" "go.teamviewer.com" "/" Room "https://go.teamviewer.com/v15/m12345678",
    "join.me" "join.me" "/" Room "https://join.me/123-456-789",
    "eyeson" "app.eyeson.team" "/" Room "https://app.eyeson.team/?guest=abc",
    "Discord" "discord.gg" "/" Other "https://discord.gg/abcdef",
    "Discord" "discord.com" "/invite/" Other "https://discord.com/invite/abcdef",
    "Discord" "discord.com" "/events/" Other "https://discord.com/events/123/456",
    "X Spaces" "x.com" "/i/spaces/" Other "https://x.com/i/spaces/1abcDEF",
    "LinkedIn Live" "linkedin.com" "/video/live/" Other "https://www.linkedin.com/video/live/urn:li:ugcPost:123/",
    "YouTube" "youtube.com" "/live/" Other "https://www.youtube.com/live/abcDEF123",
    "YouTube" "youtube.com" "/watch" Other "https://www.youtube.com/watch?v=abcDEF123",
    "YouTube" "youtu.be" "/" Other "https://youtu.be/abcDEF123",
    "Twitch" "twitch.tv" "/" Other "https://www.twitch.tv/example",
    "Vimeo" "vimeo.com" "/event/" Other "https://vimeo.com/event/123456",
    "StreamYard" "streamyard.com" "/watch/" Other "https://streamyard.com/watch/abcDEF",
    "Crowdcast" "crowdcast.io" "/" Other "https://www.crowdcast.io/c/example",
}

impl Service {
    /// Whether a link to that host and path is one of this service's meetings.
    pub(super) fn has(&self, host: &str, path: &str, has_query: bool) -> bool {
        let is_there = host == self.host || host.strip_suffix(self.host).is_some_and(|rest| rest.ends_with('.'));
        // The front page of a service is no meeting.
        is_there && path.starts_with(self.path) && (!self.path.ends_with('/') || path.len() > self.path.len() || has_query)
    }
}
