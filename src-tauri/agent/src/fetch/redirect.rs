//! Decides which redirects are followed.
//! It never leads a request from the network to this machine, the local network, a file, or an unencrypted address.

use reqwest::Url;
use sessionbell_core::poll::FetchFault;
use sessionbell_core::settings::is_loopback;
use std::net::{IpAddr, SocketAddr};
use url::Host;

/// Where a redirect from `from` leads, if it is followed: the address, and for another host than the typed one the
/// addresses it was found at, all public, so that it cannot turn out to be elsewhere a moment later.
pub(super) async fn follow(typed: &Url, from: &Url, target: &str) -> Result<(Url, Option<Vec<SocketAddr>>), FetchFault> {
    let refused = |what: String| FetchFault::BadRedirect(what);
    let next = from.join(target).map_err(|_| refused("something that is not an address".to_owned()))?;
    let place = format!("{}://{}", next.scheme(), next.host_str().unwrap_or_default());
    if !next.username().is_empty() || next.password().is_some() {
        return Err(refused(format!("{place} with a password in it")));
    }
    if next.host() == typed.host() {
        // The host that a person typed may be anywhere; it may not lose its encryption.
        let kept = next.scheme() == typed.scheme() || next.scheme() == "https";
        return if kept { Ok((next, None)) } else { Err(refused(place)) };
    }
    if next.scheme() != "https" || is_loopback(&next) {
        return Err(refused(place));
    }
    let port = next.port_or_known_default().unwrap_or(443);
    let addresses: Vec<SocketAddr> = match next.host() {
        Some(Host::Ipv4(ip)) => vec![SocketAddr::new(IpAddr::V4(ip), port)],
        Some(Host::Ipv6(ip)) => vec![SocketAddr::new(IpAddr::V6(ip), port)],
        Some(Host::Domain(name)) => {
            let found = tokio::net::lookup_host((name, port)).await.map_err(|_| FetchFault::Unreachable(name.to_owned()))?;
            found.collect()
        }
        None => Vec::new(),
    };
    if addresses.is_empty() || addresses.iter().any(|address| !is_public(address.ip())) {
        return Err(refused(format!("{place}, which is not on the public internet")));
    }
    Ok((next, Some(addresses)))
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
}
