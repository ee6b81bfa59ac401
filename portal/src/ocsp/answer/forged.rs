//! Answers that a responder would not give, or that somebody else gives.

use std::time::Duration;

use const_oid::ObjectIdentifier;
use const_oid::db::rfc5280::{ANY_EXTENDED_KEY_USAGE, ID_KP_CLIENT_AUTH};
use const_oid::db::rfc5912::SHA_1_WITH_RSA_ENCRYPTION;
use der::asn1::{BitString, GeneralizedTime, Null, OctetString};
use openjpki_tests::pki::{Authority, Generation, Hierarchy, Purpose};
use rsa::RsaPrivateKey;
use x509_cert::ext::Extension;
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::{Time, Validity};
use x509_ocsp::{ResponseBytes, ResponseData, RevokedInfo, Version};

use super::super::Question;
use super::*;

const NOW: i64 = 1_900_000_000;
const HOUR: i64 = 60 * 60;

/// The root that is asked about, and one that took its name.
struct Scene {
    issuer: Authority,
    namesake: Authority,
    asked: Asked,
}

/// An answer.
struct Forged {
    data: ResponseData,
    algorithm: ObjectIdentifier,
    key: &'static RsaPrivateKey,
    certificates: Vec<Certificate>,
}

/// A responder's certificate.
struct Delegate {
    usage: ObjectIdentifier,
    validity: [i64; 2],
    by: &'static RsaPrivateKey,
}

impl Scene {
    fn new() -> Self {
        let authority = |generation| Authority::new(Hierarchy::Test, Purpose::Authentication, generation);
        let (issuer, namesake) = (authority(Generation::Third), authority(Generation::Stranger));
        let question = Question {
            issuer: issuer.certificate(),
            serial: vec![0x12, 0x34],
        };
        let asked = question.asked().unwrap();
        Self {
            issuer,
            namesake,
            asked,
        }
    }

    /// The right answer.
    fn answer(&self) -> Forged {
        let single = SingleResponse {
            cert_id: self.asked.id.clone(),
            cert_status: CertStatus::Good(Null),
            this_update: moment(NOW),
            next_update: None,
            single_extensions: None,
        };
        let data = ResponseData {
            version: Version::V1,
            responder_id: ResponderId::ByName(self.asked.issuer.tbs_certificate.subject.clone()),
            produced_at: moment(NOW),
            responses: vec![single],
            response_extensions: Some(vec![nonce(&self.asked.nonce)]),
        };
        Forged {
            data,
            algorithm: SHA_256_WITH_RSA_ENCRYPTION,
            key: self.issuer.private_key(),
            certificates: Vec::new(),
        }
    }

    /// The right answer, signed by the key of another certificate, which comes along.
    fn answer_of(&self, delegate: &Delegate) -> Forged {
        let responder = Authority::new(Hierarchy::Test, Purpose::Signature, Generation::Third);
        let theirs = Certificate::from_der(&responder.certificate()).unwrap();
        let mut certificate = self.asked.issuer.clone();
        let tbs = &mut certificate.tbs_certificate;
        tbs.subject = theirs.tbs_certificate.subject;
        tbs.subject_public_key_info = theirs.tbs_certificate.subject_public_key_info;
        let [not_before, not_after] = delegate.validity.map(|at| Time::GeneralTime(general(at)));
        tbs.validity = Validity { not_before, not_after };
        let usage = ExtendedKeyUsage(vec![delegate.usage]).to_der().unwrap();
        tbs.extensions = Some(vec![extension(ExtendedKeyUsage::OID, false, usage)]);
        certificate.signature = sign(delegate.by, &tbs.to_der().unwrap());
        let mut answer = self.answer();
        answer.data.responder_id = ResponderId::ByName(certificate.tbs_certificate.subject.clone());
        answer.key = responder.private_key();
        answer.certificates.push(certificate);
        answer
    }

    fn judge(&self, answer: Forged) -> Result<Revocation, OcspError> {
        let basic = BasicOcspResponse {
            signature: sign(answer.key, &answer.data.to_der().unwrap()),
            tbs_response_data: answer.data,
            signature_algorithm: AlgorithmIdentifierOwned {
                oid: answer.algorithm,
                parameters: Some(Null.into()),
            },
            certs: Some(answer.certificates),
        };
        let response = OcspResponse {
            response_status: OcspResponseStatus::Successful,
            response_bytes: Some(ResponseBytes {
                response_type: ID_PKIX_OCSP_BASIC,
                response: OctetString::new(basic.to_der().unwrap()).unwrap(),
            }),
        };
        judge(&self.asked, &response.to_der().unwrap(), UnixTime(NOW))
    }

    /// Bends the right answer.
    fn bent(&self, bend: impl FnOnce(&mut Forged)) -> Result<Revocation, OcspError> {
        let mut answer = self.answer();
        bend(&mut answer);
        self.judge(answer)
    }

    /// Bends the only statement of the right answer.
    fn said(&self, bend: impl FnOnce(&mut SingleResponse)) -> Result<Revocation, OcspError> {
        self.bent(|answer| bend(&mut answer.data.responses[0]))
    }

    /// Bends the certificate of a signer whom the issuer named.
    fn delegated(&self, bend: impl FnOnce(&mut Delegate)) -> Result<Revocation, OcspError> {
        let mut delegate = Delegate {
            usage: ID_KP_OCSP_SIGNING,
            validity: [NOW - HOUR, NOW + HOUR],
            by: self.issuer.private_key(),
        };
        bend(&mut delegate);
        self.judge(self.answer_of(&delegate))
    }
}

