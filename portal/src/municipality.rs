//! Prefectures and municipalities with their codes, packaged: `data/municipalities.tsv`.

mod romaji;
mod sought;

pub use sought::search;

use std::sync::LazyLock;

static TABLE: LazyLock<Vec<Prefecture>> = LazyLock::new(|| read_table(include_str!("../data/municipalities.tsv")));

/// A prefecture (都道府県).
#[derive(Debug)]
pub struct Prefecture {
    /// JIS X 0401, two digits.
    pub code: &'static str,
    /// As it writes itself, `東京都`.
    pub name: &'static str,
    /// In hiragana.
    pub reading: &'static str,
    /// In Latin letters, `Tokyo-to`.
    pub latin: String,
    /// Its municipalities, in the order of their codes.
    pub municipalities: Vec<Municipality>,
}

/// A municipality (市区町村), or a ward of a designated city.
#[derive(Debug)]
pub struct Municipality {
    /// 全国地方公共団体コード, six digits.
    pub code: &'static str,
    /// As it writes itself, without the prefecture: `千代田区`, `札幌市中央区`.
    pub name: &'static str,
    /// In hiragana; the ward of a city stands apart from the city.
    pub reading: &'static str,
    /// In Latin letters, `Chiyoda-ku`.
    pub latin: String,
    /// Name, reading and Latin letters in the form in which they are searched.
    key: String,
}

/// A municipality and the prefecture it lies in.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// The prefecture.
    pub prefecture: &'static Prefecture,
    /// The municipality.
    pub municipality: &'static Municipality,
}

/// All 47 prefectures, in the order of their codes.
pub fn prefectures() -> &'static [Prefecture] {
    &TABLE
}

/// The prefecture with this code of two digits.
pub fn prefecture(code: &str) -> Option<&'static Prefecture> {
    prefectures().iter().find(|prefecture| prefecture.code == code)
}

/// The municipality with this code of six digits.
pub fn municipality(code: &str) -> Option<Place> {
    let prefecture = prefecture(code.get(..2)?)?;
    let municipality = prefecture
        .municipalities
        .iter()
        .find(|municipality| municipality.code == code)?;
    Some(Place {
        prefecture,
        municipality,
    })
}

/// Takes the place off the front of an address as a certificate writes it, `東京都千代田区霞が関１丁目`, and gives back the rest.
///
/// Between prefecture and town a certificate may name the district (郡), which the table leaves out.
pub fn split_address(address: &str) -> Option<(Place, &str)> {
    let (prefecture, rest) = prefectures()
        .iter()
        .find_map(|prefecture| Some((prefecture, address.strip_prefix(prefecture.name)?)))?;
    let without_district = rest.split_once('郡').map(|(_, rest)| rest);
    [Some(rest), without_district].into_iter().flatten().find_map(|rest| {
        let longest = prefecture
            .municipalities
            .iter()
            .filter(|municipality| rest.starts_with(municipality.name))
            .max_by_key(|municipality| municipality.name.len())?;
        let rest = rest.strip_prefix(longest.name)?.trim_start();
        Some((
            Place {
                prefecture,
                municipality: longest,
            },
            rest,
        ))
    })
}

impl Place {
    /// `東京都千代田区`.
    pub fn name(&self) -> String {
        format!("{}{}", self.prefecture.name, self.municipality.name)
    }

    /// `とうきょうとちよだく`.
    pub fn reading(&self) -> String {
        format!("{}{}", self.prefecture.reading, self.municipality.reading).replace(' ', "")
    }

    /// `Chiyoda-ku, Tokyo-to`.
    pub fn latin(&self) -> String {
        format!("{}, {}", self.municipality.latin, self.prefecture.latin)
    }
}

fn read_table(table: &'static str) -> Vec<Prefecture> {
    let mut prefectures: Vec<Prefecture> = Vec::with_capacity(47);
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let (Some(code), Some(name), Some(reading)) = (columns.next(), columns.next(), columns.next()) else {
            continue;
        };
        let latin = romaji::of_place(name, reading);
        match prefectures
            .last_mut()
            .filter(|prefecture| code.starts_with(prefecture.code))
        {
            Some(prefecture) => prefecture.municipalities.push(Municipality {
                key: sought::key(name, reading, &latin),
                code,
                name,
                reading,
                latin,
            }),
            None => prefectures.push(Prefecture {
                code: code.get(..2).unwrap_or(code),
                name,
                reading,
                latin,
                municipalities: Vec::new(),
            }),
        }
    }
    prefectures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        assert_eq!(prefectures().len(), 47);
        for (place, prefecture) in prefectures().iter().enumerate() {
            assert_eq!(prefecture.code, format!("{:02}", place + 1));
            assert!(prefecture.municipalities.len() >= 15, "{}", prefecture.name);
        }
        let municipalities: usize = prefectures()
            .iter()
            .map(|prefecture| prefecture.municipalities.len())
            .sum();
        assert_eq!(municipalities, 1898);
    }

    /// The sixth digit: 11 minus the sum of the digits times 6 5 4 3 2, modulo 11, last digit (総務省).
    #[test]
    fn every_check_digit_is_right() {
        for municipality in prefectures().iter().flat_map(|prefecture| &prefecture.municipalities) {
            let digits: Vec<u32> = municipality
                .code
                .chars()
                .map(|digit| digit.to_digit(10).unwrap())
                .collect();
            let sum: u32 = digits
                .iter()
                .zip([6, 5, 4, 3, 2])
                .map(|(digit, weight)| digit * weight)
                .sum();
            assert_eq!(digits[5], (11 - sum % 11) % 10, "{}", municipality.name);
            assert_eq!(digits.len(), 6);
            assert!(municipality.latin.is_ascii(), "{}", municipality.latin);
        }
    }

    #[test]
    fn found_by_code() {
        let place = municipality("131016").unwrap();
        assert_eq!(
            (place.name().as_str(), place.latin().as_str()),
            ("東京都千代田区", "Chiyoda-ku, Tokyo-to")
        );
        for code in ["", "1", "13", "131017", "130001", "999999", "東京都千代"] {
            assert!(municipality(code).is_none(), "{code}");
        }
    }

    #[test]
    fn an_address_is_taken_apart() {
        for (address, name, rest) in [
            (
                "東京都千代田区霞が関１丁目１番１号",
                "東京都千代田区",
                "霞が関１丁目１番１号",
            ),
            ("北海道虻田郡ニセコ町字富士見５５", "北海道ニセコ町", "字富士見５５"),
            ("神奈川県横浜市中区日本大通１", "神奈川県横浜市中区", "日本大通１"),
            ("奈良県大和郡山市北郡山町２４８", "奈良県大和郡山市", "北郡山町２４８"),
            (
                "静岡県浜松市浜名区貴布祢３０００",
                "静岡県浜松市浜名区",
                "貴布祢３０００",
            ),
        ] {
            let (place, tail) = split_address(address).unwrap();
            assert_eq!((place.name().as_str(), tail), (name, rest));
        }
        for address in ["", "東京都", "Paris", "１丁目"] {
            assert!(split_address(address).is_none(), "{address}");
        }
    }
}
