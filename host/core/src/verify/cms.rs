//! Reading a detached CMS `SignedData` of one signer.
//!
//! Strict: what is read is what DER would write, byte for byte, so that nothing stands between the lines. Sources: RFC 5652
//! sections 5 and 11; RFC 5035; RFC 5754.

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911::{
    ID_AA_SIGNING_CERTIFICATE_V_2, ID_CONTENT_TYPE, ID_DATA, ID_MESSAGE_DIGEST, ID_SIGNED_DATA, ID_SIGNING_TIME,
};
use const_oid::db::rfc5912::{ID_SHA_256, RSA_ENCRYPTION, SHA_256_WITH_RSA_ENCRYPTION};
use der::asn1::OctetString;
use der::{AnyRef, Decode, Encode};
use spki::AlgorithmIdentifierOwned;
use x509_cert::Certificate;
use x509_cert::attr::Attributes;
use x509_cert::ext::pkix::SubjectKeyIdentifier;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::time::Time;

use crate::evidence::{EssCertIdV2, SigningCertificateV2};
use crate::pkcs1::{Sha256Digest, sha256};
use crate::time::UnixTime;

/// The longest CMS that is looked at, in bytes. Ours have about 3,000; chains and time-stamps of others fit.
pub const MAX_CMS_LENGTH: usize = 64 * 1024;

/// The attribute that holds a time-stamp over the signature (RFC 3161 appendix A).
const TIME_STAMP_TOKEN: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");

/// Why bytes are no CMS that is read here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CmsError {
    /// Longer than a signature needs to be.
    #[error("a CMS signature has at most {MAX_CMS_LENGTH} bytes here, this one {length}")]
    TooLong {
        /// Bytes given.
        length: usize,
    },
    /// Not the DER of CMS.
    #[error("the CMS signature cannot be parsed: {0}")]
    Der(#[from] der::Error),
    /// Parsed, but DER would have written it in another way.
    #[error("the CMS signature is not written as DER writes it")]
    NotDer,
    /// Something else than signed data.
    #[error("the CMS is of the type {found}, not SignedData over plain content")]
    ContentType {
        /// The type's identifier.
        found: ObjectIdentifier,
    },
    /// A content is inside.
    #[error("the CMS signature brings a content of its own; only one over a given document is looked at")]
    Attached,
    /// None, or several of which only one would be looked at.
    #[error("the CMS has {found} signers, not one")]
    Signers {
        /// How many.
        found: usize,
    },
    /// Another algorithm than SHA-256 with RSA (PKCS #1 v1.5).
    #[error("the CMS is signed with {found}, not with SHA-256 and RSA")]
    Algorithm {
        /// The algorithm's identifier.
        found: ObjectIdentifier,
    },
    /// An algorithm with parameters, which SHA-256 and RSA (PKCS #1 v1.5) do not have.
    #[error("the CMS gives the algorithm {oid} parameters that it does not have")]
    AlgorithmParameters {
        /// The algorithm's identifier.
        oid: ObjectIdentifier,
    },
    /// The certificate of the signer is not inside.
    #[error("the CMS has no certificate of its signer")]
    NoCertificate,
    /// An attribute that must be signed is not there.
    #[error("the CMS lacks the signed attribute {oid}")]
    MissingAttribute {
        /// The attribute's identifier.
        oid: ObjectIdentifier,
    },
    /// An attribute is there twice, or with several values.
    #[error("the CMS has the signed attribute {oid} more than once")]
    RepeatedAttribute {
        /// The attribute's identifier.
        oid: ObjectIdentifier,
    },
}

/// Whether a signature names a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// The one that came with it.
    This,
    /// Another one.
    Other,
    /// None.
    Absent,
}

/// What a CMS says.
pub(super) struct Parsed {
    /// The signer's certificate, DER.
    pub(super) certificate: Vec<u8>,
    pub(super) naming: Naming,
    /// What the signer says that the content's digest is.
    pub(super) message_digest: Vec<u8>,
    pub(super) signing_time: Option<UnixTime>,
    /// Digest of the signed attributes.
    pub(super) signed: Sha256Digest,
    pub(super) signature: Vec<u8>,
    pub(super) has_time_stamp: bool,
}

impl Parsed {
    pub(super) fn from_der(bytes: &[u8]) -> Result<Self, CmsError> {
        let signed_data = signed_data(bytes)?;
        let [signer] = signed_data.signer_infos.0.as_slice() else {
            let found = signed_data.signer_infos.0.len();
            return Err(CmsError::Signers { found });
        };
        check_algorithms(signer)?;
        let attributes = signer.signed_attrs.as_ref();
        let attributes = attributes.ok_or(CmsError::MissingAttribute { oid: ID_CONTENT_TYPE })?;
        let content_type: ObjectIdentifier = required(attributes, ID_CONTENT_TYPE)?;
        if content_type != ID_DATA {
            return Err(CmsError::ContentType { found: content_type });
        }
        let certificate = certificate_of(&signed_data, &signer.sid)?;
        let names: Option<SigningCertificateV2> = single(attributes, ID_AA_SIGNING_CERTIFICATE_V_2)?;
        let time: Option<Time> = single(attributes, ID_SIGNING_TIME)?;
        let digest: OctetString = required(attributes, ID_MESSAGE_DIGEST)?;
        let unsigned = signer.unsigned_attrs.as_ref();
        Ok(Self {
            naming: names.map_or(Ok(Naming::Absent), |names| naming(&names, certificate))?,
            certificate: certificate.to_der()?,
            message_digest: digest.into_bytes(),
            signing_time: time.map(UnixTime::from),
            signed: sha256(&attributes.to_der()?),
            signature: signer.signature.as_bytes().to_vec(),
            has_time_stamp: unsigned.is_some_and(|list| list.iter().any(|one| one.oid == TIME_STAMP_TOKEN)),
        })
    }
}

