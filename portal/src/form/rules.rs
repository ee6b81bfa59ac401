//! The rule of each field, one function each.

use time::macros::offset;
use time::{Date, Month, OffsetDateTime};

use super::Problem;
use openjpki::time::UnixTime;

/// 104文字以内, the registration manual.
const LONGEST_NAME: usize = 104;
/// Ours: an address with a building's name.
const LONGEST_ADDRESS: usize = 200;
/// Ours: ITU-T E.164 allows 15 digits; the rest is hyphens.
const LONGEST_TELEPHONE: usize = 20;
/// RFC 5321 section 4.5.3.1.3: a path of 256 octets, with its brackets.
const LONGEST_MAIL: usize = 254;
/// Ours.
const LONGEST_NOTICE_NUMBER: usize = 40;
/// Nobody who lives was born before.
const EARLIEST_YEAR: i32 = 1868;

/// 半角英字(大文字入力), 104文字以内 スペース区切り.
pub(super) fn name(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    required(text)?;
    within(text, LONGEST_NAME)?;
    let words = || text.split(' ');
    let letters = |word: &str| !word.is_empty() && word.bytes().all(|letter| letter.is_ascii_uppercase());
    if words().all(letters) {
        Ok(text.to_owned())
    } else {
        Err(Problem::Form)
    }
}

/// A real date, not in the future; `YYYY-MM-DD` as the browser's date field sends it, or with `/` or nothing between.
pub(super) fn birth_date(text: &str, now: UnixTime) -> Result<String, Problem> {
    let text = narrow(text.trim());
    required(&text)?;
    let (year, month, day) = date_parts(&text).ok_or(Problem::Form)?;
    let month = Month::try_from(month).map_err(|_| Problem::NotADate)?;
    let date = Date::from_calendar_date(year, month, day).map_err(|_| Problem::NotADate)?;
    if date > today_in_japan(now) {
        return Err(Problem::InTheFuture);
    }
    if year < EARLIEST_YEAR {
        return Err(Problem::NotADate);
    }
    Ok(format!("{year:04}-{:02}-{day:02}", u8::from(month)))
}

fn date_parts(text: &str) -> Option<(i32, u8, u8)> {
    let digits = |part: &str| part.bytes().all(|digit| digit.is_ascii_digit());
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] => (*year, *month, *day),
        [all] if all.len() == 8 && all.is_ascii() => (all.get(..4)?, all.get(4..6)?, all.get(6..)?),
        _ => return None,
    };
    if year.len() != 4 || ![year, month, day].into_iter().all(digits) {
        return None;
    }
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

/// Today's date in Japan, which is nine hours ahead of UTC.
fn today_in_japan(now: UnixTime) -> Date {
    OffsetDateTime::from_unix_timestamp(now.0)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
        .to_offset(offset!(+9))
        .date()
}

/// 町名丁目番地号等: free text on one line.
pub(super) fn address(text: &str) -> Result<String, Problem> {
    free_text(text, LONGEST_ADDRESS)
}

/// 届出済証明書番号: bar associations number their notices in different ways, so any text is taken.
pub(super) fn notice_number(text: &str) -> Result<String, Problem> {
    free_text(text, LONGEST_NOTICE_NUMBER)
}

fn free_text(text: &str, limit: usize) -> Result<String, Problem> {
    let text = text.trim();
    required(text)?;
    within(text, limit)?;
    if text.chars().any(char::is_control) {
        Err(Problem::Form)
    } else {
        Ok(text.to_owned())
    }
}

/// Digits and hyphens: 9 to 15 digits, hyphens only between them. Full-width ones are taken as half-width.
pub(super) fn telephone(text: &str) -> Result<String, Problem> {
    let text = narrow(text.trim());
    required(&text)?;
    within(&text, LONGEST_TELEPHONE)?;
    let groups = || text.split('-');
    let group = |group: &str| !group.is_empty() && group.bytes().all(|digit| digit.is_ascii_digit());
    let count: usize = groups().map(str::len).sum();
    if groups().all(group) && (9..=15).contains(&count) {
        Ok(text)
    } else {
        Err(Problem::Form)
    }
}

/// An address that a mail can be sent to.
///
/// # Errors
/// The [`Problem`] with what was typed.
pub fn mail(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    required(text)?;
    within(text, LONGEST_MAIL)?;
    let address: lettre::Address = text.parse().map_err(|_| Problem::Form)?;
    let ascii = text.bytes().all(|letter| letter.is_ascii_graphic());
    let domain = address.domain();
    if ascii && domain.contains('.') && !domain.starts_with('[') {
        Ok(text.to_owned())
    } else {
        Err(Problem::Form)
    }
}

/// 2 letters, 8 digits, 2 letters. Lower case and full width are taken as what they mean.
pub(super) fn residence_card(text: &str) -> Result<String, Problem> {
    let text = narrow(text.trim()).to_ascii_uppercase();
    required(&text)?;
    let letters = |part: Option<&str>| part.is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_uppercase()));
    let digits = |part: Option<&str>| part.is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let right = text.len() == 12 && letters(text.get(..2)) && digits(text.get(2..10)) && letters(text.get(10..));
    if right { Ok(text) } else { Err(Problem::Form) }
}

