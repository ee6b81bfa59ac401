//! English: passwords, signing in, the account, a renewed card, mails.

use super::super::{AccountWords, CardWords, Forgotten, Mail, MailChange, Password, SignInWords, Text::Other as T};

pub(super) const PASSWORD: Password = Password {
    heading: T("Set your password"),
    heading_first: T("Set your first password"),
    heading_another: T("Set another password"),
    whose: T("Authentication ID"),
    rules: T("Rules for the password"),
    rule_length: T("It has {shortest} to {longest} characters."),
    rule_characters: T("Use half-width letters, digits, signs and spaces. Upper and lower case are different."),
    rule_repeated: T("It is not one character over and over."),
    rule_personal: T("It does not contain your authentication ID or your e-mail address."),
    password: T("Password"),
    again: T("Password (again)"),
    keeps: T("Length and characters keep the rules."),
    not_yet: T("Length or characters do not keep the rules yet."),
    set: T("Set"),
    done: T(
        "Your password is set. You can sign in with your authentication ID and your password; if you registered with a My Number Card, with the card as well.",
    ),
    gone: T(
        "This link cannot be used: it was used before, its 24 hours are over, or a part of the address is missing. You receive a new link from “Forgot your password?”.",
    ),
    missing: T("Please write a password."),
    too_short: T("The password is too short. Please write at least {shortest} characters."),
    too_long: T("The password is too long. Please write at most {longest} characters."),
    characters: T("There are characters that cannot be used. Please use half-width letters, digits, signs and spaces."),
    repeated: T("A password of one character over and over cannot be used. Please add others."),
    personal: T(
        "A password that contains your authentication ID or e-mail address cannot be used. Please choose another one.",
    ),
    different: T("This is not the password above. Please write the same one again."),
};

pub(super) const FORGOTTEN: Forgotten = Forgotten {
    heading: T("Forgot your password?"),
    what_happens: T(
        "Write the e-mail address that you registered with and press “Send”. You receive your authentication ID and a link to set another password.",
    ),
    send: T("Send"),
    done: T(
        "If somebody is registered with this e-mail address, an e-mail arrives in about a minute. If it does not, check the address and try again after 5 minutes.",
    ),
};

pub(super) const SIGN_IN: SignInWords = SignInWords {
    heading: T("Sign in"),
    applicant_hint: T(
        "Your My Number Card will be read. Type your user authentication PIN (4 digits) into a separate window; then write your authentication ID and password.",
    ),
    agent_hint: T("Write your authentication ID and password. No card is needed."),
    counter_hint: T("Write your authentication ID and password. No card is needed."),
    certificate_missing: T(
        "This card does not hold the user authentication certificate that signing in needs. Ask for it at the counter of the city where you live.",
    ),
    card_read: T("The card is verified. The page for authentication ID and password opens now."),
    card_verified: T("Your My Number Card was read. Write your authentication ID and password within 10 minutes."),
    without_card: T("You are signing in without a card."),
    id: T("Authentication ID"),
    id_hint: T("It is in the e-mail about your registration. Example: 7KQ4-M2XB-9TRD"),
    password: T("Password"),
    password_hint: T("The password of this site. Never write a password of your card here."),
    enter: T("Sign in"),
    wrong: T("You could not be signed in: authentication ID, password and card do not belong together."),
    wrong_causes: T(
        "Check your authentication ID and your password and write them again. If you registered with a My Number Card, start with “Foreign national, other” and the card that you registered. If you have not set a password yet, or forgot it, set one from “Forgot your password?”.",
    ),
    wait: T(
        "After several wrong attempts there is a pause. Please try again in {seconds} seconds. Trying earlier does not make it longer.",
    ),
    other_kind: T("Choose another kind of user"),
};

pub(super) const ACCOUNT: AccountWords = AccountWords {
    heading: T("Your account"),
    greeting: T("{name}, you are signed in."),
    id: T("Authentication ID"),
    sign_ins: T("Sign-ins"),
    sign_ins_hint: T("If there is one that was not you, press “Sign out everywhere” and set another password."),
    when: T("When (time in Japan)"),
    how: T("How"),
    state: T("State"),
    with_card: T("Card, authentication ID and password"),
    without_card: T("Authentication ID and password"),
    here: T("This page"),
    open: T("Signed in"),
    ended: T("Ended"),
    sign_out: T("Sign out"),
    everywhere: T("Sign out everywhere"),
    everywhere_hint: T("“Sign out everywhere” signs you out here and on every other computer."),
    applications: T("Applications cannot be made on this reference site yet."),
    signed_out: T("You are signed out"),
    signed_out_done: T("You are signed out. Please take your card off the reader."),
};

