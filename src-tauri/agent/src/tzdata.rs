//! Finds the machine's time zone database, for when it is newer than the one that the program brings.
//! It never reads a zone before it is asked for.

use sessionbell_core::zone::Zones;
use std::path::Path;
use std::sync::OnceLock;

/// Where systems keep it; `TZDIR` is looked at first.
const FOLDERS: [&str; 3] = ["/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"];

/// The newest time zone database at hand; found once in a run.
#[must_use]
pub fn machine_zones() -> Zones {
    static FOUND: OnceLock<Zones> = OnceLock::new();
    *FOUND.get_or_init(|| {
        let set = std::env::var_os("TZDIR").map(std::path::PathBuf::from);
        let folders = set.into_iter().chain(FOLDERS.map(Into::into));
        folders.filter(|folder| folder.is_dir()).find_map(|folder| Some(of_folder(&folder, &version(&folder)?))).unwrap_or_default()
    })
}

fn of_folder(folder: &Path, version: &str) -> Zones {
    let folder = folder.to_owned();
    // Names come from the list of zones: none leads out of the folder.
    Zones::newest(version, move |name| std::fs::read(folder.join(name)).ok())
}

/// The release, as in “2026f”: the first line of `tzdata.zi` says `# version 2026f`, the file `+VERSION` nothing else.
fn version(folder: &Path) -> Option<String> {
    let first_line = |name: &str| {
        use std::io::{BufRead, BufReader, Read};
        let mut line = String::new();
        BufReader::new(std::fs::File::open(folder.join(name)).ok()?.take(200)).read_line(&mut line).ok()?;
        Some(line.trim().trim_start_matches("# version ").to_owned())
    };
    let is_release = |text: &String| {
        let (year, letters) = text.split_at_checked(4).unwrap_or_default();
        year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()) && !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_lowercase())
    };
    ["tzdata.zi", "+VERSION"].into_iter().filter_map(first_line).find(is_release)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_release_is_read_from_either_file() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(version(folder.path()), None);
        std::fs::write(folder.path().join("+VERSION"), "2025b\n").unwrap();
        assert_eq!(version(folder.path()).as_deref(), Some("2025b"));
        std::fs::write(folder.path().join("tzdata.zi"), "# version 2026f\n# This zic input file is in the public domain.\n").unwrap();
        assert_eq!(version(folder.path()).as_deref(), Some("2026f"));
        std::fs::write(folder.path().join("tzdata.zi"), "# redo posix_only\n").unwrap();
        assert_eq!(version(folder.path()).as_deref(), Some("2025b"));
    }

    #[test]
    fn zones_come_from_the_folder_if_it_is_newer() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("Europe")).unwrap();
        // A clock five hours ahead of Greenwich for all time (RFC 8536 section 3.2): a header, no transitions, one type, the footer.
        let mut file = b"TZif2".to_vec();
        file.extend([0; 15]);
        file.extend([0_u32, 0, 0, 0, 1, 4].iter().flat_map(|count| count.to_be_bytes()));
        file.extend(18_000_i32.to_be_bytes());
        file.extend(b"\0\0XXT\0");
        let head = file.clone();
        file.extend(head);
        file.extend(b"\nXXT-5\n");
        std::fs::write(folder.path().join("Europe/Berlin"), file).unwrap();
        let zone = of_folder(folder.path(), "2999a").named("Europe/Berlin").unwrap();
        assert_eq!(zone.offset_minutes("2026-07-01T00:00:00Z".parse().unwrap()), 300);
        assert_eq!(of_folder(folder.path(), "2001a"), Zones::bundled());
    }
}
