//! The start-up guide and the leaflet: signing in with the card, and パスワードを忘れた場合 on the page ログイン.

use openjpki_tests::stage::ORIGIN;

use crate::Visit;
use crate::easy::{PASSWORD, link};
use crate::looks::audit_everywhere;
use crate::screen::{all, arrives, press};

/// Pages that ask for nothing before.
const OUTSIDE: [&str; 10] = [
    "/sign-in",
    "/sign-in/account",
    "/card",
    "/registration/card",
    "/password/forgotten",
    "/password/done",
    "/signed-out",
    "/mail/none",
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
        audit_everywhere(page, &["/account", "/account/mail"]);
        another_address(visit);
        page.goto(&format!("{ORIGIN}/account?lang=ja")).unwrap();
    }
    press(page, "ログアウト");
    arrives(page, "ログアウトしました");
}

/// Another mail address, which the link in a mail to it confirms.
fn another_address(visit: &Visit) {
    let page = &visit.page;
    page.goto(&format!("{ORIGIN}/account?lang=ja")).unwrap();
    press(page, "メールアドレスの変更");
    arrives(page, "メールアドレスの変更");
    for (name, text) in [
        ("mail", "mai@example.net"),
        ("mail_again", "mai@example.net"),
        ("password", PASSWORD),
    ] {
        page.fill(&format!("[name={name}]"), text).unwrap();
    }
    press(page, "送信");
    page.wait_for_text("#done", "確認のメールを送ります").unwrap();
    let link = link(visit, "mai@example.net", "/mail/");
    audit_everywhere(page, &[link.strip_prefix(ORIGIN).unwrap()]);
    page.goto(&format!("{link}?lang=ja")).unwrap();
    press(page, "変更する");
    page.wait_for_text("#done", "メールアドレスを変更しました").unwrap();
    press(page, "利用者のページ");
    page.wait_for_text("#mail", "mai@example.net").unwrap();
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
