//! The bell's sound: which program is given which file, and what is said when none plays it.
//! It never makes a sound: the players here are scripts.

use super::again::{again, must_pass, role};
use sessionbell_agent::player::DesktopPlayer;
use sessionbell_agent::ports::{Player, WorldEvent};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tokio::sync::mpsc::unbounded_channel;

fn script(path: &Path, text: &str) {
    fs::write(path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn the_bell_is_a_file_for_the_player_and_one_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let player = folder.path().join("player");
    // It plays until it is let go on.
    script(&player, "echo \"$1\" >>\"$SESSIONBELL_TEST_NOTE\"\nread -r _ <\"$SESSIONBELL_TEST_NOTE.go\"");
    let note = folder.path().join("note");
    assert!(std::process::Command::new("mkfifo").arg(folder.path().join("note.go")).status().unwrap().success());
    let mut child = again("playing::plays", "plays");
    child.env("SESSIONBELL_PLAYER", &player).env("SESSIONBELL_TEST_NOTE", &note);
    must_pass(child);
}

#[test]
fn plays() {
    if role().as_deref() != Some("plays") {
        return;
    }
    let note = PathBuf::from(std::env::var("SESSIONBELL_TEST_NOTE").unwrap());
    let file = note.with_file_name("bell.wav");
    let (events, mut world) = unbounded_channel();
    let mut player = DesktopPlayer::new(file.clone(), events);
    let loud = 100;
    player.play(loud);
    player.play(loud);
    // The player reads this when it has noted what it is given.
    fs::write(note.with_file_name("note.go"), "go\n").unwrap();
    assert!(matches!(world.blocking_recv(), Some(WorldEvent::Sounded(Ok(())))));
    assert_eq!(fs::read_to_string(&note).unwrap(), format!("{}\n", file.display()), "the second came while the first was heard");
    assert_eq!(fs::read(&file).unwrap(), sessionbell_core::sound::bell(loud));
    player.play(60);
    fs::write(note.with_file_name("note.go"), "go\n").unwrap();
    assert!(matches!(world.blocking_recv(), Some(WorldEvent::Sounded(Ok(())))));
    assert_eq!(fs::read_to_string(&note).unwrap().lines().count(), 2);
    assert_eq!(fs::read(&file).unwrap(), sessionbell_core::sound::bell(60));
}

#[test]
fn what_does_not_play_is_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let player = folder.path().join("player");
    script(&player, "exit 3");
    for (name, says) in [(player.to_str().unwrap(), "ended with exit status: 3"), ("/nowhere/player", "No program that plays sounds is here")] {
        let mut child = again("playing::does_not_play", "does not play");
        child.env("SESSIONBELL_PLAYER", name).env("SESSIONBELL_TEST_SAYS", says);
        must_pass(child);
    }
}

#[test]
fn does_not_play() {
    if role().as_deref() != Some("does not play") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (events, mut world) = unbounded_channel();
    DesktopPlayer::new(folder.path().join("bell.wav"), events).play(60);
    let Some(WorldEvent::Sounded(Err(why))) = world.blocking_recv() else { panic!("it was told of nothing") };
    let says = std::env::var("SESSIONBELL_TEST_SAYS").unwrap();
    assert!(why.to_string().contains(&says), "{why}");
}
