//! Shows the kept bytes of the fuzzer again to what must hold for them, without the fuzzer.
//! It never leaves out a target: each has its folder, and each folder its target.

#![expect(clippy::disallowed_methods, reason = "the core reads no files, its test does")]

mod promises;

use std::path::Path;

#[test]
fn the_kept_bytes_break_no_promise() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fuzz/corpus");
    let mut folders: Vec<String> = std::fs::read_dir(&corpus).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    folders.sort();
    assert_eq!(folders, promises::TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>());
    for (name, promise) in promises::TARGETS {
        let files: Vec<_> = std::fs::read_dir(corpus.join(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(files.len() >= 5, "{name} has {} files", files.len());
        for file in files {
            let bytes = std::fs::read(&file).unwrap();
            let outcome = std::panic::catch_unwind(|| promise(&bytes));
            assert!(outcome.is_ok(), "{}", file.display());
        }
    }
}
