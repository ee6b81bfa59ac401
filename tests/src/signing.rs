//! CMS signatures written by hand: as they should be, and wrong in one way each.
//!
//! Shares no line with the code under test, and makes the same bytes for the same input: RSASSA-PKCS1-v1_5 has no chance in it.

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
use der::asn1::{Any, Null, OctetString, SetOfVec, UtcTime};
use der::{DateTime, Decode, Encode};
use rsa::RsaPrivateKey;
use rsa::pkcs1v15::Pkcs1v15Sign;
use sha2::{Digest, Sha256};
use spki::AlgorithmIdentifierOwned;
use x509_cert::Certificate;
use x509_cert::attr::Attribute;
use x509_cert::ext::pkix::SubjectKeyIdentifier;

/// RS256 over `message`, 256 bytes.
///
/// # Panics
/// Never: the keys of the fixtures have 2048 bits.
pub fn rs256(key: &RsaPrivateKey, message: &[u8]) -> Vec<u8> {
    key.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message))
        .expect("2048 bits")
}

/// Everything that one CMS says. Start from [`new`](Self::new), which is as it should be, and bend the field that the test is about.
#[derive(Debug, Clone)]
pub struct CmsProfile {
    /// Whose name and number the signer has, DER.
    pub certificate: Vec<u8>,
    /// What is inside, DER.
    pub enclosed: Vec<Vec<u8>>,
    /// What signing-certificate-v2 names, DER; `None` leaves the attribute out.
    pub named: Option<Vec<u8>>,
    /// The private key.
    pub key: &'static RsaPrivateKey,
    /// SHA-256 of the content; `None` leaves message-digest out.
    pub digest: Option<[u8; 32]>,
    /// `None` leaves the attribute out.
    pub signing_time: Option<DateTime>,
    /// A content inside.
    pub attached: Option<Vec<u8>>,
    /// What the signed attribute content-type says.
    pub content_type: ObjectIdentifier,
    /// More signed attributes.
    pub extra: Vec<Attribute>,
    /// A content that is signed itself, without signed attributes.
    pub plainly: Option<Vec<u8>>,
    /// Whether the signer is named by the key identifier in the certificate, in place of issuer and number.
    pub by_key_identifier: bool,
    /// What digestAlgorithm says.
    pub digest_algorithm: AlgorithmIdentifierOwned,
    /// What signatureAlgorithm says.
    pub signature_algorithm: AlgorithmIdentifierOwned,
    /// How many signers, a second apart.
    pub signers: u8,
}

impl CmsProfile {
    /// A detached signature over `content`, CAdES-B-B.
    pub fn new(content: &[u8], certificate: &[u8], key: &'static RsaPrivateKey, signing_time: DateTime) -> Self {
        Self {
            certificate: certificate.to_vec(),
            enclosed: vec![certificate.to_vec()],
            named: Some(certificate.to_vec()),
            key,
            digest: Some(Sha256::digest(content).into()),
            signing_time: Some(signing_time),
            attached: None,
            content_type: ID_DATA,
            extra: Vec::new(),
            plainly: None,
            by_key_identifier: false,
            digest_algorithm: AlgorithmIdentifierOwned {
                oid: ID_SHA_256,
                parameters: None,
            },
            signature_algorithm: AlgorithmIdentifierOwned {
                oid: SHA_256_WITH_RSA_ENCRYPTION,
                parameters: Some(Null.into()),
            },
            signers: 1,
        }
    }

    /// The DER of the `ContentInfo`.
    ///
    /// # Panics
    /// If the certificates are none.
    pub fn write(&self) -> Vec<u8> {
        let enclosed = self
            .enclosed
            .iter()
            .map(|der| CertificateChoices::Certificate(certificate(der)));
        let certificates: Vec<_> = enclosed.collect();
        let signed_data = SignedData {
            version: CmsVersion::V1,
            digest_algorithms: set(vec![self.digest_algorithm.clone()]),
            encap_content_info: EncapsulatedContentInfo {
                econtent_type: ID_DATA,
                econtent: self
                    .attached
                    .as_ref()
                    .map(|content| any(&OctetString::new(content.as_slice()).expect("short"))),
            },
            certificates: (!certificates.is_empty()).then(|| CertificateSet(set(certificates))),
            crls: None,
            signer_infos: SignerInfos(set((0..self.signers).map(|number| self.signer(number)).collect())),
        };
        let content = any(&signed_data);
        let info = ContentInfo {
            content_type: ID_SIGNED_DATA,
            content,
        };
        info.to_der().expect("it can be written")
    }

