//! A URL that we may post to.
use hyper::Uri;

/// Where a POST goes.
#[derive(Debug, PartialEq, Eq)]
pub struct Target {
    pub tls: bool,
    /// In lower case, without the brackets of an IPv6 address.
    pub host: String,
    pub port: u16,
    /// As it goes into `Host`.
    pub authority: String,
    /// With its query.
    pub path: String,
    /// Whether the host may lie on a private network.
    pub private: bool,
}

impl Target {
    /// Reads a URL: HTTPS, or HTTP for a host that was named as private. No user or password in it.
    pub fn read(url: &str, private_hosts: &[String]) -> Result<Self, &'static str> {
        let uri: Uri = url.parse().map_err(|_| "url")?;
        let authority = uri.authority().ok_or("url")?;
        if authority.as_str().contains('@') {
            return Err("url_with_password");
        }
        let host = authority
            .host()
            .trim_start_matches('[')
            .trim_end_matches([']', '.'])
            .to_ascii_lowercase();
        let private = private_hosts.contains(&host);
        let tls = match uri.scheme_str() {
            Some("https") => true,
            Some("http") if private => false,
            Some("http") => return Err("url_needs_https"),
            _ => return Err("url"),
        };
        let port = authority.port_u16().unwrap_or(if tls { 443 } else { 80 });
        let path = uri.path_and_query().map_or("/", |path| path.as_str()).into();
        Ok(Self {
            tls,
            host,
            port,
            authority: authority.as_str().into(),
            path,
            private,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> Result<Target, &'static str> {
        Target::read(url, &["hooks.internal".into(), "::1".into()])
    }

    #[test]
    fn a_url_is_taken_apart() {
        let target = read("https://Hooks.Example.com/a/b?c=d").unwrap();
        assert_eq!(
            (target.host.as_str(), target.port, target.path.as_str()),
            ("hooks.example.com", 443, "/a/b?c=d")
        );
        assert!(target.tls && !target.private);
        let target = read("http://[::1]:8080").unwrap();
        assert_eq!(
            (target.host.as_str(), target.port, target.path.as_str()),
            ("::1", 8080, "/")
        );
        assert!(!target.tls && target.private);
    }

    #[test]
    fn what_is_no_safe_url_is_refused() {
        assert_eq!(read("http://hooks.example.com/"), Err("url_needs_https"));
        assert_eq!(read("https://user:secret@hooks.example.com/"), Err("url_with_password"));
        for url in [
            "",
            "/only/a/path",
            "ftp://hooks.example.com/",
            "https://",
            "https://a b/",
        ] {
            assert_eq!(read(url), Err("url"), "{url}");
        }
    }
}
