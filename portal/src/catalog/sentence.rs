//! Which sentence says what.

use openjpki::verify::{Check, Unchecked};

use super::{Html, Text, Words};
use crate::evidence::Refusal;
use crate::form::{Field, Problem};
use crate::kind::Role;
use crate::password::{self, LONGEST, SHORTEST};

/// The label of a field.
fn label(words: &Words, field: Field) -> Text {
    let fields = &words.field;
    match field {
        Field::Name => fields.name,
        Field::Sex => fields.sex,
        Field::BirthDate => fields.birth_date,
        Field::Municipality => fields.municipality,
        Field::Address => fields.address,
        Field::Telephone => fields.telephone,
        Field::Mail => fields.mail,
        Field::MailAgain => fields.mail_again,
        Field::Role => fields.role,
        Field::ResidenceCard => fields.residence_card,
        Field::NoticeNumber => fields.notice_number,
        Field::Terms => fields.terms,
    }
}

/// What is wrong at a field, and what to do.
pub(crate) fn problem(words: &Words, field: Field, problem: Problem) -> Html {
    let text = &words.problem;
    let label = label(words, field).fill(&[]);
    let sentence = match (problem, field) {
        (Problem::Missing, Field::Terms) => text.terms_missing,
        (Problem::Missing, Field::Sex | Field::Municipality | Field::Role) => text.missing_choice,
        (Problem::Missing, _) => text.missing,
        (Problem::TooLong { .. }, _) => text.too_long,
        (Problem::NotADate, _) => text.not_a_date,
        (Problem::InTheFuture, _) => text.in_the_future,
        (Problem::Different, _) => text.different,
        (Problem::TermsNotOpened, _) => text.terms_not_opened,
        (Problem::Form, Field::Name) => text.name_form,
        (Problem::Form, Field::BirthDate) => text.birth_date_form,
        (Problem::Form, Field::Telephone) => text.telephone_form,
        (Problem::Form, Field::Mail | Field::MailAgain) => text.mail_form,
        (Problem::Form, Field::ResidenceCard) => text.residence_card_form,
        (Problem::Form, Field::Address | Field::NoticeNumber) => text.free_text_form,
        (Problem::Form, Field::Sex | Field::Municipality | Field::Role | Field::Terms) => text.choice_form,
    };
    let limit = if let Problem::TooLong { limit } = problem {
        limit
    } else {
        0
    };
    sentence.fill_html(&[("field", label), ("limit", Html::of(&limit.to_string()))])
}

/// What is wrong with a new password, and what to do.
pub(crate) fn password_problem(words: &Words, problem: password::Problem) -> Html {
    let text = &words.password;
    let sentence = match problem {
        password::Problem::Missing => text.missing,
        password::Problem::TooShort => text.too_short,
        password::Problem::TooLong => text.too_long,
        password::Problem::Characters => text.characters,
        password::Problem::Repeated => text.repeated,
        password::Problem::Personal => text.personal,
        password::Problem::Different => text.different,
    };
    sentence.fill(&[("shortest", &SHORTEST.to_string()), ("longest", &LONGEST.to_string())])
}

/// What is asked of a signature, and what it means if it is not so.
pub(crate) fn check(words: &Words, check: Check) -> (Text, Text) {
    let text = &words.verify;
    match check {
        Check::Form => (text.form, text.form_failed),
        Check::Coverage => (text.coverage, text.coverage_failed),
        Check::MessageDigest => (text.message_digest, text.message_digest_failed),
        Check::SigningCertificate => (text.signing_certificate, text.signing_certificate_failed),
        Check::Certificate => (text.certificate, text.certificate_failed),
        Check::Policy => (text.policy, text.policy_failed),
        Check::KeyUsage => (text.key_usage, text.key_usage_failed),
        Check::BasicConstraints => (text.person, text.person_failed),
        Check::KeyIdentifier => (text.key_identifier, text.key_identifier_failed),
        Check::Chain => (text.chain, text.chain_failed),
        Check::ValidityAtSigning => (text.validity_then, text.validity_then_failed),
        Check::ValidityNow => (text.validity_now, text.validity_now_failed),
        Check::TimeStamp => (text.time_stamp, text.time_stamp_failed),
        Check::Revocation => (text.revocation, text.revocation_failed),
        _ => (text.key, text.key_failed),
    }
}

