//! The words of every page and mail, one file to a language.
//!
//! [`Words`] is a structure, so a language that lacks a sentence does not compile. A new language is one file that fills it in, and one
//! line in [`Language`].

mod en;
mod ja;
mod ja_simple;
mod language;
mod sentence;
mod text;
mod vi;

pub(crate) use language::Language;
pub(crate) use sentence::{check, password_problem, problem, stages_and_errors, unchecked};
pub(crate) use text::{Html, Text};

/// Declares the groups of sentences, and `Words::each`, which tests use to walk over all of them.
macro_rules! words {
    ($($(#[$doc:meta])* $group:ident: $Group:ident { $($key:ident),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub(crate) struct $Group { $(pub(crate) $key: Text,)* }
        )*

        /// All sentences of one language.
        #[derive(Debug)]
        pub(crate) struct Words { $($(#[$doc])* pub(crate) $group: $Group,)* }

        impl Words {
            /// Every sentence with its key, in the order of the declaration.
            #[cfg(test)]
            pub(crate) fn each(&self) -> Vec<(&'static str, &Text)> {
                vec![$($((concat!(stringify!($group), ".", stringify!($key)), &self.$group.$key),)*)*]
            }
        }
    };
}

words! {
    /// On every page.
    site: Site {
        name, not_government, test_banner, to_content, languages, required, to_top,
    }
    /// The top page.
    top: Top {
        heading, who_needs, applicant, applicant_hint, agent, agent_hint, counter, counter_hint, sign_in_heading, sign_in_hint, online, online_self, online_representative, online_relative, online_professional, software,
        needed_software, steps_heading, step_read, step_password, step_pin, step_form, step_mail,
    }
    /// What to prepare, by kind of user.
    prepare: Prepare {
        heading, legend_must, legend_may, legend_not, user, card, card_note, residence_card, residence_card_note, notice, notice_note,
        computer, computer_note, software, software_note, reader, reader_note, registration, registration_note,
        foreign_national, foreign_national_note, family, family_note, family_residence_card, professional, professional_note,
    }
    /// What the message area says while the card is read.
    stage: Stage {
        starting, waiting_for_reader, waiting_for_card, reading, waiting_for_pin, signing, sending, done, cancel, no_script,
    }
    /// Error codes of the page module, and what goes wrong between page and server.
    failure: Failure {
        not_granted, insecure_context, activation_required, busy, invalid_request, unsupported, host_missing, host_outdated,
        host_failed, user_cancelled, timed_out, card_unusable, pin_blocked, certificate_missing, certificate_expired, internal,
        unreachable, unknown,
    }
    /// Evidence that the server refuses.
    refusal: Refused {
        malformed, nonce, expired, not_yet_valid, test_card, real_card, not_jpki, signature, already_registered, other_person, revoked,
        revocation_unknown,
    }
    /// STEP1: headings, notes and buttons.
    step1: Step1 {
        registration, heading, heading_easy, input, confirmation, completion, verified, verified_revocation, verified_not_revoked, no_card, from_card,
        substituted, birth_date_known, prefecture, choose_prefecture, place_name, search, results, choose_municipality, found, found_none, places_as_of, search_first,
        chosen, terms_before, terms_link, confirm, back, summary,
    }
    /// STEP1: the fields, with their line in easy words and what to write.
    field: Fields {
        name, name_easy, name_hint, sex, sex_easy, sex_hint, male, female, birth_date, birth_date_easy, birth_date_hint,
        municipality, municipality_easy, municipality_hint, address, address_easy, address_hint, contact,
        telephone, telephone_easy, telephone_hint, mail, mail_easy, mail_hint, mail_again, mail_again_easy, mail_again_hint,
        role, role_easy, role_hint, residence_card, residence_card_easy, residence_card_hint,
        notice_number, notice_number_easy, notice_number_hint, terms, terms_easy,
    }
    /// 利用者の区分.
    role: Roles {
        foreign_national, foreign_national_hint, legal_representative, legal_representative_hint, relative, relative_hint, lawyer,
        administrative_scrivener, counter_applicant,
    }
    /// What is wrong at a field, and what to do.
    problem: ProblemWords {
        missing, missing_choice, too_long, name_form, birth_date_form, not_a_date, in_the_future, choice_form, free_text_form,
        telephone_form, mail_form, different, residence_card_form, terms_missing, terms_not_opened,
    }
    /// Going on after the session has ended.
    resume: Resume {
        heading, next, hint,
    }
    /// STEP2.
    step2: Step2 {
        heading, entered, to_change, not_entered, register, agreed,
    }
    /// STEP3.
    step3: Step3 {
        heading, done, mail_goes_to, done_easy, authentication_id, authentication_id_easy, keep_it, next,
    }
    /// The terms.
    terms: Terms {
        heading, what_it_is, use_of_records, test_use, no_warranty, back_to_form,
    }
    /// The page behind the link for a password.
    password: Password {
        heading, heading_first, heading_another, whose, rules, rule_length, rule_characters, rule_repeated, rule_personal, password, again, keeps, not_yet, set, done,
        gone, missing, too_short, too_long, characters, repeated, personal, different,
    }
    /// パスワードを忘れた場合.
    forgotten: Forgotten {
        heading, what_happens, send, done,
    }
    /// ログイン.
    sign_in: SignInWords {
        heading, applicant_hint, agent_hint, counter_hint, certificate_missing, card_read, card_verified, without_card, id, id_hint, password,
        password_hint, enter, wrong, wrong_causes, wait, other_kind,
    }
    /// After signing in.
    account: AccountWords {
        heading, greeting, id, sign_ins, sign_ins_hint, when, how, state, with_card, without_card, here, open, ended, sign_out,
        everywhere, everywhere_hint, applications, signed_out, signed_out_done,
    }
    /// Another mail address.
    mail_change: MailChange {
        heading, now, what, mail_hint, sent, wrong, too_soon, confirm, set, done, gone,
    }
    /// Pages that say that something is not possible.
    page: FailurePages {
        not_found, not_found_next, forgery, forgery_next, no_draft, no_draft_next, other_draft, other_draft_next,
        already, already_next, too_large, too_large_next, internal, internal_next, bad_request, bad_request_next, busy, busy_next,
    }
    /// Looking at a signed document.
    verify: VerifyWords {
        heading, what, document, document_hint, signature, signature_hint, check, not_kept, no_document, no_signature,
        no_signature_in_pdf, pdf_not_read, revocation_always, none_failed, some_failed, signature_number, unopened, signer, claimed_time,
        claimed_time_note, asked, outcome, holds, fails, not_checked,
        form, form_failed, coverage, coverage_failed, message_digest, message_digest_failed, signing_certificate,
        signing_certificate_failed, key, key_failed, certificate, certificate_failed, policy, policy_failed, key_usage, key_usage_failed,
        person, person_failed, key_identifier, key_identifier_failed, chain, chain_failed, validity_then, validity_then_failed,
        validity_now, validity_now_failed, time_stamp, time_stamp_failed, revocation, revocation_failed,
        why_failed_before, why_raw, why_not_said, why_time_stamp, why_revocation,
    }
    /// A renewed card, for a registration that knows another one.
    card: CardWords {
        heading, what, forgotten, wrong_causes, next, permitted, read_what, read, linked, linked_done, renewed,
    }
    /// The mails: after the registration, for a forgotten password, after another card was linked, and for another mail address.
    mail: Mail {
        subject, greeting, registered, id, link, lifetime, open_tabs, not_you, test, forgotten_subject, forgotten, forgotten_link,
        forgotten_not_you, relinked_subject, relinked, relinked_not_you,
        change_subject, change, change_link, change_not_you, changed_subject, changed, changed_not_you,
    }
}

#[cfg(test)]
mod tests {
    use super::text::is_japanese;
    use super::*;

    /// That every key exists in every language is the compiler's work; this is the rest.
    #[test]
    fn every_sentence_is_written_and_takes_the_same_values() {
        let japanese = Language::Japanese.words().each();
        assert!(japanese.len() > 150);
        for language in Language::ALL {
            for ((key, original), (_, text)) in japanese.iter().zip(language.words().each()) {
                assert!(!text.plain().trim().is_empty(), "{language:?} {key}");
                assert_eq!(text.values(), original.values(), "{language:?} {key}");
            }
        }
    }

    #[test]
    fn english_and_vietnamese_are_not_japanese() {
        for (key, text) in Language::English.words().each() {
            // The second lines of the fields quote the Japanese labels, so that they are found again on paper.
            let quotes = key.ends_with("_easy")
                || key.starts_with("role.")
                || key.starts_with("prepare.")
                || key.starts_with("top.");
            assert!(!text.plain().chars().any(is_japanese) || quotes, "{key}");
        }
        for (key, text) in Language::Vietnamese.words().each() {
            assert!(!outside_quotes(&text.plain()).chars().any(is_japanese), "{key}");
        }
    }

    #[test]
    fn easy_japanese_has_the_reading_of_every_kanji() {
        let kanji = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter) || letter == '々';
        for (key, text) in Language::EasyJapanese.words().each() {
            let html = text.fill(&[]).to_string();
            let mut bare = String::new();
            for (part, piece) in html.split("<ruby>").enumerate() {
                let Some((ruby, after)) = piece.split_once("</ruby>").filter(|_| part > 0) else {
                    bare.push_str(piece);
                    continue;
                };
                let (written, reading) = ruby.split_once("<rp>(</rp><rt>").unwrap();
                let reading = reading.strip_suffix("</rt><rp>)</rp>").unwrap();
                assert!(written.chars().all(kanji), "{key}: {written}");
                let kana = |letter: char| ('\u{3041}'..='\u{3096}').contains(&letter);
                assert!(!reading.is_empty() && reading.chars().all(kana), "{key}: {reading}");
                bare.push_str(after);
            }
            assert!(!bare.chars().any(kanji), "{key}: {bare}");
        }
    }

    /// Nobody copied a sentence and forgot to write it in the other language.
    #[test]
    fn each_language_has_sentences_of_its_own() {
        for (language, other) in [
            (Language::Vietnamese, Language::English),
            (Language::EasyJapanese, Language::Japanese),
        ] {
            let pairs = language.words().each().into_iter().zip(other.words().each());
            for ((key, text), (_, copied)) in pairs {
                // The easy lines of the Japanese form are the seeds' own, in both.
                let short = key.ends_with("_easy") || text.plain().chars().count() <= 20;
                assert!(short || text.plain() != copied.plain(), "{language:?} {key}");
            }
        }
    }

    /// Without what stands in brackets or Japanese quotation marks.
    fn outside_quotes(text: &str) -> String {
        let mut depth = 0_usize;
        let letters = text.chars().filter(|letter| {
            match letter {
                '【' | '(' | '「' => depth += 1,
                '】' | ')' | '」' => depth -= 1,
                _ => return depth == 0,
            }
            false
        });
        letters.collect()
    }
}
