use super::{Text, Words, en, ja, ja_simple, vi};

/// A language of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    /// 日本語.
    Japanese,
    /// やさしい日本語: short sentences, every kanji with its reading.
    EasyJapanese,
    /// English.
    English,
    /// Tiếng Việt.
    Vietnamese,
}

impl Language {
    /// All of them, in the order of the links.
    pub(crate) const ALL: [Self; 4] = [Self::Japanese, Self::EasyJapanese, Self::English, Self::Vietnamese];

    /// The tag for `lang`, `hreflang` and `?lang=` (RFC 5646); `simple` is a registered variant.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Japanese => "ja",
            Self::EasyJapanese => "ja-simple",
            Self::English => "en",
            Self::Vietnamese => "vi",
        }
    }

    /// Its own name.
    pub(crate) fn own_name(self) -> Text {
        match self {
            Self::Japanese => Text::Japanese("日本語"),
            Self::EasyJapanese => Text::Japanese("やさしい{日本語|にほんご}"),
            Self::English => Text::Other("English"),
            Self::Vietnamese => Text::Other("Tiếng Việt"),
        }
    }

    /// Its sentences.
    pub(crate) fn words(self) -> &'static Words {
        match self {
            Self::Japanese => &ja::WORDS,
            Self::EasyJapanese => &ja_simple::WORDS,
            Self::English => &en::WORDS,
            Self::Vietnamese => &vi::WORDS,
        }
    }

    /// Whether people read it in kanji and kana; the others write places in Latin letters first.
    pub(crate) fn writes_kanji(self) -> bool {
        matches!(self, Self::Japanese | Self::EasyJapanese)
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
    let tag = parts.next()?.trim().to_ascii_lowercase();
    let primary = tag.split('-').next()?;
    let weight = parts
        .find_map(|part| part.trim().strip_prefix("q="))
        .map_or(Some(1.0), |weight| weight.parse().ok())?;
    let language = Language::from_code(&tag).or_else(|| Language::from_code(primary))?;
    (weight > 0.0).then_some((weight, language))
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
            ("vi-VN,vi;q=0.9,en;q=0.8", Language::Vietnamese),
            ("ja-simple", Language::EasyJapanese),
            ("JA-Simple;q=0.9,ja;q=0.8", Language::EasyJapanese),
            ("ja-JP", Language::Japanese),
            (";;;q=x,,", Language::Japanese),
        ] {
            assert_eq!(Language::accepted(header), language, "{header}");
        }
    }
}