    /// What the first signer signs: the DER of the signed attributes as a `SET OF` (RFC 5652 section 5.4).
    ///
    /// # Panics
    /// Never: they are short.
    pub fn signed_attributes(&self) -> Vec<u8> {
        self.attributes(0).to_der().expect("attributes can be written")
    }

    fn signer(&self, number: u8) -> SignerInfo {
        let attributes = self.attributes(number);
        let signed = match &self.plainly {
            Some(content) => content.clone(),
            None => attributes.to_der().expect("attributes can be written"),
        };
        SignerInfo {
            version: if self.by_key_identifier {
                CmsVersion::V3
            } else {
                CmsVersion::V1
            },
            sid: self.signer_identifier(),
            digest_alg: self.digest_algorithm.clone(),
            signed_attrs: self.plainly.is_none().then_some(attributes),
            signature_algorithm: self.signature_algorithm.clone(),
            signature: OctetString::new(rs256(self.key, &signed)).expect("256 bytes"),
            unsigned_attrs: None,
        }
    }

    fn signer_identifier(&self) -> SignerIdentifier {
        let tbs = certificate(&self.certificate).tbs_certificate;
        if self.by_key_identifier {
            let identifier = tbs.get::<SubjectKeyIdentifier>().expect("it can be read");
            return SignerIdentifier::SubjectKeyIdentifier(identifier.expect("it has one").1);
        }
        SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: tbs.issuer,
            serial_number: tbs.serial_number,
        })
    }

    fn attributes(&self, number: u8) -> SetOfVec<Attribute> {
        let time = self.signing_time.map(|time| {
            let since_1970 = time.unix_duration() + std::time::Duration::from_secs(number.into());
            let time = UtcTime::from_unix_duration(since_1970).expect("before 2050");
            attribute(ID_SIGNING_TIME, any(&time))
        });
        let digest = self.digest.map(|digest| {
            let digest = OctetString::new(digest.as_slice()).expect("32 bytes");
            attribute(ID_MESSAGE_DIGEST, any(&digest))
        });
        let named = self
            .named
            .as_ref()
            .map(|der| attribute(ID_AA_SIGNING_CERTIFICATE_V_2, signing_certificate(der)));
        let content_type = Some(attribute(ID_CONTENT_TYPE, any(&self.content_type)));
        let known = [content_type, time, digest, named].into_iter().flatten();
        set(known.chain(self.extra.iter().cloned()).collect())
    }
}

/// `SEQUENCE { SEQUENCE { SEQUENCE { OCTET STRING } } }` around the certificate's SHA-256 (RFC 5035 section 3).
fn signing_certificate(der: &[u8]) -> Any {
    let head = [0x30, 0x26, 0x30, 0x24, 0x30, 0x22, 0x04, 0x20];
    let bytes = [head.as_slice(), &Sha256::digest(der)].concat();
    Any::from_der(&bytes).expect("written as DER")
}

fn certificate(der: &[u8]) -> Certificate {
    Certificate::from_der(der).expect("a certificate")
}

/// An attribute with one value.
///
/// # Panics
/// Never: one value is a set.
pub fn attribute(oid: ObjectIdentifier, value: Any) -> Attribute {
    Attribute {
        oid,
        values: set(vec![value]),
    }
}

/// A value as it is written.
///
/// # Panics
/// If it cannot be written.
pub fn any(value: &impl Encode) -> Any {
    Any::from_der(&value.to_der().expect("it can be written")).expect("it was just written")
}

fn set<T: der::DerOrd>(items: Vec<T>) -> SetOfVec<T> {
    SetOfVec::try_from(items).expect("no two are the same")
}
