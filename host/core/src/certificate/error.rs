use const_oid::ObjectIdentifier;

use super::{CertificateKind, MAX_CERTIFICATE_LENGTH};
use crate::time::UnixTime;

/// Why bytes are not a JPKI certificate of the kind that was asked for.
///
/// None of the variants carries anything of the holder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// The bytes end inside the tag or the length of the certificate.
    #[error("{length} bytes end before the length of the certificate is known")]
    Truncated {
        /// How many bytes there are.
        length: usize,
    },
    /// The bytes do not start with a SEQUENCE.
    #[error("a certificate starts with the tag 30, these bytes with {tag:02X}")]
    NotSequence {
        /// The first byte.
        tag: u8,
    },
    /// The length is indefinite or written with more bytes than needed, so this is not DER.
    #[error("the certificate's length, which starts with {first:02X}, is not written as DER writes it")]
    LengthForm {
        /// The first byte of the length.
        first: u8,
    },
    /// Longer than a JPKI certificate can be.
    #[error("a certificate has at most {MAX_CERTIFICATE_LENGTH} bytes, this one {}", or_more(*length))]
    TooLong {
        /// The length in bytes, where it fits in two bytes.
        length: Option<usize>,
    },
    /// More or fewer bytes than the certificate says it has.
    #[error("the certificate says it has {expected} bytes, but {found} were given")]
    Length {
        /// The certificate's own length in bytes.
        expected: usize,
        /// How many bytes were given.
        found: usize,
    },
    /// Not an X.509 certificate in DER.
    #[error("the certificate cannot be parsed: {0}")]
    Der(#[source] der::Error),
    /// Parsed, but DER would have written it in another way.
    #[error("the certificate is not written as DER writes it")]
    NotDer,
    /// X.509 version 1 or 2.
    #[error("the certificate is of X.509 version {found}, not 3")]
    Version {
        /// The version.
        found: u8,
    },
    /// Signed with another algorithm than sha256WithRSAEncryption (with NULL parameters).
    #[error("the certificate is signed with {found}, not with sha256WithRSAEncryption")]
    SignatureAlgorithm {
        /// The algorithm's identifier.
        found: ObjectIdentifier,
    },
    /// The algorithm beside the signature is not the one that is signed (RFC 5280 section 4.1.1.2).
    #[error("the certificate names two signature algorithms")]
    SignatureAlgorithmMismatch,
    /// The certificate's signature has the wrong length for a key of 2048 bits.
    #[error("the certificate's signature has {bits} bits, not 2048")]
    SignatureLength {
        /// The length in bits.
        bits: usize,
    },
    /// The public key is not an RSA key.
    #[error("the certificate's key is of the kind {found}, not RSA")]
    KeyAlgorithm {
        /// The algorithm's identifier.
        found: ObjectIdentifier,
    },
    /// The public key says it is RSA and is not.
    #[error("the certificate's RSA key cannot be parsed")]
    Key,
    /// An RSA key of another size.
    #[error("the certificate's RSA key has {bits} bits, not 2048")]
    KeySize {
        /// Bits of the modulus.
        bits: usize,
    },
    /// An RSA key with another public exponent.
    #[error("the certificate's RSA key has another public exponent than 65537")]
    KeyExponent,
    /// It ends before it starts.
    #[error("the certificate is valid from {not_before} to {not_after}, which is never")]
    Validity {
        /// Start of the validity.
        not_before: UnixTime,
        /// End of the validity.
        not_after: UnixTime,
    },
    /// The same extension twice (RFC 5280 section 4.2).
    #[error("the certificate has the extension {oid} twice")]
    DuplicateExtension {
        /// The extension's identifier.
        oid: ObjectIdentifier,
    },
    /// A critical extension that the profile does not know (RFC 5280 section 4.2).
    #[error("the certificate has the critical extension {oid}, which is unknown here")]
    UnknownCriticalExtension {
        /// The extension's identifier.
        oid: ObjectIdentifier,
    },
    /// An extension that the profile asks for is not there.
    #[error("the certificate lacks the extension {oid}")]
    MissingExtension {
        /// The extension's identifier.
        oid: ObjectIdentifier,
    },
    /// An extension that must be critical is not.
    #[error("the certificate's extension {oid} is not critical")]
    NotCritical {
        /// The extension's identifier.
        oid: ObjectIdentifier,
    },
    /// An extension that is not what it should be.
    #[error("the certificate's extension {oid} cannot be parsed: {source}")]
    Extension {
        /// The extension's identifier.
        oid: ObjectIdentifier,
        /// What is wrong with it.
        source: der::Error,
    },
    /// An extension that the profile does not allow for this kind.
    #[error("a {kind} certificate does not have the extension {oid}")]
    UnexpectedExtension {
        /// The kind of certificate.
        kind: CertificateKind,
        /// The extension's identifier.
        oid: ObjectIdentifier,
    },
    /// Another keyUsage than the profile's.
    #[error("a {kind} certificate has the key usage {expected:#05x}, not {found:#05x}")]
    KeyUsage {
        /// The kind of certificate.
        kind: CertificateKind,
        /// The bits of the profile, bit 0 of RFC 5280 section 4.2.1.3 as 1.
        expected: u16,
        /// The bits of the certificate.
        found: u16,
    },
    /// The authentication certificate is not for client authentication.
    #[error("the certificate's extended key usage lacks client authentication")]
    ExtendedKeyUsage,
    /// A certificate authority, not a person's key.
    #[error("the certificate is an authority's, not a person's")]
    Authority,
    /// Not exactly one policy.
    #[error("the certificate names {found} policies, not one")]
    PolicyCount {
        /// How many it names.
        found: usize,
    },
    /// A policy that is none of JPKI's four.
    #[error("the certificate's policy {found} is none of JPKI's")]
    Policy {
        /// The policy's identifier.
        found: ObjectIdentifier,
    },
    /// The certificate of the card's other key.
    #[error("this is the {found} certificate, not the {expected} certificate")]
    Kind {
        /// What was asked for.
        expected: CertificateKind,
        /// What it is.
        found: CertificateKind,
    },
    /// The same attribute of the holder twice.
    #[error("the certificate has the holder's {attribute} twice")]
    DuplicateAttribute {
        /// Which one.
        attribute: Attribute,
    },
    /// An attribute of the holder that is no UTF8String.
    #[error("the holder's {attribute} is not written as UTF-8 text")]
    AttributeEncoding {
        /// Which one.
        attribute: Attribute,
    },
    /// A control character in an attribute of the holder.
    #[error("the holder's {attribute} has a control character")]
    ControlCharacter {
        /// Which one.
        attribute: Attribute,
    },
    /// A sex that is none of JIS X 0303's.
    #[error("the holder's sex is {length} bytes and none of 0, 1, 2 and 9")]
    Sex {
        /// Length in bytes.
        length: usize,
    },
    /// A birth date that is not nine digits; what it is stays out of the error.
    #[error("the holder's birth date has {length} characters, {digits} of them digits, instead of 9 digits")]
    BirthDate {
        /// Length in characters.
        length: usize,
        /// How many of them are ASCII digits.
        digits: usize,
    },
}

