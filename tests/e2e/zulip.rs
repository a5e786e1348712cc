//! A Zulip organisation on loopback: one account, its host, and the messages between them.
//! It never takes part in what is tested: it answers as zulip.com/api says, and notes what was asked.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// The host's user id, and the person's.
pub(crate) const HOST: u64 = 7;
const PERSON: u64 = 3;

#[derive(Default)]
struct Book {
    /// Sender and words; the place is the message's number.
    messages: Vec<(u64, String)>,
    /// What the host says to the next message.
    replies: Vec<String>,
    /// `GET /api/v1/users/me` and so on, without the query.
    asked: Vec<String>,
}

pub(crate) struct Zulip {
    at: SocketAddr,
    book: Arc<Mutex<Book>>,
}

impl Zulip {
    /// An organisation that takes requests with this e-mail address and key alone.
    pub(crate) fn new(user: &str, key: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let zulip = Self { at: listener.local_addr().unwrap(), book: Arc::default() };
        let (book, expected) = (Arc::clone(&zulip.book), format!("Basic {}", base64(&format!("{user}:{key}"))));
        // It ends with the test's process.
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                answer(stream, &book, &expected);
            }
        });
        zulip
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.at.port())
    }

    /// Has the host answer the next message with these words.
    pub(crate) fn will_say(&self, words: &str) {
        self.book.lock().unwrap().replies.push(words.to_owned());
    }

    /// What the person has sent.
    pub(crate) fn sent(&self) -> Vec<String> {
        self.book.lock().unwrap().messages.iter().filter(|(sender, _)| *sender == PERSON).map(|(_, words)| words.clone()).collect()
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        self.book.lock().unwrap().asked.clone()
    }
}

fn answer(mut stream: TcpStream, book: &Mutex<Book>, expected: &str) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head: Vec<String> = Vec::new();
    for line in (&mut reader).lines().map_while(Result::ok).take_while(|line| !line.is_empty()) {
        head.push(line);
    }
    let header =
        |name: &str| head.iter().find_map(|line| line.split_once(": ").filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned()));
    let mut body = vec![0; header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0)];
    reader.read_exact(&mut body).unwrap();
    let mut words = head.first().map_or("", String::as_str).split(' ');
    let (verb, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut book = book.lock().unwrap();
    book.asked.push(format!("{verb} {path}"));
    let (status, said) = if header("authorization").as_deref() == Some(expected) {
        said(&mut book, verb, path, query, &String::from_utf8_lossy(&body))
    } else {
        ("401 Unauthorized", json!({ "result": "error", "msg": "Invalid API key", "code": "INVALID_API_KEY" }))
    };
    let said = said.to_string();
    let text = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{said}", said.len());
    // Whoever went away asks again.
    let _gone = stream.write_all(text.as_bytes());
}

fn said(book: &mut Book, verb: &str, path: &str, query: &str, body: &str) -> (&'static str, Value) {
    let field = |text: &str, name: &str| text.split('&').find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name).map(|(_, value)| decoded(value)));
    match (verb, path) {
        ("GET", "/api/v1/users/me") => ("200 OK", json!({ "result": "success", "msg": "", "user_id": PERSON, "delivery_email": "ada@example.org" })),
        ("GET", "/api/v1/users") => {
            let person = |id: u64, name: &str| json!({ "user_id": id, "full_name": name, "is_active": true, "is_bot": false });
            ("200 OK", json!({ "result": "success", "msg": "", "members": [person(PERSON, "Ada"), person(HOST, "Niko Host")] }))
        }
        ("POST", "/api/v1/messages") => {
            let whole = field(body, "type").as_deref() == Some("direct") && field(body, "to") == Some(format!("[{HOST}]"));
            let Some(content) = field(body, "content").filter(|_| whole) else {
                return ("400 Bad Request", json!({ "result": "error", "msg": "Invalid user ID", "code": "BAD_REQUEST" }));
            };
            book.messages.push((PERSON, content));
            let id = book.messages.len();
            let replies: Vec<_> = book.replies.drain(..).map(|words| (HOST, words)).collect();
            book.messages.extend(replies);
            ("200 OK", json!({ "result": "success", "msg": "", "id": id }))
        }
        ("GET", "/api/v1/messages") => {
            let narrow = field(query, "narrow").and_then(|narrow| serde_json::from_str::<Value>(&narrow).ok());
            // In every other conversation nothing has been said.
            let is_this = narrow == Some(json!([{ "operator": "dm", "operand": [HOST] }]));
            let heard = book.messages.iter().enumerate().filter(|_| is_this);
            let all = heard.map(|(at, (sender, words))| json!({ "id": at + 1, "sender_id": sender, "content": words }));
            ("200 OK", json!({ "result": "success", "msg": "", "messages": all.collect::<Vec<_>>() }))
        }
        _ => ("404 Not Found", json!({ "result": "error", "msg": "No such endpoint", "code": "BAD_REQUEST" })),
    }
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let hex: Vec<u8> = rest.by_ref().take(2).collect();
                u8::from_str_radix(&String::from_utf8_lossy(&hex), 16).unwrap()
            }
            other => other,
        });
    }
    String::from_utf8(bytes).unwrap()
}

/// RFC 4648 section 4.
fn base64(text: &str) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    text.as_bytes()
        .chunks(3)
        .map(|chunk| {
            let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
            (0..4).map(|at| if at <= chunk.len() { letters[(bits >> (18 - 6 * at) & 63) as usize] as char } else { '=' }).collect::<String>()
        })
        .collect()
}
