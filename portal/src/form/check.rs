//! All rules over the whole form.

use super::{Checked, Field, Problem, Problems, Typed, rules};
use crate::card::{Card, Sex};
use crate::kind::{Kind, Need, Role};
use crate::municipality;
use openjpki::time::UnixTime;

/// Checks the form of a registration.
///
/// - `card`: what was verified; its name, sex and birth date go before whatever was typed.
/// - `terms_opened`: whether the terms were opened in this registration.
///
/// # Errors
/// The [`Problems`], one for each field that is wrong, in the order of the form.
pub fn check(
    typed: &Typed,
    kind: Kind,
    card: Option<&Card>,
    terms_opened: bool,
    now: UnixTime,
) -> Result<Checked, Problems> {
    let mut problems = Problems::new();
    let name = from_card(card.and_then(|card| card.name.clone()), || rules::name(&typed.name));
    let sex = from_card(card.and_then(|card| card.sex), || sex(&typed.sex));
    let birth_date = from_card(card.and_then(|card| card.birth_date.clone()), || {
        rules::birth_date(&typed.birth_date, now)
    });
    let role = role(typed, kind);
    let chosen = role.as_ref().ok().copied();
    let residence_card = needed(
        chosen.map(Role::residence_card),
        &typed.residence_card,
        rules::residence_card,
    );
    let notice_number = needed(
        chosen.map(Role::notice_number),
        &typed.notice_number,
        rules::notice_number,
    );

    let name = keep(&mut problems, Field::Name, name);
    let sex = keep(&mut problems, Field::Sex, sex);
    let birth_date = keep(&mut problems, Field::BirthDate, birth_date);
    let place = keep(&mut problems, Field::Municipality, place(&typed.municipality));
    let address = keep(&mut problems, Field::Address, rules::address(&typed.address));
    let telephone = keep(&mut problems, Field::Telephone, rules::telephone(&typed.telephone));
    let mail = keep(&mut problems, Field::Mail, rules::mail(&typed.mail));
    keep(
        &mut problems,
        Field::MailAgain,
        same_mail(&typed.mail, &typed.mail_again),
    );
    let role = keep(&mut problems, Field::Role, role);
    let residence_card = keep(&mut problems, Field::ResidenceCard, residence_card);
    let notice_number = keep(&mut problems, Field::NoticeNumber, notice_number);
    keep(&mut problems, Field::Terms, terms(&typed.terms, terms_opened));

    let whole = || {
        Some(Checked {
            name: name?,
            sex: sex?,
            birth_date: birth_date?,
            place: place?,
            address: address?,
            telephone: telephone?,
            mail: mail?,
            role: role?,
            residence_card: residence_card?,
            notice_number: notice_number?,
        })
    };
    match whole() {
        Some(checked) if problems.is_empty() => Ok(checked),
        _ => Err(problems),
    }
}

fn from_card<T>(verified: Option<T>, typed: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    verified.map_or_else(typed, Ok)
}

fn keep<T>(problems: &mut Problems, field: Field, result: Result<T, Problem>) -> Option<T> {
    result.map_err(|problem| problems.push((field, problem))).ok()
}

fn sex(text: &str) -> Result<Sex, Problem> {
    Sex::from_code(text).ok_or(if text.is_empty() {
        Problem::Missing
    } else {
        Problem::Form
    })
}

fn place(code: &str) -> Result<municipality::Place, Problem> {
    municipality::municipality(code).ok_or(if code.is_empty() {
        Problem::Missing
    } else {
        Problem::Form
    })
}

/// Upper and lower case are not told apart by any mail server that people use, but the person may have slipped: both must be equal.
///
/// # Errors
/// The [`Problem`] with the second one.
pub fn same_mail(mail: &str, again: &str) -> Result<(), Problem> {
    let (first, second) = (mail.trim(), again.trim());
    if second.is_empty() {
        Err(Problem::Missing)
    } else if first != second {
        Err(Problem::Different)
    } else {
        Ok(())
    }
}

/// A kind with one role needs no choice.
fn role(typed: &Typed, kind: Kind) -> Result<Role, Problem> {
    match kind.roles() {
        [only] => Ok(*only),
        _ if typed.role.is_empty() => Err(Problem::Missing),
        _ => Role::from_code(kind, &typed.role).ok_or(Problem::Form),
    }
}

