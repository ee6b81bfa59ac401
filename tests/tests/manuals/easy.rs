//! The manual in easy Japanese: a foreign resident registers with the card.

use std::thread::sleep;
use std::time::{Duration, Instant};

use openjpki_tests::browser::Page;
use openjpki_tests::stage::ORIGIN;
use openjpki_tests::stage::visit::ceremony_window;

use crate::looks::{audit_everywhere, audit_here};
use crate::screen::{all, arrives, is_red, press};
use crate::{Visit, read_the_terms};

pub(crate) const PASSWORD: &str = "correct horse 7";

/// How long a mail may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is typed, by the numbers of the manual's table.
const TYPED: [(&str, &str); 4] = [
    ("address", "架空町1-2-3"),
    ("telephone", "03-1234-5678"),
    ("mail", "mai.nguyen@example.jp"),
    ("mail_again", "mai.nguyen@example.jp"),
];

/// Registers and sets the first password; gives the authentication ID.
pub(crate) fn register(visit: &Visit, looks: bool) -> String {
    let page = &visit.page;
    card(visit);
    if looks {
        audit_everywhere(page, &["/", "/terms", "/registration/step1"]);
        page.goto(&format!("{ORIGIN}/registration/step1?lang=ja-simple"))
            .unwrap();
    }
    own_name_and_the_rest(visit, looks);
    let id = step2_and_step3(visit, looks);
    first_password(visit, looks);
    id
}

/// 1.2 マイナンバーカードを読み取る
fn card(visit: &Visit) {
    let page = &visit.page;
    page.goto(&format!("{ORIGIN}/?lang=ja-simple")).unwrap();
    arrives(page, "新規利用者登録【システムを使うための登録】");
    press(page, "外国人本人・その他");
    let signature = visit.stage.pinentry.wait_for(1);
    assert!(format!("{signature:?}").contains("署名用パスワード"), "{signature:?}");
    let authentication = visit.stage.pinentry.wait_for(2);
    assert!(
        format!("{authentication:?}").contains("利用者証明用パスワード"),
        "{authentication:?}"
    );
    arrives(page, "利用者情報入力(STEP1)");
    visit.browser.wait_until_closed(&ceremony_window()).unwrap();
}

/// 1.3 自分の名前などを書く, 1 to 4
fn own_name_and_the_rest(visit: &Visit, looks: bool) {
    let page = &visit.page;
    let labels = all(
        page,
        "#step1 .field > label:first-child, #step1 .field > legend, #step1 .field > .label",
    );
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
            "在留カード番号",
        ]
    );
    for (field, value) in [
        ("name", "NGUYEN THI MAI"),
        ("sex", "女 Female"),
        ("birth_date", "1995-08-23"),
    ] {
        assert_eq!(all(page, &format!("[data-field={field}]")), [value], "from the card");
    }
    page.fill("#prefecture", "13").unwrap();
    press(page, "検索");
    page.wait_for("document.querySelector('#municipality option[value=\"131016\"]')")
        .unwrap();
    page.fill("#municipality", "131016").unwrap();
    for (name, text) in TYPED {
        page.fill(&format!("[name={name}]"), text).unwrap();
    }
    assert_eq!(
        all(page, "#field-role .choice"),
        ["外国人本人", "法定代理人", "配偶者，子，父又は母等（法定代理人を除く）"]
    );
    page.click("[name=role][value=foreign-national]").unwrap();
    press(page, "利用規約はこちら");
    read_the_terms(visit);
    page.click("#terms").unwrap();
    reload_and_second_tab(visit);
    // こんなときは
    press(page, "確認");
    page.wait_for_element("#field-residence_card .field-error").unwrap();
    is_red(page, "#residence_card-error");
    if looks {
        audit_here(page, "STEP1 with an error");
    }
    page.fill("#residence_card", "AB12345678CD").unwrap();
    press(page, "確認");
    arrives(page, "利用者情報確認(STEP2)");
}

