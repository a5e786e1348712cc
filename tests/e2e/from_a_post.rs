//! The whole road of a publisher: a post becomes a feed, the feed is served, the app rings for it.
//! It never writes a feed by hand: `sbell` does.

use crate::home::{Home, soon};
use crate::origin::{Answers, Origin};
use sessionbell_core::zone::Zones;
use xtask::command::{root, target};
use xtask::desktop::Parts;
use xtask::webdriver::Window;

/// The post that it all came from, if it is at hand, else one of the same form.
fn post() -> String {
    let seed = std::fs::read_dir(root().join("../shared/seed")).ok().and_then(|mut folder| std::fs::read_to_string(folder.next()?.ok()?.path()).ok());
    seed.unwrap_or_else(|| {
        "---\ntitle: Drafting Sessions III\n---\n\n[Ryan Levick](https://people.example/ryan) and I host.\n\n| When | Who | Topic |\n| --- | --- | --- |\n\
         | Tue at 14:30 ET | Niko | [wrapping C++ async APIs in Rust futures](https://issues.example/67) |\n| Wed at 10:00 ET | Niko | picking an HTTP library |\n\n\
         If you would like to join, ping me or Ryan on Discord or Zulip and we'll send you the Zoom link. If you've already joined a previous session, the link is the same as before.\n"
            .to_owned()
    })
}

#[test]
fn a_post_is_published_served_and_rings() {
    let mut home = Home::new(Parts::ALL);
    // The first row begins with the minute after the next.
    let start = soon(125);
    let start = start - chrono::Duration::seconds(start.timestamp() % 60);
    let start = Zones::bundled().named("America/New_York").unwrap().wall(start);
    let text = post().replacen("Tue at 14:30 ET", &format!("{} at {} ET", start.format("%a"), start.format("%H:%M")), 1);
    let name = format!("{}-week.md", start.format("%Y-%m-%d"));
    let (post, feed) = (home.path().join(&name), home.path().join("sessions.json"));
    std::fs::write(&post, text).unwrap();
    let publish = || {
        let mut sbell = std::process::Command::new(xtask::command::built("sbell", false));
        let output = sbell.arg("publish").arg(&post).arg("--out").arg(&feed).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        std::fs::read_to_string(&feed).unwrap()
    };
    let origin = Origin::new(Answers::With(publish()));
    home.settings(&format!("leads = [1]\n[[feed]]\naddress = \"{}\"\n", origin.address()));
    let app = home.start();
    let rung = home.until_rung("wrapping C++ async APIs", 1, 150);
    assert!(rung[0].body.contains("Niko") && rung[0].buttons.iter().any(|button| button.contains("Ask")), "{rung:?}");
    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    window.until("the sessions", "document.querySelectorAll('[data-testid=session]').length >= 1").unwrap();
    let pictures = target().join("looks");
    std::fs::create_dir_all(&pictures).unwrap();
    window.picture(&pictures.join("from-a-post.png")).unwrap();
    let first = window.texts("[data-testid=session]").unwrap()[0].clone();
    assert!(first.contains("wrapping C++ async APIs") && first.contains("Niko"), "{first}");
    drop(window);
    home.quit(app);
}
