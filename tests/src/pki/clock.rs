//! Dates for certificates.

use std::time::{Duration, SystemTime};

use der::DateTime;
use x509_cert::time::{Time, Validity};

/// Now, in seconds.
pub fn now() -> DateTime {
    DateTime::from_system_time(SystemTime::now()).expect("the clock is between 1970 and 9999")
}

/// So many days from now.
///
/// # Panics
/// If that is after the year 9999.
pub(super) fn in_days(days: u32) -> DateTime {
    let then = SystemTime::now() + Duration::from_secs(24 * 60 * 60) * days;
    DateTime::from_system_time(then).expect("a day before 9999")
}

/// The current year (UTC), on which all validities depend.
pub fn this_year() -> u16 {
    now().year()
}

/// A date and time of day in UTC.
///
/// # Panics
/// If there is no such day or time.
pub fn moment(date: (u16, u8, u8), time: (u8, u8, u8)) -> DateTime {
    let ((year, month, day), (hour, minute, second)) = (date, time);
    DateTime::new(year, month, day, hour, minute, second).expect("the caller names a real moment")
}

/// A validity; dates before 2050 become UTCTime, as RFC 5280 section 4.1.2.5 wants.
pub(super) fn validity(not_before: DateTime, not_after: DateTime) -> Validity {
    Validity {
        not_before: time(not_before),
        not_after: time(not_after),
    }
}

fn time(moment: DateTime) -> Time {
    match der::asn1::UtcTime::from_date_time(moment) {
        Ok(utc) => Time::UtcTime(utc),
        Err(_) => Time::GeneralTime(der::asn1::GeneralizedTime::from_date_time(moment)),
    }
}
