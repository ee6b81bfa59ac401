//! CMS `SignedData` of one signer over a content that is elsewhere (detached), CAdES baseline B-B.
//!
//! The parts are those of the crate `cms`; they are put together here, because its builder wants a private key and ours stays on
//! the card.
//!
//! Sources: RFC 5652 section 5 (`SignedData`) and 11 (attributes); RFC 5035 (signing-certificate-v2); ETSI EN 319 122-1 section 6.3.

use std::time::Duration;

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911::{
    ID_AA_SIGNING_CERTIFICATE_V_2, ID_CONTENT_TYPE, ID_DATA, ID_MESSAGE_DIGEST, ID_SIGNED_DATA, ID_SIGNING_TIME,
};
use const_oid::db::rfc5912::{ID_SHA_256, SHA_256_WITH_RSA_ENCRYPTION};
use der::asn1::{Any, GeneralizedTime, Null, OctetString, SetOfVec, UtcTime};
use der::{Decode, Encode, Sequence};
use spki::AlgorithmIdentifierOwned;
use x509_cert::Certificate;
use x509_cert::attr::Attribute;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::Time;

use crate::certificate::SignatureCertificate;
use crate::pkcs1::{Sha256Digest, sha256};
use crate::time::UnixTime;

/// `SigningCertificateV2`, the attribute that ties a signature to one certificate (RFC 5035 section 3).
#[derive(Sequence)]
pub(crate) struct SigningCertificateV2 {
    /// The first names the signer's certificate.
    pub(crate) certs: Vec<EssCertIdV2>,
    /// Policies that the signer wants looked at; we write none.
    #[asn1(optional = "true")]
    pub(crate) policies: Option<Any>,
}

/// `ESSCertIDv2` (RFC 5035 section 4).
#[derive(Sequence)]
pub(crate) struct EssCertIdV2 {
    /// SHA-256 if left out, as DER wants it.
    #[asn1(optional = "true")]
    pub(crate) hash_algorithm: Option<AlgorithmIdentifierOwned>,
    /// Digest over the certificate's DER.
    pub(crate) cert_hash: OctetString,
    /// Who issued it, under which number.
    #[asn1(optional = "true")]
    pub(crate) issuer_serial: Option<IssuerSerial>,
}

/// `IssuerSerial` (RFC 5035 section 4).
#[derive(Sequence)]
pub(crate) struct IssuerSerial {
    /// One directory name.
    pub(crate) issuer: Vec<GeneralName>,
    /// The certificate's number.
    pub(crate) serial_number: SerialNumber,
}

/// A signature to which only the signature value is missing.
pub(super) struct Draft {
    certificate: Certificate,
    attributes: SetOfVec<Attribute>,
    /// DER of the attributes as `SET OF`: what is signed (RFC 5652 section 5.4).
    signed: Vec<u8>,
}

impl Draft {
    /// Writes the signed attributes for a content with this digest; a CMS for a PDF has no time in it.
    pub(super) fn new(
        digest: &Sha256Digest,
        certificate: &SignatureCertificate,
        time: Option<UnixTime>,
    ) -> der::Result<Self> {
        let signer = SigningCertificateV2 {
            certs: vec![EssCertIdV2 {
                hash_algorithm: None,
                cert_hash: OctetString::new(certificate.sha256())?,
                issuer_serial: None,
            }],
            policies: None,
        };
        let mut attributes = SetOfVec::try_from(vec![
            attribute(ID_CONTENT_TYPE, &ID_DATA)?,
            attribute(ID_MESSAGE_DIGEST, &OctetString::new(digest.as_slice())?)?,
            attribute(ID_AA_SIGNING_CERTIFICATE_V_2, &signer)?,
        ])?;
        if let Some(time) = time {
            attributes.insert(attribute(ID_SIGNING_TIME, &signing_time(time)?)?)?;
        }
        Ok(Self {
            certificate: Certificate::from_der(certificate.der())?,
            signed: attributes.to_der()?,
            attributes,
        })
    }

    /// SHA-256 of the signed attributes, 32 bytes: what the card signs.
    pub(super) fn digest_to_sign(&self) -> Sha256Digest {
        sha256(&self.signed)
    }

    /// Writes the whole, a `ContentInfo` in DER.
    pub(super) fn finish(self, signature: &[u8]) -> der::Result<Vec<u8>> {
        let tbs = &self.certificate.tbs_certificate;
        let signer = SignerInfo {
            version: CmsVersion::V1,
            sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
                issuer: tbs.issuer.clone(),
                serial_number: tbs.serial_number.clone(),
            }),
            digest_alg: sha_256(),
            signed_attrs: Some(self.attributes),
            signature_algorithm: AlgorithmIdentifierOwned {
                oid: SHA_256_WITH_RSA_ENCRYPTION,
                parameters: Some(Null.into()),
            },
            signature: OctetString::new(signature)?,
            unsigned_attrs: None,
        };
        let signed_data = SignedData {
            version: CmsVersion::V1,
            digest_algorithms: SetOfVec::try_from(vec![sha_256()])?,
            encap_content_info: EncapsulatedContentInfo {
                econtent_type: ID_DATA,
                econtent: None,
            },
            certificates: Some(CertificateSet::try_from(vec![CertificateChoices::Certificate(
                self.certificate,
            )])?),
            crls: None,
            signer_infos: SignerInfos::try_from(vec![signer])?,
        };
        let info = ContentInfo {
            content_type: ID_SIGNED_DATA,
            content: Any::encode_from(&signed_data)?,
        };
        info.to_der()
    }
}

/// Whether these bytes begin as signed attributes do when they are hashed (`SET { SEQUENCE { OBJECT IDENTIFIER`): a signature over
/// them as they are is also one over the document whose digest they hold (RFC 5652 section 5.4). No text begins so.
pub(super) fn begins_as_signed_attributes(bytes: &[u8]) -> bool {
    let inside = |tag: u8, bytes: &mut &[u8]| -> Option<()> {
        let (first, rest) = bytes.strip_prefix(&[tag])?.split_first()?;
        let more = if *first < 0x80 { 0 } else { usize::from(first & 0x7F) };
        *bytes = rest.get(more..)?;
        Some(())
    };
    let mut rest = bytes;
    inside(0x31, &mut rest).and_then(|()| inside(0x30, &mut rest)).is_some() && rest.first() == Some(&0x06)
}

fn attribute(oid: ObjectIdentifier, value: &impl Encode) -> der::Result<Attribute> {
    let value = Any::from_der(&value.to_der()?)?;
    Ok(Attribute {
        oid,
        values: SetOfVec::try_from(vec![value])?,
    })
}

/// `UTCTime` until 2049, `GeneralizedTime` from then on (RFC 5652 section 11.3).
fn signing_time(time: UnixTime) -> der::Result<Time> {
    let seconds = u64::try_from(time.0).map_err(|_| der::ErrorKind::DateTime)?;
    let since_1970 = Duration::from_secs(seconds);
    match UtcTime::from_unix_duration(since_1970) {
        Ok(time) => Ok(Time::UtcTime(time)),
        Err(_) => GeneralizedTime::from_unix_duration(since_1970).map(Time::GeneralTime),
    }
}

/// SHA-256 without parameters, as RFC 5754 section 2 wants it.
fn sha_256() -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned {
        oid: ID_SHA_256,
        parameters: None,
    }
}
