//! EF `0006`, the token information: what kind of token answers as the JPKI application.

use std::fmt;

/// Bytes of the label at the start of the file, padded with spaces (PKCS #11 `CK_TOKEN_INFO.label`).
pub(super) const LABEL_LENGTH: usize = 32;

/// What kind of token holds the keys, from the label of the token information.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Token {
    /// `JPKIAPICCTOKEN2`: a My Number Card.
    MyNumberCard,
    /// `JPKIAPICCTOKEN`: a resident register card (住民基本台帳カード), out of use since 2025.
    ResidentRegisterCard,
    /// `JPKIAPGPSETOKEN`: certificates in an Android phone.
    AndroidPhone,
    /// `JPKIAPIOSTOKEN`: certificates in an iPhone.
    IPhone,
    /// Another label, of printable ASCII.
    Unknown(String),
}

impl Token {
    /// Reads the label; bytes that are not printable ASCII become `?`.
    pub(super) fn from_label(label: &[u8]) -> Self {
        let text: String = label.iter().take(LABEL_LENGTH).map(|&byte| printable(byte)).collect();
        match text.trim_end() {
            "JPKIAPICCTOKEN2" => Self::MyNumberCard,
            "JPKIAPICCTOKEN" => Self::ResidentRegisterCard,
            "JPKIAPGPSETOKEN" => Self::AndroidPhone,
            "JPKIAPIOSTOKEN" => Self::IPhone,
            other => Self::Unknown(other.to_owned()),
        }
    }
}

fn printable(byte: u8) -> char {
    if byte == b' ' || byte.is_ascii_graphic() {
        char::from(byte)
    } else {
        '?'
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MyNumberCard => "JPKIAPICCTOKEN2",
            Self::ResidentRegisterCard => "JPKIAPICCTOKEN",
            Self::AndroidPhone => "JPKIAPGPSETOKEN",
            Self::IPhone => "JPKIAPIOSTOKEN",
            Self::Unknown(label) => label,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_name_the_token() {
        assert_eq!(
            Token::from_label(b"JPKIAPICCTOKEN2                 "),
            Token::MyNumberCard
        );
        assert_eq!(
            Token::from_label(b"JPKIAPICCTOKEN                  "),
            Token::ResidentRegisterCard
        );
        assert_eq!(Token::from_label(b"JPKIAPIOSTOKEN"), Token::IPhone);
        assert_eq!(Token::from_label(b"X\x00\xFFY  "), Token::Unknown("X??Y".to_owned()));
    }
}
