use super::{Words, en, ja};

/// A language of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    /// 日本語.
    Japanese,
    /// English.
    English,
}

impl Language {
    /// All of them, in the order of the links.
    pub(crate) const ALL: [Self; 2] = [Self::Japanese, Self::English];

    /// The tag for `lang`, `hreflang` and `?lang=` (RFC 5646).
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Japanese => "ja",
            Self::English => "en",
        }
    }

    /// Its own name.
    pub(crate) fn own_name(self) -> &'static str {
        match self {
            Self::Japanese => "日本語",
            Self::English => "English",
        }
    }

    /// Its sentences.
    pub(crate) fn words(self) -> &'static Words {
        match self {
            Self::Japanese => &ja::WORDS,
            Self::English => &en::WORDS,
        }
    }

    /// The language with this tag.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The one that the browser asks for first among ours (RFC 9110 section 12.5.4); Japanese if it asks for none of them.
    pub(crate) fn accepted(header: &str) -> Self {
        let mut wanted: Vec<(f32, Self)> = header.split(',').filter_map(wanted).collect();
        wanted.sort_by(|(first, _), (second, _)| second.total_cmp(first));
        wanted.first().map_or(Self::Japanese, |(_, language)| *language)
    }
}

/// `en-US;q=0.8`: the language and how much it is wanted.
fn wanted(entry: &str) -> Option<(f32, Language)> {
    let mut parts = entry.split(';');
    let primary = parts.next()?.trim().split('-').next()?.to_ascii_lowercase();
    let weight = parts
        .find_map(|part| part.trim().strip_prefix("q="))
        .map_or(Some(1.0), |weight| weight.parse().ok())?;
    (weight > 0.0).then_some((weight, Language::from_code(&primary)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_that_the_browser_wants() {
        for (header, language) in [
            ("", Language::Japanese),
            ("en", Language::English),
            ("en-US,en;q=0.9,ja;q=0.8", Language::English),
            ("fr,ja;q=0.5,en;q=0.7", Language::English),
            ("ja,en", Language::Japanese),
            ("en;q=0,de", Language::Japanese),
            ("EN-gb", Language::English),
            (";;;q=x,,", Language::Japanese),
        ] {
            assert_eq!(Language::accepted(header), language, "{header}");
        }
    }
}
