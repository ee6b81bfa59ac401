use std::fmt;

use const_oid::ObjectIdentifier;
use der::{Tag, Tagged};
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::{GeneralName, OtherName};

use super::{Attribute, BirthDate, CertificateError};

/// What a signing certificate says of its holder: the four attributes of the residents' register (基本4情報).
///
/// Each may be missing. The texts are as the issuer wrote them; assume neither script, nor width, nor number of words. They hold
/// no control characters. `Debug` shows none of it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Holder {
    /// Name; Japanese names have family and given name separated by an ideographic space (U+3000).
    pub name: Option<String>,
    /// One digit per character of the name, `1` where the character stands in for one that has no code.
    pub name_substitutions: Option<String>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Birth date, of which parts may be unknown.
    pub birth_date: Option<BirthDate>,
    /// Address; digits and hyphens are often full-width.
    pub address: Option<String>,
    /// As `name_substitutions`, for the address.
    pub address_substitutions: Option<String>,
}

/// Sex as JIS X 0303 (ISO/IEC 5218) codes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// `1`.
    Male,
    /// `2`.
    Female,
    /// `9`.
    NotApplicable,
    /// `0`.
    Unknown,
}

/// JPKI's arc for what is known of the holder; one number below it names the attribute.
const ATTRIBUTES: [(ObjectIdentifier, Attribute); 6] = [
    (ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.5.1"), Attribute::Name),
    (
        ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.5.2"),
        Attribute::NameSubstitutions,
    ),
    (ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.5.3"), Attribute::Sex),
    (
        ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.5.4"),
        Attribute::BirthDate,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.5.5"),
        Attribute::Address,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.5.6"),
        Attribute::AddressSubstitutions,
    ),
];

impl Holder {
    /// Whether a character of the name or of the address stands in for another, so that the text is not the registered one.
    pub fn has_substitutions(&self) -> bool {
        let flagged = |flags: &Option<String>| flags.as_deref().is_some_and(|flags| flags.contains('1'));
        flagged(&self.name_substitutions) || flagged(&self.address_substitutions)
    }

    /// Reads the otherNames, in any order; names of other kinds and other arcs say nothing here and are skipped.
    pub(super) fn from_names(names: &SubjectAltName) -> Result<Self, CertificateError> {
        let mut holder = Self::default();
        let mut seen = Vec::new();
        for name in &names.0 {
            let GeneralName::OtherName(name) = name else { continue };
            let Some((_, attribute)) = ATTRIBUTES.into_iter().find(|(oid, _)| *oid == name.type_id) else {
                continue;
            };
            if seen.contains(&attribute) {
                return Err(CertificateError::DuplicateAttribute { attribute });
            }
            seen.push(attribute);
            holder.set(attribute, text(name, attribute)?)?;
        }
        Ok(holder)
    }

    /// An empty text is a missing one.
    fn set(&mut self, attribute: Attribute, text: &str) -> Result<(), CertificateError> {
        if text.is_empty() {
            return Ok(());
        }
        match attribute {
            Attribute::Name => self.name = Some(text.to_owned()),
            Attribute::NameSubstitutions => self.name_substitutions = Some(text.to_owned()),
            Attribute::Sex => self.sex = Some(Sex::parse(text)?),
            Attribute::BirthDate => self.birth_date = Some(BirthDate::parse(text)?),
            Attribute::Address => self.address = Some(text.to_owned()),
            Attribute::AddressSubstitutions => self.address_substitutions = Some(text.to_owned()),
        }
        Ok(())
    }
}

impl Sex {
    /// Reads the one digit of the certificate.
    fn parse(text: &str) -> Result<Self, CertificateError> {
        match text {
            "1" => Ok(Self::Male),
            "2" => Ok(Self::Female),
            "9" => Ok(Self::NotApplicable),
            "0" => Ok(Self::Unknown),
            other => Err(CertificateError::Sex { length: other.len() }),
        }
    }
}

/// The UTF8String in an otherName, without control characters: what is shown to a person must not steer the screen.
fn text(name: &OtherName, attribute: Attribute) -> Result<&str, CertificateError> {
    let encoding = |_| CertificateError::AttributeEncoding { attribute };
    name.value.tag().assert_eq(Tag::Utf8String).map_err(encoding)?;
    let text =
        std::str::from_utf8(name.value.value()).map_err(|_| CertificateError::AttributeEncoding { attribute })?;
    if text.chars().any(steers) {
        return Err(CertificateError::ControlCharacter { attribute });
    }
    Ok(text)
}

/// Whether a character is not shown itself but changes how others are shown: controls, separators of lines, and those that turn
/// the direction of writing, with which `cod.exe` is made to look like `exe.doc` (Unicode Standard Annex 9, section 2).
pub(crate) fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl fmt::Debug for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Holder(..)")
    }
}

