//! A person registers: from the button to the mail.

use openjpki_tests::stage::judge::wait_until_left_clean;
use openjpki_tests::stage::visit::{ceremony_window, fill_step1, open_top_page, start};
use openjpki_tests::stage::{Portal, Stage};

use crate::pin;

#[test]
fn a_foreign_resident_registers_after_one_wrong_password() {
    let (stage, mut card) = Stage::with_card("mai");
    let pinentry = &stage.pinentry;
    pinentry.will([pin("WRONG99"), pinentry.waits("look"), pin("sakura2026"), pin("4649")]);
    let portal = stage.portal();
    let browser = stage.browser("en");
    let page = open_top_page(&browser, "en").unwrap();
    let window = start(&browser, &page).unwrap();
    assert_eq!(
        window.wait_for_text("#origin", "http").unwrap(),
        "http://localhost:8080"
    );

    let second = pinentry.wait_for(2);
    assert!(
        format!("{}{}", second.description, second.error).contains('4'),
        "{second:?}"
    );
    window.wait_for_text("#state-title", "password was not right").unwrap();
    window.wait_for_text("#tries", "4 tries left").unwrap();
    assert_eq!(card.tries().unwrap().signature, Some(4));
    pinentry.go_on("look");

    page.wait_for_element("#step1").unwrap();
    browser.wait_until_closed(&ceremony_window()).unwrap();
    for (field, value) in [("name", "NGUYEN THI MAI"), ("sex", "Female"), ("birth_date", "1995")] {
        assert!(
            page.text(&format!("[data-field={field}]")).unwrap().contains(value),
            "{field}"
        );
        assert!(
            !page.has(&format!("#step1 [name={field}]")).unwrap(),
            "{field} can be edited"
        );
    }
    fill_step1(&browser, &page).unwrap();
    page.fill("[name=mail_again]", "somebody.else@example.jp").unwrap();
    page.click("#confirm").unwrap();
    page.wait_for_element("#field-mail_again .field-error").unwrap();
    assert_eq!(
        page.value("[name=telephone]").unwrap(),
        "03-1234-5678",
        "nothing typed is lost"
    );
    page.fill("[name=mail_again]", "mai.nguyen@example.jp").unwrap();
    page.click("#confirm").unwrap();

    page.wait_for_element("#step2").unwrap();
    assert!(page.text("[data-field=name]").unwrap().contains("NGUYEN THI MAI"));
    page.click("#back").unwrap();
    page.wait_for_element("#step1").unwrap();
    assert_eq!(page.value("[name=address]").unwrap(), "架空町1-2-3");
    page.click("#confirm").unwrap();
    page.wait_for_element("#step2").unwrap();
    page.click("#register").unwrap();

    let id = page.text("#authentication-id").unwrap();
    assert!(id.len() >= 6, "{id}");
    assert_one_mail(&portal, &id);
    wait_until_left_clean(&card);
    assert_eq!(card.tries().unwrap().signature, Some(5));
    pinentry.went_as_written().unwrap();
}

#[test]
fn in_japanese_every_window_speaks_japanese() {
    let (stage, card) = Stage::with_card("hanako");
    stage
        .pinentry
        .will([stage.pinentry.waits("look"), pin("ABC123"), pin("1234")]);
    let _portal = stage.portal();
    let browser = stage.browser("ja");
    let page = open_top_page(&browser, "ja").unwrap();
    let window = start(&browser, &page).unwrap();
    let dialogue = stage.pinentry.wait_for(1);
    assert_eq!(dialogue.title, "マイナンバーカード - OpenJPKI", "{dialogue:?}");
    window.wait_for_text("#state-title", "署名用パスワード").unwrap();
    window.wait_for_text("#purpose", "マイナンバーカード").unwrap();
    stage.pinentry.go_on("look");
    assert_eq!(page.text("[data-field=name]").unwrap(), "日本　花子");
    assert!(page.text("h1").unwrap().contains("利用者情報入力"));
    wait_until_left_clean(&card);
    stage.pinentry.went_as_written().unwrap();
}

#[test]
fn what_the_certificate_lacks_the_person_types() {
    let (stage, _card) = Stage::with_card("no-name");
    stage.pinentry.will([pin("ABC123"), pin("1234")]);
    let _portal = stage.portal();
    let browser = stage.browser("en");
    let page = open_top_page(&browser, "en").unwrap();
    start(&browser, &page).unwrap();
    page.wait_for_element("#step1 [name=name]").unwrap();
    assert!(!page.has("#step1 [name=birth_date]").unwrap());
    fill_step1(&browser, &page).unwrap();
    page.fill("[name=name]", "NIHON HANAKO").unwrap();
    page.click("#confirm").unwrap();
    page.wait_for_element("#step2").unwrap();
    assert!(page.text("[data-field=name]").unwrap().contains("NIHON HANAKO"));
}

/// The mail is in the outbox, to the right person, with a link for the first password.
fn assert_one_mail(portal: &Portal, id: &str) {
    let mails = portal.mails();
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(mails[0].contains("To: mai.nguyen@example.jp"), "{}", mails[0]);
    assert!(!id.is_empty() && mails[0].contains("Subject: "), "{}", mails[0]);
}
