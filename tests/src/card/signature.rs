//! COMPUTE DIGITAL SIGNATURE, `80 2A P1 P2`.

use rsa::pkcs1v15::Pkcs1v15Sign;
use rsa::rand_core::OsRng;
use rsa::{Pss, RsaPrivateKey};
use sha2::{Digest, Sha256};

use super::apdu::{Answer, Request, status};

/// Signs with `key` what the scheme in P1 makes of the command data.
///
/// P1 `00` pads the 1 to 245 bytes that it is given (EMSA-PKCS1-v1_5 without a DigestInfo of its own); `01` hashes and
/// signs the bare hash, `02` wraps a hash in a DigestInfo, `03` hashes and wraps, `04` and `05` are PSS over a hash and
/// over a message [the last five: 1 source]. Lengths that cannot be signed answer `6985` or `6700`; which is which is [?].
pub(super) fn sign(key: &RsaPrivateKey, request: &Request) -> Answer {
    if request.expected.is_none_or(|expected| expected < 256) {
        return Answer::status(status::WRONG_LENGTH);
    }
    let data = request.data.as_slice();
    let hash = Sha256::digest(data);
    let allowed = match request.p1 {
        0x00 => 1..=245,
        0x02 | 0x04 => 32..=32,
        0x01 | 0x03 | 0x05 => 1..=255,
        _ => return Answer::status(status::WRONG_P1_P2),
    };
    if !allowed.contains(&data.len()) {
        return Answer::status(if data.is_empty() {
            status::WRONG_LENGTH
        } else {
            status::CONDITIONS
        });
    }
    let signature = match request.p1 {
        0x00 => key.sign(Pkcs1v15Sign::new_unprefixed(), data),
        0x01 => key.sign(Pkcs1v15Sign::new_unprefixed(), &hash),
        0x02 => key.sign(Pkcs1v15Sign::new::<Sha256>(), data),
        0x03 => key.sign(Pkcs1v15Sign::new::<Sha256>(), &hash),
        0x04 => key.sign_with_rng(&mut OsRng, Pss::new::<Sha256>(), data),
        _ => key.sign_with_rng(&mut OsRng, Pss::new::<Sha256>(), &hash),
    };
    Answer {
        signed: true,
        ..Answer::body(signature.expect("a 2048-bit key has room for each of these"))
    }
}
