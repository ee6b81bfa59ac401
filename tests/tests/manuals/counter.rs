//! The manual for applicants at a counter, in Japanese; walked with the keyboard alone.

use openjpki_tests::stage::ORIGIN;

use crate::screen::{all, arrives, ask, is_red, press_by_keyboard, tab_to, type_by_keyboard};
use crate::{Visit, read_the_terms};

pub(crate) fn register(visit: &Visit) {
    let page = &visit.page;
    page.goto(&format!("{ORIGIN}/?lang=ja")).unwrap();
    // 1
    press_by_keyboard(page, "(窓口申請) 在留資格認定証明書電子交付希望者");
    // 2
    arrives(page, "利用者情報入力(STEP1)");
    assert!(
        page.text("h1")
            .unwrap()
            .contains("【システムを使(つか)う人(ひと)のことを書(か)いてください。】")
    );
    assert_eq!(
        all(page, ".progress li"),
        [
            "利用者情報入力(STEP1)",
            "利用者情報確認(STEP2)",
            "利用者情報登録完了(STEP3)"
        ]
    );
    fields(visit);
    type_everything(visit);
    // 3 and 4
    press_by_keyboard(page, "利用規約はこちら");
    read_the_terms(visit);
    tab_to(page, "element.id === 'terms'");
    page.press(" ").unwrap();
    // 5
    press_by_keyboard(page, "確認");
    errors(visit);
    // 6
    arrives(page, "利用者情報確認(STEP2)");
    for (field, value) in [
        ("name", "HOUMU TARO"),
        ("sex", "男 Male"),
        ("municipality", "東京都千代田区"),
    ] {
        assert_eq!(page.text(&format!("[data-field={field}]")).unwrap(), value);
    }
    // 7
    press_by_keyboard(page, "登録");
    arrives(page, "利用者情報登録完了(STEP3)");
    let said = page.text("main").unwrap();
    for words in [
        "利用者情報を登録しました。",
        "メールアドレス [taro@example.jp] へ利用者情報登録通知を送信します。",
        "【システムを使(つか)うことができます。",
        "認証ID",
        "【IDの番号(ばんごう)】",
    ] {
        assert!(said.contains(words), "{words}");
    }
    assert_eq!(visit.portal.mails().len(), 1);
    // 8
    press_by_keyboard(page, "トップページへ戻る");
    arrives(page, "新規利用者登録【システムを使(つか)うための登録(とうろく)】");
}

/// The screen's fields, in the manual's order and words.
fn fields(visit: &Visit) {
    let page = &visit.page;
    let labels = all(page, "#step1 .field > label:first-child, #step1 .field > legend");
    assert_eq!(
        labels,
        [
            "利用者氏名",
            "性別",
            "生年月日",
            "住居地(都道府県市区町村)",
            "住居地(町名丁目番地号等)",
            "電話番号",
            "メールアドレス",
            "メールアドレス(確認)",
            "利用者の区分",
        ]
    );
    assert_eq!(
        all(page, "#name-hint"),
        ["半角英字(大文字入力), 104文字以内 スペース区切り"]
    );
    assert_eq!(all(page, "#field-sex .choice"), ["男 Male", "女 Female"]);
    let actions = all(page, "#step1 .actions > *");
    assert_eq!(actions, ["確認", "戻る"]);
}

fn type_everything(visit: &Visit) {
    let page = &visit.page;
    type_by_keyboard(page, "name", "HOUMU TARO");
    tab_to(page, "element.name === 'sex'");
    page.press(" ").unwrap();
    type_by_keyboard(page, "birth_date", "1980-04-01");
    // Without a prefecture: by a part of the name, in Latin letters.
    type_by_keyboard(page, "place_name", "chiyoda");
    page.press("Enter").unwrap();
    page.wait_for("document.querySelector('#municipality option[value=\"131016\"]')")
        .unwrap();
    assert!(all(page, "#found")[0].contains("見つかりました"));
    tab_to(page, "element.id === 'municipality'");
    // Keys that choose from a list are the browser's own; the list is set as they would.
    page.fill("#municipality", "131016").unwrap();
    type_by_keyboard(page, "address", "霞が関1-1-1");
    type_by_keyboard(page, "telephone", "03-0000-0000");
    type_by_keyboard(page, "mail", "taro@example.jp");
    type_by_keyboard(page, "mail_again", "jiro@example.jp");
}

/// こんなときは: what is wrong is marked in red; the summary has the focus and leads to the field.
fn errors(visit: &Visit) {
    let page = &visit.page;
    page.wait_for_element("#field-mail_again .field-error").unwrap();
    is_red(page, "#mail_again-error");
    page.wait_for("document.activeElement.id === 'summary'").unwrap();
    assert_eq!(
        all(page, "#summary a"),
        ["上のメールアドレスと違います。同じものを書いてください。"]
    );
    press_by_keyboard(page, "上のメールアドレスと違います。同じものを書いてください。");
    page.wait_for("document.activeElement.id === 'mail_again'").unwrap();
    assert_eq!(
        ask(page, "return document.activeElement.getAttribute('aria-invalid')"),
        "true"
    );
    page.fill("#mail_again", "taro@example.jp").unwrap();
    press_by_keyboard(page, "確認");
}
