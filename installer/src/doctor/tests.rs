use serde_json::json;

use super::*;

#[test]
fn a_check_is_json_without_words() {
    let check = Check::todo(
        What::HostFails {
            program: "/p".into(),
            trouble: Trouble::Silent(5),
        },
        NextStep::InstallAgain,
    );
    assert_eq!(
        serde_json::to_value(check).unwrap(),
        json!({
            "what": { "kind": "host-fails", "program": "/p", "trouble": { "kind": "silent", "detail": 5 } },
            "verdict": "todo",
            "next": { "step": "install-again" },
        })
    );
    let key = Key::DigitalSignature;
    let check = Check::todo(What::Tries { key, left: Some(0) }, NextStep::Unblock(key));
    assert_eq!(
        serde_json::to_value(check).unwrap(),
        json!({
            "what": { "kind": "tries", "key": "digital-signature", "left": 0 },
            "verdict": "todo",
            "next": { "step": "unblock", "detail": "digital-signature" },
        })
    );
    let check = Check::good(What::Certificate {
        validity: Validity::Unreadable,
    });
    assert_eq!(
        serde_json::to_value(check).unwrap(),
        json!({ "what": { "kind": "certificate", "validity": { "state": "unreadable" } }, "verdict": "good", "next": null })
    );
}

#[test]
fn hints_are_well_and_things_to_do_are_not() {
    let good = Check::good(What::NoReader);
    let hint = Check::hint(What::NoReader, NextStep::HaveIssued);
    let todo = Check::todo(What::NoReader, NextStep::ConnectReader);
    assert!(is_well(&[]) && is_well(&[good.clone(), hint.clone()]));
    assert!(!is_well(&[good, todo, hint]));
}
