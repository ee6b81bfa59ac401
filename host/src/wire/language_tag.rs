//! The language that a window should speak.

use serde::Deserialize;

/// Longest language tag, in bytes. Source: RFC 5646 section 4.4.1 (35 characters suffice).
const LONGEST: usize = 35;

/// A language tag (RFC 5646), checked for length and alphabet; the default is empty, for calls that show no window.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct LanguageTag(String);

impl LanguageTag {
    /// The tag as it came, such as `ja` or `en-US`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for LanguageTag {
    type Error = &'static str;

    fn try_from(tag: String) -> Result<Self, &'static str> {
        let well_formed = tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !tag.is_empty() && tag.len() <= LONGEST && well_formed {
            Ok(Self(tag))
        } else {
            Err("not a language tag")
        }
    }
}