pub(super) const MAIL_CHANGE: MailChange = MailChange {
    heading: T("Change your e-mail address"),
    now: T("Your e-mail address now: {mail}"),
    what: T(
        "Write the new e-mail address and your password and press “Send”. The address changes once you have confirmed it by the link in an e-mail to the new address. The present address is told as well.",
    ),
    mail_hint: T("The new e-mail address."),
    sent: T(
        "An e-mail goes to the new address. Open its link within 24 hours and confirm. Until then your e-mail address stays as it is.",
    ),
    wrong: T("The password is wrong. Please write your password of this site again."),
    too_soon: T("An e-mail was sent a moment ago. If it does not arrive, please send this again after 5 minutes."),
    confirm: T("From now on e-mails of this site shall go to the address below. If that is right, press “Change”."),
    set: T("Change"),
    done: T("Your e-mail address is changed. From now on you receive the e-mails of this site there."),
    gone: T(
        "This link cannot be used: it was used before, its 24 hours are over, another change was asked for, or a part of the address is missing. To change your e-mail address, sign in and ask for it again.",
    ),
};

pub(super) const CARD: CardWords = CardWords {
    heading: T("Link a renewed card"),
    what: T(
        "Was your card renewed or reissued? Then please enter your authentication ID and your password first. After that the new card is read with both of its passwords.",
    ),
    forgotten: T("If you do not know your password, set another one by e-mail first."),
    wrong_causes: T(
        "It may be the authentication ID or the password, or no password has been set yet, or the registration was made without a card.",
    ),
    next: T("Continue"),
    permitted: T("Authentication ID and password are right."),
    read_what: T(
        "Name, date of birth and sex on the new card must be those of the registration. The registered address stays as it is, also if the card has another one.",
    ),
    read: T("Read the new card"),
    linked: T("The new card is linked"),
    linked_done: T(
        "From now on you sign in with the new card; the old one is no longer accepted here. You have been signed out everywhere, and an e-mail about this is on its way.",
    ),
    renewed: T("If your card was renewed or reissued"),
};

pub(super) const MAIL: Mail = Mail {
    subject: T("[OpenJPKI reference site] You are registered"),
    greeting: T("Dear {name},"),
    registered: T("you are registered."),
    id: T("Authentication ID: {id}"),
    link: T("Open this address to set your first password:"),
    lifetime: T("The address works for 24 hours."),
    open_tabs: T("You may leave the site open in another tab meanwhile."),
    not_you: T("If you did not register, please throw this e-mail away. Without any action no password is set."),
    test: T("This is a test registration."),
    forgotten_subject: T("[OpenJPKI reference site] Set another password"),
    forgotten: T("Somebody told us that the password of this registration was forgotten."),
    forgotten_link: T("Open this address to set another password:"),
    forgotten_not_you: T(
        "If that was not you, please throw this e-mail away. Without any action your password does not change.",
    ),
    relinked_subject: T("[OpenJPKI reference site] Another card was linked"),
    relinked: T("another card was linked to your registration. From now on only this card signs in."),
    relinked_not_you: T(
        "If that was not you, please set another password at once ([If you forgot your password] on the site), and tell the operator of the site.",
    ),
    change_subject: T("[OpenJPKI reference site] Confirm your e-mail address"),
    change: T("Somebody wants to use this e-mail address for their registration."),
    change_link: T("If that was you, open this address and confirm:"),
    change_not_you: T("If that was not you, please throw this e-mail away. Without any action nothing changes."),
    changed_subject: T("[OpenJPKI reference site] Your e-mail address was changed"),
    changed: T(
        "the e-mail address of your registration was changed. From now on e-mails go to the new address, and no longer to this one.",
    ),
    changed_not_you: T("If that was not you, please tell the operator of the site at once."),
};
