//! Dates as PDF writes them (ISO 32000-1 section 7.9.4).

use crate::time::UnixTime;

/// `D:YYYYMMDDHHmmSS` with `Z` or a difference such as `+09'00'`; nothing for a date that leaves anything of it open.
pub(super) fn parse(text: &[u8]) -> Option<UnixTime> {
    let rest = text.strip_prefix(b"D:")?;
    let (year, rest) = number(rest, 4)?;
    let (month, rest) = number(rest, 2)?;
    let (day, rest) = number(rest, 2)?;
    let (hour, rest) = number(rest, 2)?;
    let (minute, rest) = number(rest, 2)?;
    let (second, rest) = number(rest, 2)?;
    let [month, day, hour, minute, second] = [month, day, hour, minute, second].map(u8::try_from);
    let moment = der::DateTime::new(year, month.ok()?, day.ok()?, hour.ok()?, minute.ok()?, second.ok()?).ok()?;
    let seconds = i64::try_from(moment.unix_duration().as_secs()).ok()?;
    Some(UnixTime(seconds - difference(rest)?))
}

/// How far ahead of UTC, in seconds.
fn difference(text: &[u8]) -> Option<i64> {
    let (sign, rest) = match text.split_first()? {
        (b'Z', b"" | b"00'00" | b"00'00'") => return Some(0),
        (b'+', rest) => (1, rest),
        (b'-', rest) => (-1, rest),
        _ => return None,
    };
    let (hours, rest) = number(rest, 2)?;
    let (minutes, rest) = number(rest.strip_prefix(b"'")?, 2)?;
    let is_whole = matches!(rest, b"" | b"'") && hours < 24 && minutes < 60;
    is_whole.then(|| sign * (i64::from(hours) * 3600 + i64::from(minutes) * 60))
}

fn number(text: &[u8], digits: usize) -> Option<(u16, &[u8])> {
    let (written, rest) = text.split_at_checked(digits)?;
    let all = written.iter().all(u8::is_ascii_digit);
    let number = std::str::from_utf8(written).ok().filter(|_| all)?.parse().ok()?;
    Some((number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_date_that_names_one_second_is_read() {
        for text in [
            "D:20300217145959Z",
            "D:20300217235959+09'00'",
            "D:20300217235959+09'00",
            "D:20300217052959-09'30'",
        ] {
            assert_eq!(parse(text.as_bytes()), Some(UnixTime(1_897_570_799)), "{text}");
        }
        for text in [
            "D:20300217145959",
            "D:203002171459Z",
            "20300217145959Z",
            "D:20300231145959Z",
            "D:2030021714595xZ",
            "D:20300217145959+9'00'",
            "D:20300217145959+09'60'",
            "D:20300217145959Zulu",
            "D:+030021714595 Z",
            "D:",
            "",
        ] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }
}