/// The outer layers: exactly one `ContentInfo` with a detached `SignedData`, in DER.
fn signed_data(bytes: &[u8]) -> Result<SignedData, CmsError> {
    if bytes.len() > MAX_CMS_LENGTH {
        return Err(CmsError::TooLong { length: bytes.len() });
    }
    let info = ContentInfo::from_der(bytes)?;
    if info.content_type != ID_SIGNED_DATA {
        return Err(CmsError::ContentType {
            found: info.content_type,
        });
    }
    let inner = info.content.to_der()?;
    let signed_data = SignedData::from_der(&inner)?;
    if info.to_der()? != bytes || signed_data.to_der()? != inner {
        return Err(CmsError::NotDer);
    }
    let content = &signed_data.encap_content_info;
    if content.econtent_type != ID_DATA {
        return Err(CmsError::ContentType {
            found: content.econtent_type,
        });
    }
    if content.econtent.is_some() {
        return Err(CmsError::Attached);
    }
    Ok(signed_data)
}

/// SHA-256, and RSA either by its own name or with the digest's (RFC 5754 section 3.2).
fn check_algorithms(signer: &SignerInfo) -> Result<(), CmsError> {
    let (digest, signature) = (signer.digest_alg.oid, signer.signature_algorithm.oid);
    if digest != ID_SHA_256 {
        return Err(CmsError::Algorithm { found: digest });
    }
    if signature != RSA_ENCRYPTION && signature != SHA_256_WITH_RSA_ENCRYPTION {
        return Err(CmsError::Algorithm { found: signature });
    }
    let algorithms = [&signer.digest_alg, &signer.signature_algorithm];
    match algorithms.into_iter().find(|algorithm| !is_bare(algorithm)) {
        Some(AlgorithmIdentifierOwned { oid, .. }) => Err(CmsError::AlgorithmParameters { oid: *oid }),
        None => Ok(()),
    }
}

/// Without parameters, left out or NULL: both are to be accepted (RFC 5754 sections 2 and 3.2).
fn is_bare(algorithm: &AlgorithmIdentifierOwned) -> bool {
    let parameters = algorithm.parameters.as_ref();
    parameters.is_none_or(|parameters| AnyRef::from(parameters).is_null())
}

/// The certificate that the signer's identifier names.
fn certificate_of<'a>(signed_data: &'a SignedData, signer: &SignerIdentifier) -> Result<&'a Certificate, CmsError> {
    let set = signed_data.certificates.as_ref();
    let choices = set.map(|set| set.0.iter()).into_iter().flatten();
    let mut certificates = choices.filter_map(|choice| match choice {
        CertificateChoices::Certificate(certificate) => Some(certificate),
        CertificateChoices::Other(_) => None,
    });
    certificates
        .find(|certificate| is_named(certificate, signer))
        .ok_or(CmsError::NoCertificate)
}

fn is_named(certificate: &Certificate, signer: &SignerIdentifier) -> bool {
    let tbs = &certificate.tbs_certificate;
    match signer {
        SignerIdentifier::IssuerAndSerialNumber(name) => {
            tbs.issuer == name.issuer && tbs.serial_number == name.serial_number
        }
        SignerIdentifier::SubjectKeyIdentifier(wanted) => {
            let found = tbs.get::<SubjectKeyIdentifier>();
            matches!(found, Ok(Some((_, identifier))) if identifier == *wanted)
        }
    }
}

/// Whether the first certificate that is named is this one (RFC 5035 section 3).
fn naming(names: &SigningCertificateV2, certificate: &Certificate) -> Result<Naming, CmsError> {
    let Some(first) = names.certs.first() else {
        return Ok(Naming::Absent);
    };
    let same_hash = is_sha_256(first) && first.cert_hash.as_bytes() == sha256(&certificate.to_der()?);
    let tbs = &certificate.tbs_certificate;
    let same_number = first.issuer_serial.as_ref().is_none_or(|named| {
        let issuer = GeneralName::DirectoryName(tbs.issuer.clone());
        named.issuer == [issuer] && named.serial_number == tbs.serial_number
    });
    Ok(if same_hash && same_number {
        Naming::This
    } else {
        Naming::Other
    })
}

fn is_sha_256(name: &EssCertIdV2) -> bool {
    name.hash_algorithm
        .as_ref()
        .is_none_or(|algorithm| algorithm.oid == ID_SHA_256 && is_bare(algorithm))
}

fn required<T: for<'a> Decode<'a>>(attributes: &Attributes, oid: ObjectIdentifier) -> Result<T, CmsError> {
    single(attributes, oid)?.ok_or(CmsError::MissingAttribute { oid })
}

/// The one value of an attribute, if it is there.
fn single<T: for<'a> Decode<'a>>(attributes: &Attributes, oid: ObjectIdentifier) -> Result<Option<T>, CmsError> {
    let mut found = attributes.iter().filter(|attribute| attribute.oid == oid);
    let Some(attribute) = found.next() else {
        return Ok(None);
    };
    match (found.next(), attribute.values.as_slice()) {
        (None, [value]) => Ok(Some(T::from_der(&value.to_der()?)?)),
        _ => Err(CmsError::RepeatedAttribute { oid }),
    }
}