/// Why nobody looked.
pub(crate) fn unchecked(words: &Words, why: Unchecked) -> Text {
    let text = &words.verify;
    match why {
        Unchecked::Raw => text.why_raw,
        Unchecked::NotSaid => text.why_not_said,
        Unchecked::TimeStamp => text.why_time_stamp,
        Unchecked::Revocation(_) => text.why_revocation,
        _ => text.why_failed_before,
    }
}

impl Words {
    /// The label of a role, and what it means if that needs saying.
    pub(crate) fn role(&self, role: Role) -> (Text, Option<Text>) {
        let roles = &self.role;
        match role {
            Role::ForeignNational => (roles.foreign_national, Some(roles.foreign_national_hint)),
            Role::LegalRepresentative => (roles.legal_representative, Some(roles.legal_representative_hint)),
            Role::Relative => (roles.relative, Some(roles.relative_hint)),
            Role::Lawyer => (roles.lawyer, None),
            Role::AdministrativeScrivener => (roles.administrative_scrivener, None),
            Role::CounterApplicant => (roles.counter_applicant, None),
        }
    }

    fn refusal(&self, refusal: Refusal) -> Text {
        let text = &self.refusal;
        match refusal {
            Refusal::Malformed => text.malformed,
            Refusal::Nonce => text.nonce,
            Refusal::Expired => text.expired,
            Refusal::NotYetValid => text.not_yet_valid,
            Refusal::TestCard => text.test_card,
            Refusal::RealCard => text.real_card,
            Refusal::NotJpki => text.not_jpki,
            Refusal::Signature => text.signature,
            Refusal::AlreadyRegistered => text.already_registered,
            Refusal::OtherPerson => text.other_person,
            Refusal::Revoked => text.revoked,
            Refusal::RevocationUnknown => text.revocation_unknown,
        }
    }
}

/// Everything that the message area of the ceremony can say, by the code that the page's script looks for.
pub(crate) fn stages_and_errors(words: &Words) -> Vec<(&'static str, Text)> {
    let (stage, failure) = (&words.stage, &words.failure);
    let mut sentences = vec![
        ("starting", stage.starting),
        ("waiting-for-reader", stage.waiting_for_reader),
        ("waiting-for-card", stage.waiting_for_card),
        ("reading", stage.reading),
        ("waiting-for-pin", stage.waiting_for_pin),
        ("signing", stage.signing),
        ("sending", stage.sending),
        ("done", stage.done),
        ("not-granted", failure.not_granted),
        ("insecure-context", failure.insecure_context),
        ("activation-required", failure.activation_required),
        ("busy", failure.busy),
        ("invalid-request", failure.invalid_request),
        ("unsupported", failure.unsupported),
        ("host-missing", failure.host_missing),
        ("host-outdated", failure.host_outdated),
        ("host-failed", failure.host_failed),
        ("user-cancelled", failure.user_cancelled),
        ("timed-out", failure.timed_out),
        ("card-unusable", failure.card_unusable),
        ("pin-blocked", failure.pin_blocked),
        ("certificate-missing", failure.certificate_missing),
        ("certificate-expired", failure.certificate_expired),
        ("internal", failure.internal),
        ("unreachable", failure.unreachable),
        ("unknown", failure.unknown),
    ];
    sentences.extend(Refusal::ALL.map(|refusal| (refusal.code(), words.refusal(refusal))));
    sentences
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::catalog::Language;

    /// docs/PROTOCOL.md, error codes to pages.
    const PAGE_CODES: &str = "not-granted insecure-context activation-required busy invalid-request unsupported host-missing \
        host-outdated host-failed user-cancelled timed-out card-unusable pin-blocked certificate-missing certificate-expired internal";

    #[test]
    fn every_code_has_one_sentence() {
        let sentences = stages_and_errors(Language::English.words());
        let codes: HashSet<&str> = sentences.iter().map(|(code, _)| *code).collect();
        assert_eq!(codes.len(), sentences.len(), "a code twice");
        for code in PAGE_CODES.split_whitespace() {
            assert!(codes.contains(code), "{code}");
        }
    }

    #[test]
    fn a_problem_names_its_field_and_its_limit() {
        let words = Language::English.words();
        let html = problem(words, Field::Address, Problem::TooLong { limit: 200 }).to_string();
        assert!(html.contains("200") && html.contains("Address"), "{html}");
    }
}
