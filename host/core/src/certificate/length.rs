use super::CertificateError;

/// The largest certificate that is read from a card or taken from a peer, in bytes of DER.
///
/// The certificates of a My Number Card are 1.6 to 2 KB; this leaves room for the longest names and addresses and still
/// bounds what a hostile card or client can make us hold.
pub const MAX_CERTIFICATE_LENGTH: usize = 4096;

/// DER tag of SEQUENCE, constructed (X.690 section 8.9).
const SEQUENCE: u8 = 0x30;

/// Tells from the first bytes of a certificate how many bytes it takes, its tag and length included.
///
/// - `prefix`: the first bytes of the certificate; four are always enough, more do not hurt.
///
/// # Errors
///
/// - [`CertificateError::Truncated`]: the prefix ends inside tag or length.
/// - [`CertificateError::NotSequence`]: the file these are not the bytes of a certificate; an empty file is all `FF` or `00`.
/// - [`CertificateError::LengthForm`]: the length is not written in DER's one way (indefinite, or longer than needed).
/// - [`CertificateError::TooLong`]: more than [`MAX_CERTIFICATE_LENGTH`].
///
/// Source: X.690 sections 8.1.3 and 10.1.
pub(super) fn certificate_length(prefix: &[u8]) -> Result<usize, CertificateError> {
    let truncated = || CertificateError::Truncated { length: prefix.len() };
    let byte = |index: usize| prefix.get(index).copied().ok_or_else(truncated);
    let tag = byte(0)?;
    if tag != SEQUENCE {
        return Err(CertificateError::NotSequence { tag });
    }
    let first = byte(1)?;
    let (header, body) = match first {
        0x00..=0x7f => (2, usize::from(first)),
        0x81 => (3, usize::from(byte(2)?)),
        0x82 => (4, usize::from(u16::from_be_bytes([byte(2)?, byte(3)?]))),
        0x83..=0xfe if byte(2)? != 0 => return Err(CertificateError::TooLong { length: None }),
        _ => return Err(CertificateError::LengthForm { first }),
    };
    let minimal = match header {
        2 => true,
        3 => body >= 0x80,
        _ => body >= 0x100,
    };
    if !minimal {
        return Err(CertificateError::LengthForm { first });
    }
    let length = header + body;
    if length > MAX_CERTIFICATE_LENGTH {
        return Err(CertificateError::TooLong { length: Some(length) });
    }
    Ok(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_forms_of_a_length() {
        assert_eq!(certificate_length(&[0x30, 0x05]).unwrap(), 7);
        assert_eq!(certificate_length(&[0x30, 0x81, 0x80]).unwrap(), 131);
        assert_eq!(certificate_length(&[0x30, 0x82, 0x06, 0xda, 0x30, 0x82]).unwrap(), 1758);
        assert_eq!(certificate_length(&[0x30, 0x82, 0x0f, 0xfc]).unwrap(), 4096);
    }

    #[test]
    fn filler_is_no_certificate() {
        assert!(matches!(
            certificate_length(&[0xff; 4]),
            Err(CertificateError::NotSequence { tag: 0xff })
        ));
        assert!(matches!(
            certificate_length(&[0x00; 4]),
            Err(CertificateError::NotSequence { tag: 0 })
        ));
    }

    #[test]
    fn a_prefix_that_ends_early() {
        for prefix in [&[][..], &[0x30], &[0x30, 0x81], &[0x30, 0x82, 0x06]] {
            let length = prefix.len();
            assert!(
                matches!(certificate_length(prefix), Err(CertificateError::Truncated { length: l }) if l == length)
            );
        }
    }

    #[test]
    fn a_length_that_is_not_der() {
        for prefix in [
            [0x30, 0x80, 0, 0],
            [0x30, 0x81, 0x7f, 0],
            [0x30, 0x82, 0, 0xff],
            [0x30, 0x83, 0, 1],
            [0x30, 0xff, 1, 1],
        ] {
            let first = prefix[1];
            assert!(
                matches!(certificate_length(&prefix), Err(CertificateError::LengthForm { first: f }) if f == first)
            );
        }
    }

    #[test]
    fn more_than_a_certificate_may_be() {
        assert!(matches!(
            certificate_length(&[0x30, 0x82, 0x0f, 0xfd]),
            Err(CertificateError::TooLong { length: Some(4097) })
        ));
        for prefix in [[0x30, 0x83, 1, 0], [0x30, 0x84, 1, 0], [0x30, 0xfe, 1, 0]] {
            assert!(matches!(
                certificate_length(&prefix),
                Err(CertificateError::TooLong { length: None })
            ));
        }
    }
}
