//! Decides which accounts of a person messages can be sent with, and how they are named.
//! It never holds a key: that is a secret, kept under the account's name.

use super::is_loopback;
use crate::language::{Sentence, sentence};
use serde::{Deserialize, Serialize};
use std::fmt;
use url::Url;

/// A server that a person has an account on: https, or http on this machine alone; without a path.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ServerAddress(Url);

impl ServerAddress {
    /// Reads what a person typed: `chat.example.org` or its address. What stands behind the host is left out.
    ///
    /// # Errors
    /// Why it cannot be a server's, as a sentence.
    pub fn parse(raw: &str) -> Result<Self, Sentence> {
        let raw = raw.trim();
        let spelled = if raw.contains("://") { raw.to_owned() } else { format!("https://{raw}") };
        let not_one = || sentence("server-not-one").with("address", crate::text::line(raw, 80));
        if raw.is_empty() || raw.len() > 300 || raw.chars().any(char::is_whitespace) {
            return Err(not_one());
        }
        let mut url = Url::parse(&spelled).map_err(|_| not_one())?;
        if !url.username().is_empty() || url.password().is_some() || url.host().is_none() {
            return Err(not_one());
        }
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => return Err(sentence("server-not-encrypted")),
            _ => return Err(not_one()),
        }
        url.set_path("/");
        url.set_query(None);
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// The address of `path` (with its `/`) on it, with `query`.
    #[must_use]
    pub fn at(&self, path: &str, query: &[(&str, &str)]) -> Url {
        let mut url = self.0.clone();
        url.set_path(path);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }

    /// The host, with its port if that is not the usual one: what people call the server.
    #[must_use]
    pub fn host(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        self.0.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }
}

impl fmt::Debug for ServerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ServerAddress({})", self.host())
    }
}

impl TryFrom<String> for ServerAddress {
    type Error = String;
    fn try_from(raw: String) -> Result<Self, String> {
        Self::parse(&raw).map_err(|why| why.to_string())
    }
}

impl From<ServerAddress> for String {
    fn from(server: ServerAddress) -> Self {
        server.0.as_str().trim_end_matches('/').to_owned()
    }
}

/// Which kind of server an account is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum AccountKind {
    /// A Zulip organisation.
    Zulip,
    /// A Matrix home server.
    Matrix,
}

impl AccountKind {
    /// What people call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Zulip => "Zulip",
            Self::Matrix => "Matrix",
        }
    }

    /// The word in the settings file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Zulip => "zulip",
            Self::Matrix => "matrix",
        }
    }
}

/// An account of the person’s own. At most one of a kind on a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Of which kind.
    pub kind: AccountKind,
    /// Where.
    pub server: ServerAddress,
    /// Who: an e-mail address on Zulip, a user id on Matrix.
    pub user: String,
}

impl Account {
    /// Its name among the secrets, and everywhere else it has to be told from others.
    #[must_use]
    pub fn name(&self) -> String {
        format!("account/{}/{}", self.kind.word(), self.server.host())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_as_people_type_them() {
        for (raw, kept) in [
            ("chat.example.org", "https://chat.example.org"),
            (" https://chat.example.org/#narrow/dm/7 ", "https://chat.example.org"),
            ("https://chat.example.org:8443/a?b", "https://chat.example.org:8443"),
            ("http://127.0.0.1:9991", "http://127.0.0.1:9991"),
        ] {
            assert_eq!(ServerAddress::parse(raw).map(String::from).as_deref(), Ok(kept), "{raw}");
        }
        for raw in ["", "a b", "http://chat.example.org", "ftp://chat.example.org", "https://me:pw@chat.example.org", "https://"] {
            assert!(ServerAddress::parse(raw).is_err(), "{raw}");
        }
    }
}