fn general(at: i64) -> GeneralizedTime {
    GeneralizedTime::from_unix_duration(Duration::from_secs(at.try_into().unwrap())).unwrap()
}

fn moment(at: i64) -> OcspGeneralizedTime {
    OcspGeneralizedTime(general(at))
}

fn extension(extn_id: ObjectIdentifier, critical: bool, value: Vec<u8>) -> Extension {
    Extension {
        extn_id,
        critical,
        extn_value: OctetString::new(value).unwrap(),
    }
}

fn nonce(nonce: &Nonce) -> Extension {
    extension(Nonce::OID, false, nonce.to_der().unwrap())
}

fn sign(key: &RsaPrivateKey, bytes: &[u8]) -> BitString {
    let signature = key.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(bytes));
    BitString::from_bytes(&signature.unwrap()).unwrap()
}

#[test]
fn what_is_right_is_believed() {
    let scene = Scene::new();
    assert_eq!(scene.bent(|_| ()).unwrap(), Revocation::Good(UnixTime(NOW)));
    assert_eq!(scene.delegated(|_| ()).unwrap(), Revocation::Good(UnixTime(NOW)));
    // Signed before, without the nonce, and still true.
    let earlier = scene.bent(|answer| {
        answer.data.response_extensions = None;
        answer.data.responses[0].this_update = moment(NOW - 48 * HOUR);
        answer.data.responses[0].next_update = Some(moment(NOW + HOUR));
    });
    assert_eq!(earlier.unwrap(), Revocation::Good(UnixTime(NOW - 48 * HOUR)));
    let revoked = RevokedInfo {
        revocation_time: moment(NOW - HOUR),
        revocation_reason: None,
    };
    let revoked = scene.said(|single| single.cert_status = CertStatus::Revoked(revoked));
    assert_eq!(revoked.unwrap(), Revocation::Revoked(UnixTime(NOW - HOUR)));
}

#[test]
fn an_answer_to_another_question_is_none() {
    let scene = Scene::new();
    let namesake = Certificate::from_der(&scene.namesake.certificate()).unwrap();
    let key = namesake.tbs_certificate.subject_public_key_info.subject_public_key;
    let key = OctetString::new(Sha1::digest(key.raw_bytes()).as_slice()).unwrap();
    let serial = SerialNumber::new(&[0x12, 0x35]).unwrap();
    let another = vec![nonce(&Nonce::new([7; 32]).unwrap())];
    for (what, judged) in [
        ("serial", scene.said(|single| single.cert_id.serial_number = serial)),
        ("issuer", scene.said(|single| single.cert_id.issuer_key_hash = key)),
        ("nothing", scene.bent(|answer| answer.data.responses.clear())),
        (
            "nonce",
            scene.bent(|answer| answer.data.response_extensions = Some(another)),
        ),
        (
            "no nonce, no end",
            scene.bent(|answer| answer.data.response_extensions = None),
        ),
    ] {
        assert!(matches!(judged, Err(OcspError::OtherQuestion)), "{what}: {judged:?}");
    }
}

#[test]
fn an_answer_of_another_time_is_none() {
    let scene = Scene::new();
    for (from, until) in [
        (NOW + CLOCKS + 1, None),
        (NOW - LONGEST_VALIDITY - CLOCKS - 1, None),
        (NOW - HOUR, Some(NOW - CLOCKS - 1)),
    ] {
        let judged = scene.said(|single| {
            single.this_update = moment(from);
            single.next_update = until.map(moment);
        });
        assert!(
            matches!(judged, Err(OcspError::Stale { .. })),
            "{from} {until:?}: {judged:?}"
        );
    }
}

#[test]
fn an_answer_of_somebody_else_is_none() {
    let scene = Scene::new();
    let stranger = scene.namesake.private_key();
    let unnamed = ResponderId::ByKey(OctetString::new([7; 20]).unwrap());
    for (what, judged) in [
        ("another use", scene.delegated(|by| by.usage = ID_KP_CLIENT_AUTH)),
        ("any use", scene.delegated(|by| by.usage = ANY_EXTENDED_KEY_USAGE)),
        ("ended", scene.delegated(|by| by.validity[1] = NOW - 1)),
        ("not begun", scene.delegated(|by| by.validity[0] = NOW + CLOCKS + 1)),
        ("of the namesake", scene.delegated(|by| by.by = stranger)),
        (
            "of nobody who is named",
            scene.bent(|answer| answer.data.responder_id = unnamed),
        ),
    ] {
        assert!(matches!(judged, Err(OcspError::Signer)), "{what}: {judged:?}");
    }
    let judged = scene.bent(|answer| answer.key = stranger);
    assert!(matches!(judged, Err(OcspError::Signature)), "{judged:?}");
    let judged = scene.bent(|answer| answer.algorithm = SHA_1_WITH_RSA_ENCRYPTION);
    assert!(matches!(judged, Err(OcspError::Algorithm(_))), "{judged:?}");
}

#[test]
fn what_must_be_understood_and_is_not_is_no_answer() {
    let scene = Scene::new();
    let unknown = || extension(ObjectIdentifier::new_unwrap("1.2.3.4"), true, vec![5, 0]);
    for judged in [
        scene.said(|single| single.single_extensions = Some(vec![unknown()])),
        scene.bent(|answer| answer.data.response_extensions.as_mut().unwrap().push(unknown())),
    ] {
        assert!(matches!(judged, Err(OcspError::Extension(_))), "{judged:?}");
    }
}
