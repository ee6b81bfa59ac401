//! Whether an answer is to be believed (RFC 6960 section 3.2).

use const_oid::AssociatedOid;
use const_oid::db::rfc5280::ID_KP_OCSP_SIGNING;
use const_oid::db::rfc5912::SHA_256_WITH_RSA_ENCRYPTION;
use const_oid::db::rfc6960::ID_PKIX_OCSP_BASIC;
use der::{Decode, Encode};
use openjpki::time::UnixTime;
use openjpki::verify::Revocation;
use rsa::RsaPublicKey;
use rsa::pkcs1v15::Pkcs1v15Sign;
use rsa::pkcs8::DecodePublicKey;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use x509_cert::Certificate;
use x509_cert::ext::Extensions;
use x509_cert::ext::pkix::ExtendedKeyUsage;
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_ocsp::ext::Nonce;
use x509_ocsp::{
    BasicOcspResponse, CertId, CertStatus, OcspGeneralizedTime, OcspResponse, OcspResponseStatus, ResponderId,
    SingleResponse,
};

use super::{Asked, OcspError};

/// How far two clocks may be apart, in seconds.
const CLOCKS: i64 = 5 * 60;
/// An answer that does not say until when it holds is believed for so long, in seconds.
const LONGEST_VALIDITY: i64 = 24 * 60 * 60;

/// What the answer says, if it is one to this question.
pub(super) fn judge(asked: &Asked, answer: &[u8], now: UnixTime) -> Result<Revocation, OcspError> {
    let answer = OcspResponse::from_der(answer).map_err(OcspError::Malformed)?;
    if answer.response_status != OcspResponseStatus::Successful {
        return Err(OcspError::Status(answer.response_status));
    }
    let basic = answer
        .response_bytes
        .filter(|bytes| bytes.response_type == ID_PKIX_OCSP_BASIC)
        .ok_or(OcspError::OtherQuestion)?;
    let basic = BasicOcspResponse::from_der(basic.response.as_bytes()).map_err(OcspError::Malformed)?;
    check_signature(asked, &basic, now)?;
    let data = &basic.tbs_response_data;
    let single = data
        .responses
        .iter()
        .find(|single| same(&single.cert_id, &asked.id))
        .ok_or(OcspError::OtherQuestion)?;
    check_extensions(data.response_extensions.as_ref())?;
    check_extensions(single.single_extensions.as_ref())?;
    // A responder may answer with what it signed before, without our nonce; then it must say until when that holds.
    match basic.nonce() {
        Some(nonce) if nonce != asked.nonce => return Err(OcspError::OtherQuestion),
        None if single.next_update.is_none() => return Err(OcspError::OtherQuestion),
        _ => {}
    }
    check_time(single, now)?;
    match single.cert_status {
        CertStatus::Good(_) => Ok(Revocation::Good(time(&single.this_update))),
        CertStatus::Revoked(revoked) => Ok(Revocation::Revoked(time(&revoked.revocation_time))),
        CertStatus::Unknown(_) => Err(OcspError::Unknown),
    }
}

/// The same certificate; whether the algorithm's parameters are NULL or left out says nothing.
fn same(answered: &CertId, asked: &CertId) -> bool {
    answered.hash_algorithm.oid == asked.hash_algorithm.oid
        && answered.issuer_name_hash == asked.issuer_name_hash
        && answered.issuer_key_hash == asked.issuer_key_hash
        && answered.serial_number == asked.serial_number
}

/// What is critical has to be understood (RFC 6960 section 4.4); the nonce is.
fn check_extensions(extensions: Option<&Extensions>) -> Result<(), OcspError> {
    let mut extensions = extensions.into_iter().flatten();
    match extensions.find(|extension| extension.critical && extension.extn_id != Nonce::OID) {
        Some(unknown) => Err(OcspError::Extension(unknown.extn_id)),
        None => Ok(()),
    }
}

fn check_time(single: &SingleResponse, now: UnixTime) -> Result<(), OcspError> {
    let from = time(&single.this_update);
    let until = single
        .next_update
        .as_ref()
        .map_or(from.0 + LONGEST_VALIDITY, |next| time(next).0);
    if from.0 > now.0 + CLOCKS || until < now.0 - CLOCKS {
        return Err(OcspError::Stale { from, now });
    }
    Ok(())
}

fn check_signature(asked: &Asked, basic: &BasicOcspResponse, now: UnixTime) -> Result<(), OcspError> {
    let signed = basic.tbs_response_data.to_der().map_err(OcspError::Malformed)?;
    let responder = &basic.tbs_response_data.responder_id;
    let delegated = basic.certs.iter().flatten();
    let signer = std::iter::once(&asked.issuer)
        .chain(delegated.filter(|certificate| is_delegated(certificate, &asked.issuer, now)))
        .find(|certificate| is_named(certificate, responder))
        .ok_or(OcspError::Signer)?;
    check(signer, &basic.signature_algorithm, &signed, basic.signature.raw_bytes())
}

/// Whether this certificate is the one that the answer names as its signer's.
fn is_named(certificate: &Certificate, responder: &ResponderId) -> bool {
    let tbs = &certificate.tbs_certificate;
    match responder {
        ResponderId::ByName(name) => *name == tbs.subject,
        ResponderId::ByKey(hash) => {
            let key = tbs.subject_public_key_info.subject_public_key.raw_bytes();
            hash.as_bytes() == Sha1::digest(key).as_slice()
        }
    }
}

/// Whether the issuer named this certificate's holder to answer for it: its own signature, for this use only, valid now
/// (RFC 6960 section 4.2.2.2).
fn is_delegated(certificate: &Certificate, issuer: &Certificate, now: UnixTime) -> bool {
    let tbs = &certificate.tbs_certificate;
    let validity = &tbs.validity;
    let seconds = |time: &x509_cert::time::Time| i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
    let valid = (seconds(&validity.not_before) - CLOCKS..=seconds(&validity.not_after)).contains(&now.0);
    let usage = tbs
        .extensions
        .iter()
        .flatten()
        .find(|extension| extension.extn_id == ExtendedKeyUsage::OID)
        .and_then(|extension| ExtendedKeyUsage::from_der(extension.extn_value.as_bytes()).ok());
    let may_answer = usage.is_some_and(|usage| usage.0.contains(&ID_KP_OCSP_SIGNING));
    let Ok(signed) = tbs.to_der() else { return false };
    let signature = certificate.signature.raw_bytes();
    valid
        && may_answer
        && tbs.issuer == issuer.tbs_certificate.subject
        && check(issuer, &certificate.signature_algorithm, &signed, signature).is_ok()
}

fn check(
    signer: &Certificate,
    algorithm: &AlgorithmIdentifierOwned,
    signed: &[u8],
    signature: &[u8],
) -> Result<(), OcspError> {
    if algorithm.oid != SHA_256_WITH_RSA_ENCRYPTION {
        return Err(OcspError::Algorithm(algorithm.oid));
    }
    let key = signer.tbs_certificate.subject_public_key_info.to_der();
    let key =
        RsaPublicKey::from_public_key_der(&key.map_err(OcspError::Malformed)?).map_err(|_| OcspError::Signature)?;
    key.verify(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(signed), signature)
        .map_err(|_| OcspError::Signature)
}

fn time(time: &OcspGeneralizedTime) -> UnixTime {
    UnixTime(i64::try_from(time.0.to_unix_duration().as_secs()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod forged;
