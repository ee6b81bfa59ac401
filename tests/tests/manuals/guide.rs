//! The start-up guide and the leaflet: signing in with the card, and パスワードを忘れた場合 on the page ログイン.

use openjpki_tests::stage::ORIGIN;

use crate::Visit;
use crate::easy::PASSWORD;
use crate::looks::audit_everywhere;
use crate::screen::{all, arrives, press};

/// Pages that ask for nothing before.
const OUTSIDE: [&str; 9] = [
    "/sign-in",
    "/sign-in/account",
    "/card",
    "/registration/card",
    "/password/forgotten",
    "/password/done",
    "/signed-out",
    "/verify",
    "/nothing",
];

pub(crate) fn sign_in(visit: &Visit, id: &str, looks: bool) {
    let page = &visit.page;
    page.goto(&format!("{ORIGIN}/?lang=ja")).unwrap();
    press(page, "ログイン");
    arrives(page, "ログイン");
    forgotten(visit);
    if looks {
        audit_everywhere(page, &OUTSIDE);
    }
    // Step 2, 1: from 外国人本人・その他, with the card and the user authentication PIN only.
    page.goto(&format!("{ORIGIN}/sign-in?lang=ja")).unwrap();
    press(page, "外国人本人・その他");
    let asked = visit.stage.pinentry.wait_for(3);
    assert!(format!("{asked:?}").contains("利用者証明用"), "{asked:?}");
    page.wait_for_element("#sign-in-form").unwrap();
    // 2: authentication ID and password.
    assert_eq!(all(page, "#sign-in-form .field > label"), ["認証ID", "パスワード"]);
    page.fill("[name=authentication_id]", id).unwrap();
    page.fill("[name=password]", PASSWORD).unwrap();
    page.click("#enter").unwrap();
    page.wait_for_text("#greeting", "NGUYEN THI MAI").unwrap();
    if looks {
        audit_everywhere(page, &["/account"]);
        page.goto(&format!("{ORIGIN}/account?lang=ja")).unwrap();
    }
    press(page, "ログアウト");
    arrives(page, "ログアウトしました");
}

/// Question 4 of both: from the page ログイン, by mail.
fn forgotten(visit: &Visit) {
    let page = &visit.page;
    press(page, "パスワードを忘れた場合");
    arrives(page, "パスワードを忘れた場合");
    page.fill("[name=mail]", "nobody@example.jp").unwrap();
    press(page, "送信");
    page.wait_for_text("#done", "1分ほど").unwrap();
}
