//! A web server on loopback that answers as a test tells it, plainly or over TLS.
//! It never contacts anybody, and never answers anything of its own.

use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A certificate for `localhost` that nobody trusts unless told to; its key is no secret.
const CERTIFICATE: &[u8] = include_bytes!("localhost-cert.pem");
const KEY: &[u8] = include_bytes!("localhost-key.pem");

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) path: String,
    headers: Vec<(String, String)>,
}

impl Seen {
    /// A header's value by its name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

/// A piece of an answer; the connection closes after the last.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    /// These bytes.
    Bytes(Vec<u8>),
    /// These bytes so many times, or until the client has enough.
    Repeat(Vec<u8>, usize),
    /// Nothing for so long.
    Pause(Duration),
    /// Nothing until the client goes away.
    Hold,
}

/// An answer with a head of `status` and `headers` (lines without ends), and a body of known length.
pub(crate) fn answer(status: &str, headers: &[&str], body: &[u8]) -> Vec<Part> {
    let mut bytes = head(status, headers, &[&format!("Content-Length: {}", body.len())]);
    bytes.extend_from_slice(body);
    vec![Part::Bytes(bytes)]
}

/// The head of an answer alone.
pub(crate) fn head(status: &str, headers: &[&str], more: &[&str]) -> Vec<u8> {
    let lines: String = headers.iter().chain(more).map(|line| format!("{line}\r\n")).collect();
    format!("HTTP/1.1 {status}\r\nConnection: close\r\n{lines}\r\n").into_bytes()
}

#[derive(Default)]
struct Counts {
    seen: Mutex<Vec<Seen>>,
    now: AtomicUsize,
    most: AtomicUsize,
    sent: AtomicUsize,
    over: AtomicBool,
}

type Script = dyn Fn(&Seen) -> Vec<Part> + Send + Sync;

/// A server; it takes no more connections once it is dropped.
pub(crate) struct Server {
    at: SocketAddr,
    scheme: &'static str,
    counts: Arc<Counts>,
}

impl Server {
    /// Answers over http as `script` says.
    pub(crate) fn plain(script: impl Fn(&Seen) -> Vec<Part> + Send + Sync + 'static) -> Self {
        Self::start("http", Arc::new(script), None)
    }

    /// Answers over https as `script` says, with a certificate for `localhost`.
    pub(crate) fn tls(script: impl Fn(&Seen) -> Vec<Part> + Send + Sync + 'static) -> Self {
        let certificate = CertificateDer::from_pem_slice(CERTIFICATE).unwrap();
        let key = PrivateKeyDer::from_pem_slice(KEY).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .unwrap();
        Self::start("https", Arc::new(script), Some(Arc::new(config)))
    }

    fn start(scheme: &'static str, script: Arc<Script>, tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let counts = Arc::new(Counts::default());
        let server = Self { at, scheme, counts: Arc::clone(&counts) };
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if counts.over.load(Ordering::SeqCst) {
                    return;
                }
                let (script, tls, counts) = (Arc::clone(&script), tls.clone(), Arc::clone(&counts));
                std::thread::spawn(move || match tls {
                    None => serve(stream, script.as_ref(), &counts),
                    Some(config) => serve(StreamOwned::new(ServerConnection::new(config).unwrap(), stream), script.as_ref(), &counts),
                });
            }
        });
        server
    }

    /// The address of `path` (with its `/`) by the name `host`.
    pub(crate) fn url(&self, host: &str, path: &str) -> String {
        format!("{}://{host}:{}{path}", self.scheme, self.at.port())
    }

    /// The port.
    pub(crate) fn port(&self) -> u16 {
        self.at.port()
    }

    /// All requests so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.counts.seen.lock().unwrap().clone()
    }

    /// The most requests that were short of their last part at the same time.
    pub(crate) fn most_at_once(&self) -> usize {
        self.counts.most.load(Ordering::SeqCst)
    }

    /// Bytes that clients took of answers so far.
    pub(crate) fn sent(&self) -> usize {
        self.counts.sent.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.counts.over.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for the next connection.
        let _woken = TcpStream::connect(self.at);
    }
}

fn serve<S: Read + Write>(mut stream: S, script: &Script, counts: &Counts) {
    let Some(request) = read_head(&mut stream) else { return };
    let parts = script(&request);
    let now = counts.now.fetch_add(1, Ordering::SeqCst) + 1;
    counts.most.fetch_max(now, Ordering::SeqCst);
    counts.seen.lock().unwrap().push(request);
    let (last, before) = parts.split_last().map_or((None, &[][..]), |(last, before)| (Some(last), before));
    // A client that has gone away ends its answer; that is what some tests are about.
    let there = before.iter().try_for_each(|part| send(&mut stream, part, counts));
    // Once the last bytes are out the client may ask again, whatever this thread gets to do by then.
    counts.now.fetch_sub(1, Ordering::SeqCst);
    let _gone = there.and_then(|()| last.map_or(Ok(()), |part| send(&mut stream, part, counts)));
}

fn send<S: Read + Write>(stream: &mut S, part: &Part, counts: &Counts) -> std::io::Result<()> {
    let mut put = |bytes: &[u8]| {
        stream.write_all(bytes)?;
        counts.sent.fetch_add(bytes.len(), Ordering::SeqCst);
        stream.flush()
    };
    match part {
        Part::Bytes(bytes) => put(bytes),
        Part::Repeat(bytes, times) => (0..*times).try_for_each(|_| put(bytes)),
        Part::Pause(long) => {
            std::thread::sleep(*long);
            Ok(())
        }
        Part::Hold => stream.read(&mut [0; 1]).map(drop),
    }
}

fn read_head(stream: &mut impl Read) -> Option<Seen> {
    let (mut bytes, mut one) = (Vec::new(), [0; 1]);
    while !bytes.ends_with(b"\r\n\r\n") {
        if stream.read(&mut one).ok()? == 0 {
            return None;
        }
        bytes.push(one[0]);
    }
    let text = String::from_utf8(bytes).ok()?;
    let mut lines = text.lines();
    let mut words = lines.next()?.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let headers = lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
    Some(Seen { method, path, headers })
}
