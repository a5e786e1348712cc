//! Decides which redirects are followed.
//! It never leads a request from the network to this machine, the local network, a file, or an unencrypted address.

use reqwest::Url;
use sessionbell_core::language::{Sentence, sentence};
use sessionbell_core::poll::FetchFault;
use sessionbell_core::settings::is_loopback;
use std::net::{IpAddr, SocketAddr};
use url::Host;

/// Redirects that are followed for one request.
const MOST_REDIRECTS: usize = 3;

/// Where a redirect from `from` leads after `followed` others, if it is followed: the address, and for another host than the
/// typed one the addresses it was found at, all public, so that it cannot turn out to be elsewhere a moment later.
pub(super) async fn follow(typed: &Url, followed: usize, from: &Url, target: &str) -> Result<(Url, Option<Vec<SocketAddr>>), FetchFault> {
    if followed >= MOST_REDIRECTS {
        return Err(FetchFault::TooManyRedirects);
    }
    let next = from.join(target).map_err(|_| FetchFault::BadRedirect(sentence("redirect-no-address")))?;
    let place = format!("{}://{}", next.scheme(), next.host_str().unwrap_or_default());
    if !next.username().is_empty() || next.password().is_some() {
        return Err(FetchFault::BadRedirect(sentence("redirect-password").with("place", place)));
    }
    if next.host() == typed.host() && from.host() == typed.host() {
        // The host that a person typed may be anywhere; it may not lose its encryption. What leads back from another host is
        // judged like any other redirect of that one.
        let kept = next.scheme() == typed.scheme() || next.scheme() == "https";
        return if kept { Ok((next, None)) } else { Err(FetchFault::BadRedirect(Sentence::as_it_is(place))) };
    }
    if next.scheme() != "https" || is_loopback(&next) {
        return Err(FetchFault::BadRedirect(Sentence::as_it_is(place)));
    }
    let addresses = public_addresses(&next).await?;
    Ok((next, Some(addresses)))
}

/// Where an address is, if all that it may be is on the public internet.
pub(super) async fn public_addresses(url: &Url) -> Result<Vec<SocketAddr>, FetchFault> {
    let port = url.port_or_known_default().unwrap_or(443);
    let addresses: Vec<SocketAddr> = match url.host() {
        Some(Host::Ipv4(ip)) => vec![SocketAddr::new(IpAddr::V4(ip), port)],
        Some(Host::Ipv6(ip)) => vec![SocketAddr::new(IpAddr::V6(ip), port)],
        Some(Host::Domain(name)) => {
            let found = tokio::net::lookup_host((name, port)).await.map_err(|_| FetchFault::Unreachable(name.to_owned()))?;
            found.collect()
        }
        None => Vec::new(),
    };
    if addresses.is_empty() || addresses.iter().any(|address| !is_public(address.ip())) {
        let place = format!("{}://{}", url.scheme(), url.host_str().unwrap_or_default());
        return Err(FetchFault::BadRedirect(sentence("redirect-private").with("place", place)));
    }
    Ok(addresses)
}

