//! Reads a feed from a file of this machine, with the file's time and size as its validator.
//! It never reads more than the cap.

use sessionbell_core::language::{Sentence, sentence};
use sessionbell_core::poll::{AnswerKind, FetchFault, FetchRequest, Validators};
use std::io::Read;
use std::path::Path;
use std::time::UNIX_EPOCH;

pub(super) async fn read(request: &FetchRequest) -> Result<AnswerKind, FetchFault> {
    let request = request.clone();
    tokio::task::spawn_blocking(move || read_now(&request)).await.unwrap_or_else(|_| Err(FetchFault::File(sentence("file-broken-off"))))
}

fn read_now(request: &FetchRequest) -> Result<AnswerKind, FetchFault> {
    let path = request.address.url().to_file_path().map_err(|()| FetchFault::File(sentence("file-no-path")))?;
    let at = |id| sentence(id).with("path", path.display().to_string());
    read_path(&path, request).map_err(|error| match error {
        Ok(fault) => fault,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => FetchFault::File(at("file-not-there")),
        Err(error) => FetchFault::File(Sentence::as_it_is(error.to_string())),
    })
}

fn read_path(path: &Path, request: &FetchRequest) -> Result<AnswerKind, Result<FetchFault, std::io::Error>> {
    // Asked before it is opened: opening a pipe would wait for its writer.
    let about = std::fs::metadata(path).map_err(Err)?;
    if !about.is_file() {
        return Err(Ok(FetchFault::File(sentence("file-none").with("path", path.display().to_string()))));
    }
    let changed = about.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    let validators = Validators { etag: Some(format!("{}-{}", changed.as_nanos(), about.len())), last_modified: None };
    if request.validators.etag == validators.etag {
        return Ok(AnswerKind::NotModified { validators });
    }
    let most = request.most_bytes;
    let mut body = Vec::new();
    std::fs::File::open(path).map_err(Err)?.take(most as u64 + 1).read_to_end(&mut body).map_err(Err)?;
    if body.len() > most {
        return Err(Ok(FetchFault::TooLarge(most / (1024 * 1024))));
    }
    Ok(AnswerKind::Fresh { body, validators })
}
