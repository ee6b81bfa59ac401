//! What a form of STEP1 or STEP2 brings along.

use super::submission::Submission;
use crate::card::Card;
use crate::form::Typed;
use crate::store::Draft;

/// The whole form, as it stood on the page.
pub(super) fn whole(submission: &mut Submission) -> Typed {
    let mut typed = Typed::default();
    for (name, _) in Typed::default().each() {
        if let Some(field) = typed.field_mut(name) {
            *field = submission.take(name);
        }
    }
    typed.agree_on_place();
    typed
}

/// Takes over what was typed. A page with the script names what was changed on it, so that two tabs do not undo each other; a page
/// without sends the whole form.
pub(super) fn take_over(submission: &mut Submission, draft: &mut Draft) {
    let typed = &mut draft.typed;
    match submission.take_if_sent("changed") {
        None => *typed = whole(submission),
        Some(changed) => {
            for name in changed.split(' ') {
                if let Some(field) = typed.field_mut(name) {
                    *field = submission.take(name);
                }
            }
            typed.agree_on_place();
        }
    }
    if let Some(card) = &draft.card {
        leave_to(card, typed);
    }
}

/// Drops what the card says itself: it is no field of the form.
pub(super) fn leave_to(card: &Card, typed: &mut Typed) {
    for (said, field) in [
        (card.name.is_some(), &mut typed.name),
        (card.sex.is_some(), &mut typed.sex),
        (card.birth_date.is_some(), &mut typed.birth_date),
    ] {
        if said {
            field.clear();
        }
    }
}
