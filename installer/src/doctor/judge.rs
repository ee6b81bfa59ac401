//! What comes of what a host says.

use std::path::Path;
use std::time::SystemTime;

use super::host::{Answer, Card, HostStatus, Reader, Service, Trouble};
use super::{Check, Key, NextStep, Validity, What};
use crate::printable::one_line;

/// The version of this installer; its host has the same.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// File name of the PC/SC library on Linux, which the loader names when it does not find it.
const PCSC_LIBRARY: &str = "libpcsclite";

/// What comes of a host's words, but for what it says of service, readers and cards.
pub(super) fn of_host(program: &Path, answer: &Result<Answer, Trouble>) -> Vec<Check> {
    let fails = |trouble: &Trouble, next| {
        let what = What::HostFails {
            program: program.to_owned(),
            trouble: trouble.clone(),
        };
        Check::todo(what, next)
    };
    let answer = match answer {
        Ok(answer) => answer,
        Err(trouble) => return vec![fails(trouble, after(trouble))],
    };
    let what = What::Host {
        program: program.to_owned(),
        version: answer.version.clone(),
    };
    let mut checks = vec![match release(&answer.version).cmp(&release(VERSION)) {
        std::cmp::Ordering::Less => Check::todo(what, NextStep::InstallAgain),
        std::cmp::Ordering::Greater => Check::todo(what, NextStep::UseNewerInstaller),
        std::cmp::Ordering::Equal if answer.version != VERSION => Check::todo(what, NextStep::InstallAgain),
        std::cmp::Ordering::Equal => Check::good(what),
    }];
    if let Err(trouble) = &answer.status {
        checks.push(fails(trouble, NextStep::LookAgain));
    } else if !answer.ended {
        checks.push(fails(&Trouble::Lingers, NextStep::InstallAgain));
    }
    checks
}

fn after(trouble: &Trouble) -> NextStep {
    match trouble {
        Trouble::Ended { said: Some(said), .. } if said.contains(PCSC_LIBRARY) => NextStep::InstallPcscLibrary,
        _ => NextStep::InstallAgain,
    }
}