/// What a signing certificate says of its holder, under the arc `1.2.392.200149.8.5.5` of subjectAltName otherNames.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Attribute {
    /// `.1`: name.
    Name,
    /// `.2`: which characters of the name are substitutes.
    NameSubstitutions,
    /// `.3`: sex.
    Sex,
    /// `.4`: birth date.
    BirthDate,
    /// `.5`: address.
    Address,
    /// `.6`: which characters of the address are substitutes.
    AddressSubstitutions,
}

impl std::fmt::Display for Attribute {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Name => "name",
            Self::NameSubstitutions => "name substitution flags",
            Self::Sex => "sex",
            Self::BirthDate => "birth date",
            Self::Address => "address",
            Self::AddressSubstitutions => "address substitution flags",
        })
    }
}

/// A certificate outside its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ValidityError {
    /// Not valid yet.
    #[error("valid from {not_before}, and it is {now}")]
    NotYetValid {
        /// Start of the validity.
        not_before: UnixTime,
        /// The time that was asked about.
        now: UnixTime,
    },
    /// No longer valid.
    #[error("valid until {not_after}, and it is {now}")]
    Expired {
        /// End of the validity, the last second of it.
        not_after: UnixTime,
        /// The time that was asked about.
        now: UnixTime,
    },
}

fn or_more(length: Option<usize>) -> String {
    length.map_or_else(|| "65536 or more".to_owned(), |length| length.to_string())
}