/// A field that the role asks for, or may, or must not have. While no role is chosen, nothing is held against it.
fn needed(
    need: Option<Need>,
    text: &str,
    rule: impl FnOnce(&str) -> Result<String, Problem>,
) -> Result<Option<String>, Problem> {
    match need.unwrap_or(Need::Optional) {
        Need::Required => rule(text).map(Some),
        Need::Optional if text.trim().is_empty() => Ok(None),
        Need::Optional => rule(text).map(Some),
        Need::Never => Ok(None),
    }
}

fn terms(ticked: &str, opened: bool) -> Result<(), Problem> {
    match (ticked.is_empty(), opened) {
        (true, _) => Err(Problem::Missing),
        (false, false) => Err(Problem::TermsNotOpened),
        (false, true) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixTime = UnixTime(1_795_186_800);

    fn typed() -> Typed {
        Typed {
            name: "LEE SUN".into(),
            sex: "female".into(),
            birth_date: "1990-01-02".into(),
            prefecture: "13".into(),
            place_name: String::new(),
            municipality: "131016".into(),
            address: "霞が関1-1".into(),
            telephone: "090-1234-5678".into(),
            mail: "sun@example.jp".into(),
            mail_again: "sun@example.jp".into(),
            role: "foreign-national".into(),
            residence_card: "AB12345678CD".into(),
            notice_number: String::new(),
            terms: "agreed".into(),
        }
    }

    fn problems(typed: &Typed, kind: Kind) -> Problems {
        check(typed, kind, None, true, NOW).err().unwrap_or_default()
    }

    #[test]
    fn an_empty_form_names_every_required_field_in_order() {
        let fields: Vec<Field> = problems(&Typed::default(), Kind::Applicant)
            .into_iter()
            .map(|(field, _)| field)
            .collect();
        assert_eq!(
            fields,
            [
                Field::Name,
                Field::Sex,
                Field::BirthDate,
                Field::Municipality,
                Field::Address,
                Field::Telephone,
                Field::Mail,
                Field::MailAgain,
                Field::Role,
                Field::Terms
            ]
        );
    }

    #[test]
    fn the_card_goes_before_what_was_typed() {
        let card = Card {
            name: Some("NGUYEN THI MAI".into()),
            sex: Some(Sex::Female),
            ..Card::default()
        };
        let typed = Typed {
            name: "MALLORY".into(),
            sex: "male".into(),
            ..typed()
        };
        let checked = check(&typed, Kind::Applicant, Some(&card), true, NOW).unwrap_or_else(|_| panic!("all is right"));
        assert_eq!((checked.name.as_str(), checked.sex), ("NGUYEN THI MAI", Sex::Female));
        assert_eq!(checked.birth_date, "1990-01-02", "the card has none");
    }

    #[test]
    fn the_residence_card_depends_on_the_role() {
        let without = Typed {
            residence_card: String::new(),
            ..typed()
        };
        assert_eq!(
            problems(&without, Kind::Applicant),
            [(Field::ResidenceCard, Problem::Missing)]
        );
        for role in ["legal-representative", "relative"] {
            let typed = Typed {
                role: role.into(),
                ..without.clone()
            };
            assert_eq!(problems(&typed, Kind::Applicant), []);
            let wrong = Typed {
                residence_card: "X".into(),
                ..typed
            };
            assert_eq!(
                problems(&wrong, Kind::Applicant),
                [(Field::ResidenceCard, Problem::Form)]
            );
        }
    }

    #[test]
    fn a_role_of_another_button_is_refused() {
        assert_eq!(problems(&typed(), Kind::Agent), [(Field::Role, Problem::Form)]);
        let lawyer = Typed {
            role: "lawyer".into(),
            ..typed()
        };
        assert_eq!(
            problems(&lawyer, Kind::Agent),
            [(Field::NoticeNumber, Problem::Missing)]
        );
        let counter = check(&typed(), Kind::Counter, None, true, NOW).unwrap_or_else(|_| panic!("all is right"));
        assert_eq!((counter.role, counter.residence_card), (Role::CounterApplicant, None));
    }

    #[test]
    fn mails_must_agree_and_terms_be_read() {
        let other = Typed {
            mail_again: "son@example.jp".into(),
            ..typed()
        };
        assert_eq!(
            problems(&other, Kind::Applicant),
            [(Field::MailAgain, Problem::Different)]
        );
        let unread = check(&typed(), Kind::Applicant, None, false, NOW)
            .err()
            .unwrap_or_default();
        assert_eq!(unread, [(Field::Terms, Problem::TermsNotOpened)]);
    }
}