/// The numbers of a version, for comparing: `1.10.0` comes after `1.9.0`.
fn release(version: &str) -> Vec<u64> {
    let numbers = version.split(['-', '+']).next().unwrap_or_default();
    numbers.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

/// What comes of the host's answer to `status`: service, readers, card, tries, certificate.
///
/// - `now`: the time to which the certificate's dates are held.
#[must_use]
pub fn of_status(status: &HostStatus, now: SystemTime) -> Vec<Check> {
    let running = status.service == Service::Running;
    let service = What::Service { running };
    if !running {
        return vec![Check::todo(service, NextStep::StartService)];
    }
    let mut checks = vec![Check::good(service)];
    if status.readers.is_empty() {
        checks.push(Check::todo(What::NoReader, NextStep::ConnectReader));
    }
    // With the right card in one reader, what is in another is nothing to do about.
    let has_card = status.readers.iter().any(|reader| reader.card == Card::Jpki);
    for reader in &status.readers {
        checks.push(of_reader(reader, has_card));
        if reader.card == Card::Jpki {
            checks.extend(of_card(reader, now));
        }
    }
    // Of several empty readers one sentence is enough to say what to do.
    let mut asked = false;
    for check in &mut checks {
        if check.next == Some(NextStep::PlaceCard) {
            if asked {
                *check = Check::good(check.what.clone());
            }
            asked = true;
        }
    }
    checks
}

fn of_reader(reader: &Reader, has_card: bool) -> Check {
    let what = What::Reader {
        name: one_line(&reader.name),
        card: reader.card,
    };
    match reader.card {
        Card::Jpki => Check::good(what),
        _ if has_card => Check::good(what),
        Card::None => Check::todo(what, NextStep::PlaceCard),
        Card::Old | Card::Unsupported => Check::todo(what, NextStep::PlaceOtherCard),
        Card::Phone => Check::todo(what, NextStep::PlaceCardNotPhone),
        Card::Busy => Check::todo(what, NextStep::CloseOtherProgram),
    }
}

fn of_card(reader: &Reader, now: SystemTime) -> Vec<Check> {
    let mut checks = vec![of_validity(Validity::at(
        now,
        reader.authentication_certificate.as_ref(),
    ))];
    match reader.tries {
        Some(tries) => {
            checks.push(of_tries(Key::UserAuthentication, Some(tries.user_authentication)));
            checks.push(of_tries(Key::DigitalSignature, tries.digital_signature));
        }
        None => checks.push(Check::todo(What::TriesUnknown, NextStep::PlaceAgain)),
    }
    checks
}

fn of_validity(validity: Validity) -> Check {
    let what = What::Certificate { validity };
    match validity {
        Validity::Valid { .. } => Check::good(what),
        Validity::EndsSoon { .. } | Validity::Expired { .. } => Check::todo(what, NextStep::Renew),
        Validity::NotYet { .. } => Check::todo(what, NextStep::SetClock),
        Validity::Unreadable => Check::todo(what, NextStep::PlaceAgain),
    }
}

fn of_tries(key: Key, left: Option<u8>) -> Check {
    let what = What::Tries { key, left };
    match left {
        None => Check::hint(what, NextStep::HaveIssued),
        Some(0) => Check::todo(what, NextStep::Unblock(key)),
        Some(1) => Check::hint(what, NextStep::MindLastTry(key)),
        Some(_) => Check::good(what),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Verdict, is_well};
    use super::*;

    fn answer(version: &str) -> Result<Answer, Trouble> {
        Ok(Answer {
            version: version.to_owned(),
            status: Err(Trouble::Nonsense),
            ended: true,
        })
    }

    fn next(checks: &[Check]) -> Vec<&NextStep> {
        checks.iter().filter_map(|check| check.next.as_ref()).collect()
    }

    fn reader(card: Card) -> Reader {
        Reader {
            name: "R\u{1b}[1m 00 00".to_owned(),
            card,
            tries: None,
            authentication_certificate: None,
        }
    }

    fn judged(cards: &[Card]) -> Vec<Check> {
        let status = HostStatus {
            service: Service::Running,
            readers: cards.iter().copied().map(reader).collect(),
        };
        of_status(&status, SystemTime::now())
    }

    #[test]
    fn versions_are_compared_as_numbers() {
        let step = |version: &str| of_host(Path::new("/h"), &answer(version))[0].next.clone();
        assert_eq!(step(VERSION), None);
        assert_eq!(step("0.9.9"), Some(NextStep::InstallAgain));
        assert_eq!(step("1.10.0"), Some(NextStep::UseNewerInstaller));
        assert_eq!(step(&format!("{VERSION}-beta")), Some(NextStep::InstallAgain));
        assert!(release("1.9.0") < release("1.10.0"));
    }

    #[test]
    fn a_missing_library_has_its_own_step() {
        let ended = |said: &str| {
            let said = Some(said.to_owned());
            after(&Trouble::Ended { code: Some(127), said })
        };
        assert_eq!(
            ended("error while loading shared libraries: libpcsclite.so.1: cannot open shared object file"),
            NextStep::InstallPcscLibrary
        );
        assert_eq!(ended("something else"), NextStep::InstallAgain);
    }

    #[test]
    fn each_card_has_its_step() {
        assert_eq!(next(&judged(&[])), [&NextStep::ConnectReader]);
        assert_eq!(next(&judged(&[Card::None, Card::None])), [&NextStep::PlaceCard]);
        assert_eq!(next(&judged(&[Card::Unsupported])), [&NextStep::PlaceOtherCard]);
        assert_eq!(next(&judged(&[Card::Old])), [&NextStep::PlaceOtherCard]);
        assert_eq!(next(&judged(&[Card::Phone])), [&NextStep::PlaceCardNotPhone]);
        assert_eq!(next(&judged(&[Card::Busy])), [&NextStep::CloseOtherProgram]);
    }

    #[test]
    fn the_right_card_excuses_the_others() {
        let checks = judged(&[Card::None, Card::Unsupported, Card::Jpki]);
        let readers: Vec<Verdict> = checks
            .iter()
            .filter(|check| matches!(check.what, What::Reader { .. }))
            .map(|check| check.verdict)
            .collect();
        assert_eq!(readers, [Verdict::Good; 3]);
        let shown = checks.iter().find_map(|check| match &check.what {
            What::Reader { name, .. } => Some(name.as_str()),
            _ => None,
        });
        assert_eq!(shown, Some("R [1m 00 00"));
    }

    #[test]
    fn tries_are_judged_by_what_is_left() {
        let verdict = |left| of_tries(Key::UserAuthentication, left).verdict;
        assert_eq!(verdict(Some(3)), Verdict::Good);
        assert_eq!(verdict(Some(2)), Verdict::Good);
        assert_eq!(verdict(Some(1)), Verdict::Hint);
        assert_eq!(verdict(Some(0)), Verdict::Todo);
        assert_eq!(verdict(None), Verdict::Hint);
    }

    #[test]
    fn a_stopped_service_is_the_only_line() {
        let status = HostStatus {
            service: Service::Stopped,
            readers: Vec::new(),
        };
        let checks = of_status(&status, SystemTime::now());
        assert_eq!(next(&checks), [&NextStep::StartService]);
        assert!(!is_well(&checks) && checks.len() == 1);
    }
}