fn required(text: &str) -> Result<(), Problem> {
    if text.is_empty() { Err(Problem::Missing) } else { Ok(()) }
}

fn within(text: &str, limit: usize) -> Result<(), Problem> {
    if text.chars().count() > limit {
        Err(Problem::TooLong { limit })
    } else {
        Ok(())
    }
}

/// Full-width letters, digits and signs (U+FF01 to U+FF5E), and the signs that Japanese keyboards give for a hyphen, as ASCII.
fn narrow(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            'ー' | '−' | '‐' | '‑' | '–' | '—' | '―' => '-',
            '\u{FF01}'..='\u{FF5E}' => u32::from(letter)
                .checked_sub(0xFEE0)
                .and_then(char::from_u32)
                .unwrap_or(letter),
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-21T00:00:00+09:00
    const NOW: UnixTime = UnixTime(1_795_186_800);

    #[test]
    fn names() {
        for text in ["NGUYEN THI MAI", "A", &"A".repeat(104)] {
            assert_eq!(name(text).as_deref(), Ok(text));
        }
        assert_eq!(name("  LEE SUN  ").as_deref(), Ok("LEE SUN"));
        assert_eq!(name("  "), Err(Problem::Missing));
        assert_eq!(name(&"A".repeat(105)), Err(Problem::TooLong { limit: 104 }));
        for text in [
            "nguyen",
            "NGUYEN  MAI",
            "ＮＧＵＹＥＮ",
            "O'NEIL",
            "NGUYEN\tMAI",
            "日本花子",
            "A1",
        ] {
            assert_eq!(name(text), Err(Problem::Form), "{text}");
        }
    }

    #[test]
    fn birth_dates() {
        for text in ["2000-02-29", "2000/2/29", "20000229", "２０００－０２－２９"] {
            assert_eq!(birth_date(text, NOW).as_deref(), Ok("2000-02-29"), "{text}");
        }
        assert_eq!(
            birth_date("2026-11-21", NOW).as_deref(),
            Ok("2026-11-21"),
            "today, in Japan"
        );
        assert_eq!(birth_date("2026-11-22", NOW), Err(Problem::InTheFuture));
        for text in ["1999-02-29", "2000-13-01", "2000-00-10", "1850-01-01"] {
            assert_eq!(birth_date(text, NOW), Err(Problem::NotADate), "{text}");
        }
        for text in [
            "17",
            "02/29/2000",
            "2000-02",
            "aaaa-bb-cc",
            "2000-02-29-1",
            "２０００年２月",
        ] {
            assert_eq!(birth_date(text, NOW), Err(Problem::Form), "{text}");
        }
        assert_eq!(birth_date("", NOW), Err(Problem::Missing));
    }

    #[test]
    fn telephones() {
        for (text, kept) in [
            ("090-1234-5678", "090-1234-5678"),
            ("0312345678", "0312345678"),
            ("０９０－１２３４－５６７８", "090-1234-5678"),
        ] {
            assert_eq!(telephone(text).as_deref(), Ok(kept));
        }
        for text in [
            "-0901234567",
            "090--12345678",
            "090 1234 5678",
            "+819012345678",
            "12345",
            "phone",
        ] {
            assert_eq!(telephone(text), Err(Problem::Form), "{text}");
        }
        assert_eq!(telephone(&"1".repeat(21)), Err(Problem::TooLong { limit: 20 }));
    }

    #[test]
    fn mails() {
        for text in ["mai@example.jp", "a.b+c@sub.example.com"] {
            assert_eq!(mail(text).as_deref(), Ok(text));
        }
        for text in [
            "mai",
            "mai@",
            "@example.jp",
            "a b@example.jp",
            "mai@localhost",
            "a@b.jp\r\nBcc: c@d.jp",
            "ｍ@e.jp",
        ] {
            assert_eq!(mail(text), Err(Problem::Form), "{text}");
        }
        assert_eq!(
            mail(&format!("{}@example.jp", "a".repeat(250))),
            Err(Problem::TooLong { limit: 254 })
        );
    }

    #[test]
    fn residence_cards() {
        for text in ["AB12345678CD", " ab12345678cd ", "ＡＢ１２３４５６７８ＣＤ"] {
            assert_eq!(residence_card(text).as_deref(), Ok("AB12345678CD"));
        }
        for text in [
            "AB1234567CD",
            "AB123456789CD",
            "1B12345678CD",
            "AB12345678C1",
            "AB-2345678CD",
            "在留カード",
        ] {
            assert_eq!(residence_card(text), Err(Problem::Form), "{text}");
        }
    }

    #[test]
    fn free_texts() {
        assert_eq!(address("霞が関１－１ 201").as_deref(), Ok("霞が関１－１ 201"));
        assert_eq!(address("a\u{0}b"), Err(Problem::Form));
        assert_eq!(address(&"あ".repeat(201)), Err(Problem::TooLong { limit: 200 }));
        assert_eq!(notice_number(" "), Err(Problem::Missing));
    }
}
