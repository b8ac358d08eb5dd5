//! Which network a request comes from, as far as it can be told: the peer, or whom a trusted proxy names.
//!
//! Promises: nobody's own word is believed. `X-Forwarded-For` is read from its end and only as far as trusted proxies
//! wrote it; a request from this machine itself, which names nobody, is not counted.

use super::App;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

/// Most hops of a request that are looked at.
const HOPS_MAX: usize = 20;

/// Proxies whose word is believed: loopback, and what the operator names.
#[derive(Clone, Debug, Default)]
pub struct Trusted(Vec<(IpAddr, u8)>);

impl Trusted {
    /// Reads addresses and ranges: `10.0.0.5`, `10.0.0.0/8`, `2001:db8::/32`.
    ///
    /// # Errors
    /// The one that is neither.
    pub fn read(texts: &[String]) -> Result<Self, String> {
        texts
            .iter()
            .map(|text| range(text.trim()).ok_or_else(|| text.clone()))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    fn holds(&self, address: IpAddr) -> bool {
        address.is_loopback() || self.0.iter().any(|range| is_in(address, *range))
    }
}

fn range(text: &str) -> Option<(IpAddr, u8)> {
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address, Some(bits)),
        None => (text, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let bits = match bits {
        Some(bits) => bits.parse().ok().filter(|bits| *bits <= most)?,
        None => most,
    };
    Some((address, bits))
}

fn is_in(address: IpAddr, (range, bits): (IpAddr, u8)) -> bool {
    let same = |a: u128, b: u128, width: u32| {
        let shift = width - u32::from(bits);
        a.checked_shr(shift).unwrap_or(0) == b.checked_shr(shift).unwrap_or(0)
    };
    match (address, range) {
        (IpAddr::V4(a), IpAddr::V4(b)) => same(u32::from(a).into(), u32::from(b).into(), 32),
        (IpAddr::V6(a), IpAddr::V6(b)) => same(a.into(), b.into(), 128),
        _ => false,
    }
}

/// Where a request comes from; `None` where nobody can tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network(pub Option<String>);

impl FromRequestParts<App> for Network {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self::of(parts, app))
    }
}

impl Network {
    /// The network of a request.
    pub fn of(parts: &Parts, app: &App) -> Self {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Self(peer.and_then(|peer| named(peer.0.ip(), &parts.headers, &app.trusted)))
    }
}

fn named(peer: IpAddr, headers: &HeaderMap, trusted: &Trusted) -> Option<String> {
    let peer = peer.to_canonical();
    if !trusted.holds(peer) {
        return Some(network(peer));
    }
    let lines = headers.get_all("x-forwarded-for").iter();
    let said: Vec<&str> = lines.filter_map(|line| line.to_str().ok()).collect();
    let hops = said.join(",");
    for hop in hops.rsplit(',').filter(|hop| !hop.trim().is_empty()).take(HOPS_MAX) {
        // whatever stands before a hop that cannot be read was written by nobody we trust
        let hop: IpAddr = address(hop.trim())?.to_canonical();
        if !trusted.holds(hop) {
            return Some(network(hop));
        }
    }
    (!peer.is_loopback()).then(|| network(peer))
}

/// An address, with or without its port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').split(']').next().unwrap_or(text);
    let with_port = || text.parse::<SocketAddr>().ok().map(|both| both.ip());
    bare.parse().ok().or_else(with_port)
}

/// One address of IPv4; of IPv6 the 64 bits that one household or office has.
fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(peer: &str, forwarded: &str, trusted: &[&str]) -> Option<String> {
        let trusted: Vec<String> = trusted.iter().map(|text| (*text).to_owned()).collect();
        let mut headers = HeaderMap::new();
        if !forwarded.is_empty() {
            headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        }
        named(peer.parse().unwrap(), &headers, &Trusted::read(&trusted).unwrap())
    }

    #[test]
    fn a_stranger_is_himself_whatever_he_says() {
        assert_eq!(of("198.51.100.7", "203.0.113.9", &[]).unwrap(), "198.51.100.7");
        assert_eq!(of("2001:db8:1:2:3:4:5:6", "", &[]).unwrap(), "2001:db8:1:2::/64");
        assert_eq!(of("::ffff:198.51.100.7", "", &[]).unwrap(), "198.51.100.7");
    }

    #[test]
    fn a_trusted_proxy_is_believed_as_far_as_trusted_proxies_wrote() {
        assert_eq!(of("127.0.0.1", "203.0.113.9", &[]).unwrap(), "203.0.113.9");
        let through = "1.2.3.4, 203.0.113.9, 10.1.1.1";
        assert_eq!(of("10.0.0.5", through, &["10.0.0.0/8"]).unwrap(), "203.0.113.9");
        assert_eq!(of("10.0.0.5", through, &[]).unwrap(), "10.0.0.5", "not trusted");
        assert_eq!(of("127.0.0.1", "[2001:db8::1]:443", &[]).unwrap(), "2001:db8:0:0::/64");
        assert_eq!(of("10.0.0.5", "", &["10.0.0.5"]).unwrap(), "10.0.0.5");
    }

    #[test]
    fn this_machine_itself_and_what_cannot_be_read_are_not_counted() {
        assert_eq!(of("127.0.0.1", "", &[]), None);
        assert_eq!(of("::1", "127.0.0.1", &[]), None);
        assert_eq!(of("127.0.0.1", "203.0.113.9, nonsense", &[]), None);
    }

    #[test]
    fn what_is_no_address_is_named() {
        let wrong = |text: &str| Trusted::read(&[text.to_owned()]).unwrap_err();
        for text in ["10.0.0.0/33", "here", "10.0.0/8", "::/129"] {
            assert_eq!(wrong(text), text);
        }
        assert!(of("8.8.8.8", "203.0.113.9", &["0.0.0.0/0"]).is_some());
    }
}
