use std::fmt;

use askama::filters::HtmlSafe;

/// A sentence of the catalog. `{漢字|かんじ}` in it is furigana, `{mail}` a value to fill in; nothing else in it is markup.
///
/// `Display` writes HTML: everything escaped, furigana as `ruby`.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Text {
    /// Of a Japanese page.
    Japanese(&'static str),
    /// Of a page in another language: what it quotes in Japanese is marked as such, for the voice of a screen reader (WCAG 2.2, 3.1.2).
    Other(&'static str),
}

/// HTML that is finished: only this module makes it, and it escapes what it is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Html(String);

/// A piece of a sentence.
enum Piece {
    Plain(&'static str),
    Ruby { text: &'static str, reading: &'static str },
    Value(&'static str),
}

impl Text {
    /// As HTML, with these values in their places.
    pub(crate) fn fill(&self, values: &[(&str, &str)]) -> Html {
        let escaped: Vec<(&str, Html)> = values.iter().map(|(name, value)| (*name, Html::of(value))).collect();
        self.fill_html(&escaped)
    }

    /// As HTML, with values that are HTML already, such as a label with furigana.
    pub(crate) fn fill_html(&self, values: &[(&str, Html)]) -> Html {
        let mut html = String::new();
        for piece in self.pieces() {
            match piece {
                Piece::Plain(text) => match self {
                    Self::Japanese(_) => escape(text, &mut html),
                    Self::Other(_) => mark_japanese(text, &mut html),
                },
                Piece::Ruby { text, reading } => {
                    html.push_str("<ruby>");
                    escape(text, &mut html);
                    html.push_str("<rp>(</rp><rt>");
                    escape(reading, &mut html);
                    html.push_str("</rt><rp>)</rp></ruby>");
                }
                Piece::Value(name) => {
                    let value = values.iter().find(|(key, _)| *key == name);
                    html.push_str(value.map_or("", |(_, Html(value))| value));
                }
            }
        }
        Html(html)
    }

    /// As plain text, for mails and attributes, with these values in their places; readings stand in parentheses, 登録(とうろく), as the
    /// manuals in easy Japanese write them where there is no furigana.
    pub(crate) fn fill_plain(&self, values: &[(&str, &str)]) -> String {
        self.pieces()
            .into_iter()
            .map(|piece| match piece {
                Piece::Plain(text) => text.to_owned(),
                Piece::Ruby { text, reading } => format!("{text}({reading})"),
                Piece::Value(name) => value(values, name).to_owned(),
            })
            .collect()
    }

    /// As plain text, for attributes.
    pub(crate) fn plain(&self) -> String {
        self.fill_plain(&[])
    }

    /// The names of the values that it takes.
    #[cfg(test)]
    pub(crate) fn values(&self) -> Vec<&'static str> {
        self.pieces()
            .into_iter()
            .filter_map(|piece| {
                if let Piece::Value(name) = piece {
                    Some(name)
                } else {
                    None
                }
            })
            .collect()
    }

    fn pieces(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let (Self::Japanese(mut rest) | Self::Other(mut rest)) = *self;
        while let Some((before, after)) = rest.split_once('{') {
            let (inside, after) = after.split_once('}').unwrap_or((after, ""));
            pieces.push(Piece::Plain(before));
            pieces.push(match inside.split_once('|') {
                Some((text, reading)) => Piece::Ruby { text, reading },
                None => Piece::Value(inside),
            });
            rest = after;
        }
        pieces.push(Piece::Plain(rest));
        pieces
    }
}

fn value<'a>(values: &[(&str, &'a str)], name: &str) -> &'a str {
    values
        .iter()
        .find(|(key, _)| *key == name)
        .map_or("", |(_, value)| value)
}

/// Escapes, with everything Japanese in a `span` of its own.
fn mark_japanese(text: &str, html: &mut String) {
    let mut rest = text;
    while let Some((before, quoted, after)) = next_quoted(rest) {
        escape(before, html);
        html.push_str("<span lang=\"ja\">");
        escape(quoted, html);
        html.push_str("</span>");
        rest = after;
    }
    escape(rest, html);
}

/// The first Japanese part, up to the closing bracket if it begins with a Japanese one; what is before it, and what after.
fn next_quoted(text: &str) -> Option<(&str, &str, &str)> {
    let (start, first) = text.char_indices().find(|(_, letter)| is_japanese(*letter))?;
    let (before, from) = text.split_at(start);
    let closed_by = |bracket: char| from.find(bracket).map(|at| at + bracket.len_utf8());
    let length = match first {
        '【' => closed_by('】'),
        '「' => closed_by('」'),
        _ => from.find(|letter| !is_japanese(letter)),
    };
    let (quoted, after) = from.split_at(length.unwrap_or(from.len()));
    Some((before, quoted, after))
}

/// Kana, kanji, and the signs that only Japanese text has.
pub(super) fn is_japanese(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}')
}

fn escape(text: &str, html: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            letter => html.push(letter),
        }
    }
}

impl Html {
    /// Text, with everything in it escaped.
    pub(crate) fn of(text: &str) -> Self {
        let mut html = String::new();
        escape(text, &mut html);
        Self(html)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fill(&[]).fmt(f)
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

// Both write HTML in which everything was escaped.
impl HtmlSafe for Text {}
impl HtmlSafe for Html {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furigana_and_values() {
        let text = Text::Japanese("{在留|ざいりゅう}カードを {name} に & <b>");
        assert_eq!(
            text.fill(&[("name", "<script>'\"")]).to_string(),
            "<ruby>在留<rp>(</rp><rt>ざいりゅう</rt><rp>)</rp></ruby>カードを &lt;script&gt;&#39;&quot; に &amp; &lt;b&gt;"
        );
        assert_eq!(
            text.fill_plain(&[("name", "<x>")]),
            "在留(ざいりゅう)カードを <x> に & <b>"
        );
        assert_eq!(text.values(), ["name"]);
    }

    #[test]
    fn a_value_is_not_read_as_markup_again() {
        assert_eq!(
            Text::Other("{a}{b}").fill(&[("a", "{b}"), ("b", "x")]).to_string(),
            "{b}x"
        );
    }

    #[test]
    fn what_another_language_quotes_is_marked() {
        for (text, html) in [
            ("Cancel", "Cancel"),
            ("Back 【(戻) る】!", "Back <span lang=\"ja\">【(戻) る】</span>!"),
            (
                "A (署名用, 6) & 検索",
                "A (<span lang=\"ja\">署名用</span>, 6) &amp; <span lang=\"ja\">検索</span>",
            ),
            (
                "Say: 「お願い, します」.",
                "Say: <span lang=\"ja\">「お願い, します」</span>.",
            ),
        ] {
            assert_eq!(Text::Other(text).to_string(), html);
            assert_eq!(Text::Other(text).plain(), text);
        }
    }
}
