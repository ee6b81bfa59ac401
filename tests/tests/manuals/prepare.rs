//! Before anything: the top page as the counter's manual shows it, and the table of what to prepare, by kind of user.

use openjpki_tests::stage::ORIGIN;

use crate::Visit;
use crate::screen::{all, arrives, ask};

pub(crate) fn read(visit: &Visit) {
    let page = &visit.page;
    arrives(page, "新規利用者登録【システムを使(つか)うための登録(とうろく)】");
    for words in [
        "オンラインで利用者登録が可能な方",
        "利用者登録するための準備手続",
        "公的個人認証サービスの利用者クライアントソフトのダウンロード",
        "外国人本人・その他",
        "弁護士・行政書士",
        "(窓口申請) 在留資格認定証明書電子交付希望者",
        "ログイン",
        "パスワードを忘れた場合",
    ] {
        let on_screen = all(page, "main a, main button");
        assert!(on_screen.iter().any(|label| label == words), "{words}: {on_screen:?}");
    }
    table(visit);
    leaflet(visit);
}

/// ○ must be prepared, △ in some cases, × not.
fn table(visit: &Visit) {
    let page = &visit.page;
    let legend = all(page, ".legend li");
    assert_eq!(
        legend,
        ["○ 準備が必須です。", "△ 条件によって必要です。", "× 不要です。"]
    );
    assert_eq!(
        all(page, "table.prepare thead th"),
        [
            "利用者区分",
            "1. マイナンバーカード",
            "2. 在留カード",
            "3. 届出済証明書",
            "4. パソコン",
            "5. クライアントソフト",
            "6. ICカードリーダライタ",
            "7. 利用者情報登録",
        ]
    );
    let rows = [
        ("外国人本人", "○○×○○○○"),
        ("法定代理人・親族", "○△×○○○○"),
        ("弁護士・行政書士", "××○○××○"),
    ];
    for (row, (user, marks)) in rows.into_iter().enumerate() {
        let row = format!("table.prepare tbody tr:nth-child({})", row + 1);
        assert_eq!(all(page, &format!("{row} th")), [user]);
        assert_eq!(all(page, &format!("{row} td")).concat(), marks, "{user}");
    }
}

/// The leaflet is read in Japanese, English and Vietnamese: the page is there in each, and says so.
fn leaflet(visit: &Visit) {
    let page = &visit.page;
    for (language, card) in [
        ("vi", "1. Thẻ My Number"),
        ("en", "1. My Number Card"),
        ("ja-simple", "1. マイナンバーカード"),
    ] {
        page.goto(&format!("{ORIGIN}/?lang={language}")).unwrap();
        assert_eq!(ask(page, "return document.documentElement.lang"), language);
        assert_eq!(all(page, "table.prepare thead th")[1], card);
        assert_eq!(all(page, "table.prepare tbody td").concat(), "○○×○○○○○△×○○○○××○○××○");
    }
}