/// Whether an address is one of the public internet.
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, c, _] = ip.octets();
            let shared = a == 100 && (64..128).contains(&b);
            let special = (a == 192 && b == 0 && c == 0) || (a == 198 && (18..20).contains(&b)) || a == 0 || a >= 224;
            !(ip.is_loopback() || ip.is_private() || ip.is_link_local() || shared || special)
        }
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(mapped) => is_public(IpAddr::V4(mapped)),
            // Only global unicast (2000::/3), and of it neither documentation nor tunnels that wrap other addresses.
            None => {
                let [first, second, ..] = ip.segments();
                first & 0xe000 == 0x2000 && !(first == 0x2001 && (second == 0 || second == 0x0db8)) && first != 0x2002
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_this_machine_and_its_network_are_not_public() {
        for ip in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in ["1.1.1.1", "203.0.114.1", "2606:4700::1111"] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
    }

    /// Targets, and whether each may follow when the typed host is public or of this machine, from it or from a public one.
    const TARGETS: &[(&str, bool)] = &[
        ("https://1.1.1.1/", true),
        ("https://1.1.1.1:8443/feed.json", true),
        ("https://[2606:4700::1111]/", true),
        ("https://[::ffff:1.1.1.1]/", true),
        ("http://1.1.1.1/", false),
        ("HTTP://1.0.0.1/", false),
        ("file:///etc/passwd", false),
        ("file://localhost/etc/passwd", false),
        ("file://1.1.1.1/x", false),
        ("ftp://1.1.1.1/", false),
        ("data:application/json,{}", false),
        ("javascript:alert(1)", false),
        ("gopher://1.1.1.1/", false),
        ("https://me@1.1.1.1/", false),
        ("https://me:secret@1.1.1.1/", false),
        ("https://localhost/", false),
        ("https://LOCALHOST:8443/", false),
        ("http://localhost/", false),
        ("https://127.0.0.1/", false),
        ("https://127.1/", false),
        ("https://2130706433/", false),
        ("https://0x7f000001/", false),
        ("https://0177.0.0.1/", false),
        ("https://127.255.255.254/", false),
        ("https://10.0.0.1/", false),
        ("https://10.255.255.255/", false),
        ("https://172.16.0.1/", false),
        ("https://172.31.255.255/", false),
        ("https://192.168.0.1/", false),
        ("https://192.168.255.255/", false),
        ("https://169.254.0.1/", false),
        ("https://169.254.169.254/latest/meta-data/", false),
        ("https://0.0.0.0/", false),
        ("https://0/", false),
        ("https://0.1.2.3/", false),
        ("https://100.64.0.1/", false),
        ("https://100.127.255.255/", false),
        ("https://192.0.0.1/", false),
        ("https://198.18.0.1/", false),
        ("https://224.0.0.1/", false),
        ("https://255.255.255.255/", false),
        ("https://[::1]/", false),
        ("https://[::]/", false),
        ("https://[fc00::1]/", false),
        ("https://[fdff::1]/", false),
        ("https://[fe80::1]/", false),
        ("https://[febf::1]/", false),
        ("https://[ff02::1]/", false),
        ("https://[::ffff:127.0.0.1]/", false),
        ("https://[::ffff:10.0.0.1]/", false),
        ("https://[::ffff:a9fe:a9fe]/", false),
        ("https://[::127.0.0.1]/", false),
        ("https://[64:ff9b::10.0.0.1]/", false),
        ("https://[2002:a00:1::]/", false),
        ("https://", false),
        ("//127.0.0.1/", false),
        ("//10.0.0.1/", false),
    ];

    fn words(followed: Result<(Url, Option<Vec<SocketAddr>>), FetchFault>) -> Result<(Url, bool), FetchFault> {
        followed.map(|(url, addresses)| (url, addresses.is_some_and(|found| found.iter().all(|address| is_public(address.ip())))))
    }

    #[tokio::test]
    async fn every_target_on_every_hop_from_every_kind_of_host() {
        let public: Url = "https://9.9.9.9/on-the-way".parse().unwrap();
        for typed in [
            "https://feeds.example.org/a.json",
            "http://127.0.0.1:8000/a.json",
            "http://localhost:8000/a.json",
            "https://10.1.2.3/a.json",
            "https://[::1]/a.json",
        ] {
            let typed: Url = typed.parse().unwrap();
            for from in [&typed, &public] {
                for followed in 0..=4 {
                    for (target, allowed) in TARGETS {
                        let case = format!("typed {typed}, hop {}, from {from} to {target}", followed + 1);
                        let answer = words(follow(&typed, followed, from, target).await);
                        // To the typed host from itself: wherever it is, but never from https to http.
                        let next = from.join(target).ok();
                        let stays = next.as_ref().is_some_and(|next| next.host().is_some() && next.host() == typed.host()) && from.host() == typed.host();
                        let keeps = next.is_some_and(|next| next.scheme() == "https" || next.scheme() == typed.scheme());
                        match answer {
                            Err(FetchFault::TooManyRedirects) => assert!(followed >= 3, "{case}"),
                            _ if followed >= 3 => panic!("{case} is followed"),
                            Err(FetchFault::BadRedirect(_)) => assert!(!(*allowed || stays && keeps), "{case} is refused"),
                            Err(other) => panic!("{case}: {other}"),
                            Ok((_, judged)) => assert!(if stays { keeps } else { *allowed && judged }, "{case} is followed"),
                        }
                    }
                }
            }
        }
    }

    #[tokio::test]
    async fn the_typed_host_may_lead_within_itself_and_nobody_may_lead_back_to_it_at_home() {
        let public: Url = "https://9.9.9.9/".parse().unwrap();
        for (typed, target, from_itself, from_elsewhere) in [
            ("http://127.0.0.1:8000/a", "/b", true, true),
            ("http://127.0.0.1:8000/a", "http://127.0.0.1:9000/", true, false),
            ("http://127.0.0.1:8000/a", "https://127.0.0.1/", true, false),
            ("https://10.1.2.3/a", "https://10.1.2.3/b", true, false),
            ("https://10.1.2.3/a", "http://10.1.2.3/b", false, false),
            ("https://1.1.1.1/a", "https://1.1.1.1/b", true, true),
            ("https://1.1.1.1/a", "http://1.1.1.1/b", false, false),
        ] {
            let typed: Url = typed.parse().unwrap();
            assert_eq!(follow(&typed, 0, &typed, target).await.is_ok(), from_itself, "{typed} to {target}");
            assert_eq!(follow(&typed, 1, &public, target).await.is_ok(), from_elsewhere, "{typed} by way of {public} to {target}");
        }
    }
}
