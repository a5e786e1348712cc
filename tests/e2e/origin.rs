//! A publisher's web server on loopback that answers for one feed as a test tells it.
//! It never takes part in what is tested: it counts what was asked, and how.

use chrono::{Duration, Utc};
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What the origin does next.
#[derive(Clone)]
pub(crate) enum Answers {
    /// The document with both validators; 304 to whoever has them.
    With(String),
    /// As before, by a clock that is that far ahead.
    ClockAhead(String, Duration),
    /// 500.
    Broken,
}

pub(crate) struct Origin {
    at: SocketAddr,
    answers: Arc<Mutex<Answers>>,
    /// The heads of all requests so far, in lower case.
    asked: Arc<Mutex<Vec<String>>>,
}

const ETAG: &str = "\"v1\"";
const CHANGED: &str = "Tue, 03 Mar 2026 10:00:00 GMT";

impl Origin {
    pub(crate) fn new(answers: Answers) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = Self { at: listener.local_addr().unwrap(), answers: Arc::new(Mutex::new(answers)), asked: Arc::default() };
        let (answers, asked) = (Arc::clone(&origin.answers), Arc::clone(&origin.asked));
        // It ends with the test's process.
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let answers = answers.lock().unwrap().clone();
                answer(stream, &answers, &asked);
            }
        });
        origin
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}/sessions.json", self.at.port())
    }

    pub(crate) fn now(&self, answers: Answers) {
        *self.answers.lock().unwrap() = answers;
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn answer(mut stream: TcpStream, answers: &Answers, asked: &Mutex<Vec<String>>) {
    let lines = BufReader::new(&stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty());
    let head = lines.collect::<Vec<_>>().join("\n").to_lowercase();
    let knows = head.contains(&format!("if-none-match: {ETAG}"));
    asked.lock().unwrap().push(head);
    let (status, ahead, body) = match answers {
        Answers::Broken => ("500 Internal Server Error", Duration::zero(), ""),
        Answers::With(_) | Answers::ClockAhead(..) if knows => ("304 Not Modified", answers.ahead(), ""),
        Answers::With(body) | Answers::ClockAhead(body, _) => ("200 OK", answers.ahead(), body.as_str()),
    };
    let date = (Utc::now() + ahead).format("%a, %d %b %Y %H:%M:%S GMT");
    let length = body.len();
    let text =
        format!("HTTP/1.1 {status}\r\nConnection: close\r\nDate: {date}\r\nETag: {ETAG}\r\nLast-Modified: {CHANGED}\r\nContent-Length: {length}\r\n\r\n{body}");
    // Whoever went away asks again.
    let _gone = stream.write_all(text.as_bytes());
}

impl Answers {
    fn ahead(&self) -> Duration {
        match self {
            Self::ClockAhead(_, ahead) => *ahead,
            Self::With(_) | Self::Broken => Duration::zero(),
        }
    }
}
