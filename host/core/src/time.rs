//! Time as a plain argument: seconds since 1970, written in UTC.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

const SECONDS_A_DAY: i64 = 86_400;

/// Seconds since 1970-01-01T00:00:00Z, without leap seconds (POSIX time).
///
/// No function of this crate reads a clock; where time matters it is an argument. `Display` writes RFC 3339 in UTC:
/// `2030-02-17T14:59:59Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixTime(pub i64);

impl From<SystemTime> for UnixTime {
    fn from(time: SystemTime) -> Self {
        let seconds = |duration: std::time::Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
        match time.duration_since(UNIX_EPOCH) {
            Ok(since) => Self(seconds(since)),
            Err(before) => {
                let before = before.duration();
                Self(-seconds(before) - i64::from(before.subsec_nanos() > 0))
            }
        }
    }
}

impl From<x509_cert::time::Time> for UnixTime {
    fn from(time: x509_cert::time::Time) -> Self {
        // Neither form of an X.509 time reaches beyond the year 9999, which is far below i64::MAX seconds.
        Self(i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX))
    }
}

impl fmt::Display for UnixTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil(self.0.div_euclid(SECONDS_A_DAY));
        let second = self.0.rem_euclid(SECONDS_A_DAY);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

/// Year, month and day of the proleptic Gregorian calendar, `days` after 1970-01-01.
///
/// Counts in eras of 400 years (146,097 days) and in years that start in March, so that the leap day comes last.
fn civil(days: i64) -> (i64, i64, i64) {
    let since_year_zero = days + 719_468; // 0000-03-01
    let era = since_year_zero.div_euclid(146_097);
    let day_of_era = since_year_zero.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 {
        march_month + 3
    } else {
        march_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn times_as_rfc_3339_writes_them() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_897_570_799, "2030-02-17T14:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
            (-1, "1969-12-31T23:59:59Z"),
        ] {
            assert_eq!(UnixTime(seconds).to_string(), text);
        }
    }

    #[test]
    fn any_number_of_seconds_can_be_written() {
        assert!(!UnixTime(i64::MAX).to_string().is_empty());
        assert!(!UnixTime(i64::MIN).to_string().is_empty());
    }

    #[test]
    fn agrees_with_the_calendar_of_the_der_crate() {
        for days in (0..2_932_896_u64).step_by(97) {
            let theirs = der::DateTime::from_unix_duration(Duration::from_secs(days * 86_400)).unwrap();
            let ours = civil(i64::try_from(days).unwrap());
            assert_eq!(ours, (theirs.year().into(), theirs.month().into(), theirs.day().into()));
        }
    }

    #[test]
    fn from_the_clock_of_the_system() {
        assert_eq!(UnixTime::from(UNIX_EPOCH + Duration::from_millis(1500)), UnixTime(1));
        assert_eq!(UnixTime::from(UNIX_EPOCH - Duration::from_millis(1500)), UnixTime(-2));
    }
}