/// A reload loses nothing; a second tab has it as well, and what is typed there arrives here.
fn reload_and_second_tab(visit: &Visit) {
    let kept = |page: &Page, words: &str| {
        let asked = format!(
            "fetch('/registration/step1').then((answer) => answer.text()).then((text) => text.includes('{words}'))"
        );
        page.wait_for(&asked).unwrap();
    };
    let page = &visit.page;
    kept(page, "value=\"agreed\" checked");
    page.goto(&format!("{ORIGIN}/registration/step1")).unwrap();
    for (name, text) in TYPED {
        assert_eq!(page.value(&format!("[name={name}]")).unwrap(), text, "after a reload");
    }
    let second = visit.browser.open(&format!("{ORIGIN}/registration/step1")).unwrap();
    second.fill("#telephone", "03-9999-9999").unwrap();
    kept(&second, "03-9999-9999");
    second.close().unwrap();
}

/// 1.3, 5 to 7
fn step2_and_step3(visit: &Visit, looks: bool) -> String {
    let page = &visit.page;
    assert_eq!(
        page.text("[data-field=telephone]").unwrap(),
        "03-9999-9999",
        "of the second tab"
    );
    if looks {
        audit_everywhere(page, &["/registration/step2"]);
        page.goto(&format!("{ORIGIN}/registration/step2?lang=ja-simple"))
            .unwrap();
    }
    press(page, "戻る");
    arrives(page, "利用者情報入力(STEP1)");
    assert_eq!(page.value("[name=address]").unwrap(), "架空町1-2-3");
    press(page, "確認");
    arrives(page, "利用者情報確認(STEP2)");
    press(page, "登録");
    arrives(page, "利用者情報登録完了(STEP3)");
    let id = page.text("#authentication-id").unwrap();
    if looks {
        audit_everywhere(page, &["/registration/step3"]);
        page.goto(&format!("{ORIGIN}/registration/step3?lang=ja-simple"))
            .unwrap();
    }
    press(page, "トップページへ戻る");
    arrives(page, "新規利用者登録【システムを使うための登録】");
    id
}

/// The manual warns that the link fails while the top page or another is open. Here it does not: the top page stays open.
fn first_password(visit: &Visit, looks: bool) {
    let link = link(visit, "mai.nguyen@example.jp", "/password/");
    let mail = visit.browser.open(&link).unwrap();
    arrives(&mail, "パスワードの初期設定");
    if looks {
        let path = mail.evaluate("location.pathname").unwrap();
        audit_everywhere(&mail, &[path.as_str().unwrap()]);
        mail.goto(&format!("{ORIGIN}{}?lang=ja-simple", path.as_str().unwrap()))
            .unwrap();
    }
    mail.fill("[name=password]", PASSWORD).unwrap();
    mail.fill("[name=password_again]", PASSWORD).unwrap();
    press(&mail, "設定");
    mail.wait_for_text("#done", "パスワード").unwrap();
    mail.close().unwrap();
    assert!(visit.page.has("#start-applicant").unwrap(), "still open");
}

/// The link to this place in the mail to this address.
pub(crate) fn link(visit: &Visit, to: &str, place: &str) -> String {
    let text = decoded(&mail(visit, &format!("To: {to}")));
    let (_, rest) = text.split_once(place).unwrap();
    format!("{ORIGIN}{place}{}", &rest[..43])
}

/// The mail with this header: it goes out after the site's answer.
fn mail(visit: &Visit, header: &str) -> String {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let mut mails = visit.portal.mails().into_iter();
        if let Some(mail) = mails.find(|mail| mail.contains(header)) {
            return mail;
        }
        assert!(Instant::now() < deadline, "no mail with {header}");
        sleep(Duration::from_millis(10));
    }
}

/// A mail's lines with every part in base64 or quoted-printable written out.
fn decoded(mail: &str) -> String {
    use base64::Engine as _;
    let plain = mail.replace("=\r\n", "");
    let parts = mail.split("\r\n\r\n").map(|part| {
        let body: String = part.split("\r\n--").next().unwrap().split_whitespace().collect();
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(body)
            .unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    });
    let parts: Vec<String> = parts.collect();
    format!("{plain}{}", parts.concat())
}
