//! English.

use super::{
    Catalog, ChangeTexts, DocumentTexts, LeavesTexts, MistakeTexts, OwnTexts, PerKey, PinTexts, Plural, PurposeTexts,
    WindowTexts,
};

pub(super) static EN: Catalog = Catalog {
    lang: "en",
    title: "My Number Card - OpenJPKI",
    domain: "Domain: {domain}",
    purpose: PurposeTexts {
        authenticate: "This site asks you to sign in with your My Number Card.",
        register: "This site asks you to register with your My Number Card.",
        certificate: "This site asks for a certificate on your My Number Card.",
    },
    leaves: PerKey {
        user_authentication: LeavesTexts {
            with_signature: "It will receive: your user authentication certificate (no name or address, but it is the same for \
                every site) and a signature.",
            certificate: "It will receive: your user authentication certificate (no name or address, but it is the same for \
                every site).",
        },
        digital_signature: LeavesTexts {
            with_signature: "It will receive: your signing certificate with your name, address, date of birth and sex, and \
                a signature.",
            certificate: "It will receive: your signing certificate with your name, address, date of birth and sex.",
        },
    },
    own: OwnTexts {
        certificate: "You want to see a certificate on your My Number Card.",
        stays: "Nothing leaves this computer.",
    },
    documents: DocumentTexts {
        ask: Plural {
            one: "This site asks you to sign {count} document with your My Number Card:",
            other: "This site asks you to sign {count} documents with your My Number Card:",
        },
        unseen: "the site did not show what this is",
        more: Plural {
            one: "and {more} more, listed in the OpenJPKI window of your browser",
            other: "and {more} more, listed in the OpenJPKI window of your browser",
        },
    },
    pin: PerKey {
        user_authentication: PinTexts {
            name: "user authentication PIN (利用者証明用パスワード)",
            shape: "4 digits",
            field: "PIN (4 digits):",
        },
        digital_signature: PinTexts {
            name: "signature password (署名用パスワード)",
            shape: "6 to 16 letters and digits",
            field: "Password (6-16):",
        },
    },
    tries: Plural {
        one: "{tries} try left.",
        other: "{tries} tries left.",
    },
    mistake: PerKey {
        user_authentication: MistakeTexts {
            wrong: "This is not the PIN.",
            same_again: "You typed the same wrong PIN again.",
            empty: "Nothing was typed. Type the 4 digits.",
            too_short: "Too short: the PIN has 4 digits.",
            too_long: "Too long: the PIN has 4 digits.",
            forbidden_character: "The PIN has only digits.",
            other_pin: "This looks like the signature password. Here, type the user authentication PIN: 4 digits.",
        },
        digital_signature: MistakeTexts {
            wrong: "This is not the password.",
            same_again: "You typed the same wrong password again.",
            empty: "Nothing was typed. Type the 6 to 16 letters and digits.",
            too_short: "Too short: the password has at least 6 letters and digits.",
            too_long: "Too long: the password has at most 16 letters and digits.",
            forbidden_character: "The password has only the letters A to Z and digits.",
            other_pin: "This is a 4-digit PIN, the other one of your card. Here, type the signature password: 6 to 16 \
                letters and digits.",
        },
    },
    no_try_used: "Your card did not see it; no try was used.",
    change: ChangeTexts {
        purpose: "You want to change the {pin}.",
        steps: "First type the one you have now, then a new one twice. Only then is your card asked.",
        kept: "The new one that you typed is kept. Type only the one you have now.",
        current: "The {pin} you have now",
        new: "A new {pin}",
        repeat: "The new {pin}, once more",
        advice: PerKey {
            user_authentication: "Choose 4 digits that others do not guess first: no birthday, no phone number, not \
                0000 or 1234.",
            digital_signature: "Choose 6 to 16 letters A to Z and digits, at least one of each, that others do not \
                guess: no name, no birthday.",
        },
        repeat_advice: "So that a slip of the finger does not lock you out.",
        settle_advice: "Your card then tells whether the new one counts.",
        same_as_current: "This is the one you have now. Choose another one.",
        not_mixed: "A new password needs at least one letter and one digit.",
        not_repeated: "The two were not the same. Type the new one again.",
        not_the_new_one: "This is not the new one that you typed before. Type that one.",
        done_heading: "Changed",
        done: "Your card has changed the {pin}. From now on, only the new one counts.",
        unchanged_heading: "Not changed",
        unchanged: "The {pin} was not changed. The one you had before still counts.",
        doubt_heading: "Which one counts now?",
        doubt: "Your card was taken away, or did not answer, just while it changed the {pin}. Put the same card back on \
            the reader, press {ok}, and type the new one once more: your card then tells whether it counts.",
        unknown: "Nobody knows yet which {pin} counts. When you need it next, try the new one first; if your card \
            refuses it, the one you had before counts.",
        refused: "Your card said that it changed the {pin}, but then refused the new one. When you need it next, type the one you \
            had before; if your card refuses that as well, stop, and ask at the counter of your city office \
            (市区町村の窓口).",
    },
    last_try: "This is the last try for the {pin}. If it is wrong, it is locked until you have it unlocked at the counter \
        of your city office. If you are not sure, stop here.",
    last_try_continue: "I am sure: use the last try",
    blocked: "The {pin} is locked after too many wrong tries. Go to the counter of your city office \
        (市区町村の窓口) with your My Number Card and your residence card (在留カード) or another identity document, and \
        show this sentence:\n{sentence}",
    ok: "OK",
    cancel: "Cancel",
    window: WindowTexts {
        advice: PerKey {
            user_authentication: "4 digits, as you chose them at your city office.",
            digital_signature: "6 to 16 letters and digits. Lower case becomes upper case as you type, so Caps Lock makes no \
                difference.",
        },
        missing: PerKey {
            user_authentication: Plural {
                one: "{missing} more digit.",
                other: "{missing} more digits.",
            },
            digital_signature: Plural {
                one: "At least {missing} more character.",
                other: "At least {missing} more characters.",
            },
        },
        complete: PerKey {
            user_authentication: "Press OK to go on.",
            digital_signature: "When you have typed all of it, press OK.",
        },
        folded: "Full-width characters were entered as half-width ones.",
        not_entered: "That character was not entered.",
        no_paste: "Pasting is off here, so that the PIN never lies in the clipboard. Please type it.",
        working: "Your card is working. Please leave it where it is.",
        last_try_heading: "Only one try is left",
        last_try_stop: "Stop here",
        blocked_heading: "Locked",
        close: "Close",
    },
};
