use std::fmt;

use super::CertificateError;

/// The Japanese era that a birth date falls in, as the issuer wrote it down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Era {
    /// `0`: not told; assumed of people who were not born in Japan.
    Unknown,
    /// `1`: Meiji, from 1868.
    Meiji,
    /// `2`: Taisho, from 1912.
    Taisho,
    /// `3`: Showa, from 1926.
    Showa,
    /// `4`: Heisei, from 1989.
    Heisei,
    /// `5`: Reiwa, from 2019.
    Reiwa,
    /// Another digit, 6 to 9.
    Other(u8),
}

/// A birth date, of which parts may be unknown.
///
/// In the certificate it is nine digits, `EYYYYMMDD`: the era, then the date of the Gregorian calendar. A part that is all zeros
/// is unknown, and so is one that no calendar has (month 13, 30 February): registers of residents hold such dates, and their
/// owners need their cards as well. The era says nothing that the year does not, and is not held against it.
///
/// `Debug` does not show it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct BirthDate {
    /// Japanese era.
    pub era: Era,
    /// Year of the Gregorian calendar.
    pub year: Option<u16>,
    /// Month, 1 to 12.
    pub month: Option<u8>,
    /// Day of the month, 1 to 31.
    pub day: Option<u8>,
}

impl BirthDate {
    /// Reads the nine digits of the certificate.
    ///
    /// # Errors
    ///
    /// [`CertificateError::BirthDate`] if they are not nine digits.
    pub fn parse(text: &str) -> Result<Self, CertificateError> {
        let digits: Option<Vec<u16>> = text
            .chars()
            .map(|c| c.to_digit(10).and_then(|d| u16::try_from(d).ok()))
            .collect();
        let Some([era, y1, y2, y3, y4, m1, m2, d1, d2]) =
            digits.as_deref().and_then(|digits| <[u16; 9]>::try_from(digits).ok())
        else {
            return Err(CertificateError::BirthDate {
                length: text.chars().count(),
                digits: text.chars().filter(char::is_ascii_digit).count(),
            });
        };
        let year = Some(y1 * 1000 + y2 * 100 + y3 * 10 + y4).filter(|year| *year != 0);
        let month = u8::try_from(m1 * 10 + m2).ok().filter(|month| (1..=12).contains(month));
        let day = u8::try_from(d1 * 10 + d2)
            .ok()
            .filter(|day| (1..=longest_month(year, month)).contains(day));
        Ok(Self {
            era: Era::from_digit(era),
            year,
            month,
            day,
        })
    }

    /// The whole date as ISO 8601 writes it, `1980-02-17`; `None` if any part is unknown.
    pub fn iso_8601(&self) -> Option<String> {
        let (year, month, day) = (self.year?, self.month?, self.day?);
        Some(format!("{year:04}-{month:02}-{day:02}"))
    }
}

impl Era {
    fn from_digit(digit: u16) -> Self {
        match digit {
            0 => Self::Unknown,
            1 => Self::Meiji,
            2 => Self::Taisho,
            3 => Self::Showa,
            4 => Self::Heisei,
            5 => Self::Reiwa,
            other => Self::Other(u8::try_from(other).unwrap_or(u8::MAX)),
        }
    }
}

/// The most days the month can have, given what is known of the date.
fn longest_month(year: Option<u16>, month: Option<u8>) -> u8 {
    let leap = year.is_none_or(|year| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    match month {
        Some(4 | 6 | 9 | 11) => 30,
        Some(2) if leap => 29,
        Some(2) => 28,
        _ => 31,
    }
}

impl fmt::Debug for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BirthDate(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Era, Option<u16>, Option<u8>, Option<u8>) {
        let BirthDate { era, year, month, day } = BirthDate::parse(text).unwrap();
        (era, year, month, day)
    }

    #[test]
    fn a_whole_date() {
        assert_eq!(parts("319800217"), (Era::Showa, Some(1980), Some(2), Some(17)));
        assert_eq!(BirthDate::parse("319800217").unwrap().iso_8601().unwrap(), "1980-02-17");
        assert_eq!(BirthDate::parse("020000229").unwrap().iso_8601().unwrap(), "2000-02-29");
    }

    #[test]
    fn every_era_has_its_digit() {
        let eras = [
            Era::Unknown,
            Era::Meiji,
            Era::Taisho,
            Era::Showa,
            Era::Heisei,
            Era::Reiwa,
            Era::Other(6),
        ];
        for (digit, era) in eras.into_iter().enumerate() {
            assert_eq!(parts(&format!("{digit}19900101")).0, era);
        }
    }

    #[test]
    fn unknown_parts_are_values() {
        assert_eq!(parts("000000000"), (Era::Unknown, None, None, None));
        assert_eq!(parts("319500000"), (Era::Showa, Some(1950), None, None));
        assert_eq!(parts("319500600"), (Era::Showa, Some(1950), Some(6), None));
        assert_eq!(BirthDate::parse("319500600").unwrap().iso_8601(), None);
    }

    #[test]
    fn a_part_that_no_calendar_has_is_unknown() {
        assert_eq!(parts("319501315"), (Era::Showa, Some(1950), None, Some(15)));
        assert_eq!(parts("319500230"), (Era::Showa, Some(1950), Some(2), None));
        assert_eq!(parts("319000229"), (Era::Showa, Some(1900), Some(2), None));
        assert_eq!(parts("300000229"), (Era::Showa, None, Some(2), Some(29)));
        assert_eq!(parts("319500431"), (Era::Showa, Some(1950), Some(4), None));
    }

    #[test]
    fn anything_but_nine_digits_is_refused_without_repeating_it() {
        for (text, length, digits) in [
            ("", 0, 0),
            ("19800217", 8, 8),
            ("3198002170", 10, 10),
            ("S55-02-17", 9, 6),
            ("３19800217", 9, 8),
        ] {
            let error = BirthDate::parse(text).unwrap_err();
            assert_eq!(error, CertificateError::BirthDate { length, digits });
            assert!(text.is_empty() || !error.to_string().contains(text));
        }
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", BirthDate::parse("319800217").unwrap()), "BirthDate(..)");
    }
}