#[cfg(test)]
mod tests {
    use der::{Any, Encode};

    use super::*;

    fn other_name(arc: u8, tag: Tag, text: &str) -> GeneralName {
        GeneralName::OtherName(OtherName {
            type_id: ObjectIdentifier::new(&format!("1.2.392.200149.8.5.5.{arc}")).unwrap(),
            value: Any::new(tag, text.as_bytes()).unwrap(),
        })
    }

    fn holder(names: &[(u8, &str)]) -> Result<Holder, CertificateError> {
        let names = names
            .iter()
            .map(|(arc, text)| other_name(*arc, Tag::Utf8String, text))
            .collect();
        Holder::from_names(&SubjectAltName(names))
    }

    #[test]
    fn order_and_strangers_do_not_matter() {
        let forward = [
            (1, "ＴＡＲＯ"),
            (2, "0001"),
            (3, "2"),
            (4, "000000000"),
            (5, "東京都"),
            (6, "000"),
            (7, "new"),
        ];
        let mut backward = forward;
        backward.reverse();
        let read = holder(&forward).unwrap();
        assert!(read == holder(&backward).unwrap());
        assert_eq!(read.name.as_deref(), Some("ＴＡＲＯ"));
        assert_eq!(read.sex, Some(Sex::Female));
        assert_eq!(read.address.as_deref(), Some("東京都"));
        assert_eq!(read.address_substitutions.as_deref(), Some("000"));
        assert!(read.has_substitutions());
        assert!(read.birth_date.unwrap().year.is_none());
    }

    #[test]
    fn what_is_missing_or_empty_is_none() {
        let read = holder(&[(1, ""), (3, ""), (4, "")]).unwrap();
        assert!(read == Holder::default());
        assert!(!read.has_substitutions());
    }

    #[test]
    fn every_attribute_may_come_once() {
        for (arc, text) in [(1, "A"), (2, "0"), (3, "1"), (4, "419900101"), (5, "A"), (6, "0")] {
            assert!(matches!(
                holder(&[(arc, text), (arc, text)]),
                Err(CertificateError::DuplicateAttribute { .. })
            ));
        }
    }

    #[test]
    fn the_four_sexes_and_no_other() {
        for (text, sex) in [
            ("1", Sex::Male),
            ("2", Sex::Female),
            ("9", Sex::NotApplicable),
            ("0", Sex::Unknown),
        ] {
            assert_eq!(holder(&[(3, text)]).unwrap().sex, Some(sex));
        }
        for text in ["3", "12", "男", " "] {
            assert_eq!(
                holder(&[(3, text)]).unwrap_err(),
                CertificateError::Sex { length: text.len() }
            );
        }
    }

    #[test]
    fn text_that_is_not_text() {
        let attribute = Attribute::Name;
        for text in ["A\u{1b}[2J", "A\n", "A\u{2028}", "\u{200f}A", "\u{202e}A", "\u{2066}A"] {
            assert_eq!(
                holder(&[(1, text)]).unwrap_err(),
                CertificateError::ControlCharacter { attribute }
            );
        }
        let printable = SubjectAltName(vec![other_name(1, Tag::PrintableString, "A")]);
        assert_eq!(
            Holder::from_names(&printable).unwrap_err(),
            CertificateError::AttributeEncoding { attribute }
        );
        let broken = Any::new(Tag::Utf8String, [0xff, 0xfe]).unwrap();
        let type_id = ATTRIBUTES[0].0;
        let broken = SubjectAltName(vec![GeneralName::OtherName(OtherName { type_id, value: broken })]);
        assert!(broken.to_der().is_ok());
        assert_eq!(
            Holder::from_names(&broken).unwrap_err(),
            CertificateError::AttributeEncoding { attribute }
        );
    }

    #[test]
    fn debug_shows_nothing() {
        let read = holder(&[(1, "TARO"), (4, "419900101"), (5, "Tokyo")]).unwrap();
        assert_eq!(format!("{read:?}"), "Holder(..)");
    }
}
