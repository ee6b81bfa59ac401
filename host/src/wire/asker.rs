//! Who asks: a site, or the person on a page of the extension.

use openjpki::origin::Origin;
use openjpki_manifests::EXTENSION_ORIGIN;
use serde::Deserialize;

/// Who asks, as the browser vouches for it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Asker {
    /// A site.
    Site(Origin),
    /// A page of our own extension. No page of a site has such an origin, and the browser lets no other extension start this host.
    Extension,
}

impl Asker {
    /// The site; nothing for a page of the extension.
    pub fn site(&self) -> Option<&Origin> {
        match self {
            Self::Site(origin) => Some(origin),
            Self::Extension => None,
        }
    }
}

impl TryFrom<String> for Asker {
    type Error = openjpki::origin::OriginError;

    fn try_from(origin: String) -> Result<Self, Self::Error> {
        if is_own(&origin) {
            Ok(Self::Extension)
        } else {
            Origin::parse(&origin).map(Self::Site)
        }
    }
}

/// Whether a browser gives this origin to pages of our extension. Firefox makes one up for each profile: a random UUID.
fn is_own(origin: &str) -> bool {
    let is_uuid = |text: &str| text.len() == 36 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    Some(origin) == EXTENSION_ORIGIN.strip_suffix('/') || origin.strip_prefix("moz-extension://").is_some_and(is_uuid)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asker(origin: &str) -> Result<Asker, openjpki::origin::OriginError> {
        Asker::try_from(origin.to_owned())
    }

    #[test]
    fn a_page_of_the_extension_is_told_from_a_site() {
        let own = EXTENSION_ORIGIN.trim_end_matches('/');
        assert_eq!(asker(own), Ok(Asker::Extension));
        assert_eq!(
            asker("moz-extension://0a1b2c3d-0000-4000-8000-0123456789ab"),
            Ok(Asker::Extension)
        );
        let site = asker("https://portal.example.go.jp").unwrap();
        assert_eq!(site.site().map(Origin::as_str), Some("https://portal.example.go.jp"));
        for other in [
            "chrome-extension://aaaabbbbccccddddeeeeffffgggghhhh",
            &format!("{own}/x"),
            "moz-extension://portal.example.go.jp",
            "http://portal.example.go.jp",
            "null",
        ] {
            assert!(asker(other).is_err(), "{other}");
        }
    }
}
