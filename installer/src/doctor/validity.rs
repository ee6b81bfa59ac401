//! Where today lies in a certificate's dates.

use std::fmt;
use std::time::SystemTime;

use serde::{Serialize, Serializer};
use time::format_description::well_known::Rfc3339;
use time::macros::offset;
use time::{Date, OffsetDateTime};

use super::Dates;

/// Certificates can be renewed from three months before they end.
///
/// Source: J-LIS, guidance on the renewal of certificates.
const RENEWABLE_MONTHS: u8 = 3;

/// Where today lies in a certificate's dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum Validity {
    /// Valid for longer than three months.
    Valid {
        /// The last day.
        until: Day,
    },
    /// Valid, and ends within three months.
    EndsSoon {
        /// The last day.
        until: Day,
    },
    /// Ended.
    Expired {
        /// The last day.
        until: Day,
    },
    /// Not begun, which is more often a wrong clock than a wrong certificate.
    NotYet {
        /// The first day.
        from: Day,
    },
    /// There is no certificate, or not one of the profile.
    Unreadable,
}

/// A day in Japan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(Date);

impl Day {
    /// Year, month from 1, day from 1.
    #[must_use]
    pub fn parts(self) -> (i32, u8, u8) {
        (self.0.year(), self.0.month().into(), self.0.day())
    }

    fn of(moment: OffsetDateTime) -> Self {
        Self(moment.to_offset(offset!(+9)).date())
    }
}

/// `2027-03-31` (RFC 3339, `full-date`).
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Validity {
    /// Where `now` lies in `dates`; no dates are [`Validity::Unreadable`], and so are dates that are none.
    #[must_use]
    pub fn at(now: SystemTime, dates: Option<&Dates>) -> Self {
        let moment = |text: &str| OffsetDateTime::parse(text, &Rfc3339).ok();
        let known = dates.and_then(|dates| Some((moment(&dates.not_before)?, moment(&dates.not_after)?)));
        let Some((from, until)) = known else {
            return Self::Unreadable;
        };
        let now = OffsetDateTime::from(now);
        let last = Day::of(until);
        if now < from {
            Self::NotYet { from: Day::of(from) }
        } else if now > until {
            Self::Expired { until: last }
        } else if Day::of(now) >= months_before(last, RENEWABLE_MONTHS) {
            Self::EndsSoon { until: last }
        } else {
            Self::Valid { until: last }
        }
    }
}

/// The same day `months` earlier; the last of that month if it is shorter.
fn months_before(day: Day, months: u8) -> Day {
    let mut first = day.0.replace_day(1).unwrap_or(day.0);
    for _ in 0..months {
        let last_of_before = first.previous_day().unwrap_or(first);
        first = last_of_before.replace_day(1).unwrap_or(last_of_before);
    }
    let days = first.month().length(first.year());
    Day(first.replace_day(day.0.day().min(days)).unwrap_or(first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn at(now: &str) -> Validity {
        // 23:59:59 of 31 May in Japan, as real certificates end
        dated(now, "2022-05-14T03:00:00Z", "2027-05-31T14:59:59Z")
    }

    fn dated(now: &str, not_before: &str, not_after: &str) -> Validity {
        let now = OffsetDateTime::parse(now, &Rfc3339).unwrap();
        let dates = Dates {
            not_before: not_before.to_owned(),
            not_after: not_after.to_owned(),
        };
        Validity::at(now.into(), Some(&dates))
    }

    fn day(year: i32, month: u8, day: u8) -> Day {
        Day(Date::from_calendar_date(year, month.try_into().unwrap(), day).unwrap())
    }

    #[test]
    fn the_three_months_begin_on_their_day_in_japan() {
        let until = day(2027, 5, 31);
        assert_eq!(
            at("2027-02-27T14:59:59Z"),
            Validity::Valid { until },
            "27 February there"
        );
        assert_eq!(
            at("2027-02-27T15:00:00Z"),
            Validity::EndsSoon { until },
            "28 February there"
        );
        assert_eq!(
            at("2027-05-31T14:59:59Z"),
            Validity::EndsSoon { until },
            "the last second"
        );
        assert_eq!(at("2027-05-31T15:00:00Z"), Validity::Expired { until });
    }

    #[test]
    fn a_clock_that_is_behind_is_noticed() {
        let from = day(2022, 5, 14);
        assert_eq!(at("2022-05-14T02:59:59Z"), Validity::NotYet { from });
        assert_eq!(
            Validity::at(SystemTime::UNIX_EPOCH + Duration::from_secs(1), None),
            Validity::Unreadable
        );
    }

    #[test]
    fn dates_that_are_none_are_unreadable() {
        for nonsense in ["", "tomorrow", "2027-02-30T00:00:00Z", "99999999-01-01T00:00:00Z"] {
            assert_eq!(
                dated("2027-01-01T00:00:00Z", "2022-05-14T03:00:00Z", nonsense),
                Validity::Unreadable,
                "{nonsense}"
            );
        }
    }

    #[test]
    fn months_are_counted_back_over_the_year() {
        assert_eq!(months_before(day(2027, 2, 15), 3), day(2026, 11, 15));
        assert_eq!(months_before(day(2028, 5, 31), 3), day(2028, 2, 29));
        assert_eq!(day(2028, 2, 9).to_string(), "2028-02-09");
    }
}
