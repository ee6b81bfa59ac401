//! Japanese: passwords, signing in, the account, a renewed card, mails.

use super::super::{AccountWords, CardWords, Forgotten, Mail, Password, SignInWords, Text::Japanese as T};

pub(super) const PASSWORD: Password = Password {
    heading: T("パスワードの設定"),
    heading_first: T("パスワードの初期設定"),
    heading_another: T("パスワードの再設定"),
    whose: T("認証ID"),
    rules: T("パスワードの決まり"),
    rule_length: T("{shortest}文字以上、{longest}文字以下で書きます。"),
    rule_characters: T("半角の英字、数字、記号、スペースを使います。大文字と小文字は別の文字です。"),
    rule_repeated: T("同じ文字だけを並べたものは使えません。"),
    rule_personal: T("認証IDやメールアドレスを入れたものは使えません。"),
    password: T("パスワード"),
    again: T("パスワード（確認）"),
    keeps: T("文字の数と種類は、決まりに合っています。"),
    not_yet: T("文字の数か種類が、まだ決まりに合っていません。"),
    set: T("設定"),
    done: T(
        "パスワードを設定しました。認証IDとパスワードで、ログインできます。マイナンバーカードで登録した方は、カードも使います。",
    ),
    gone: T(
        "このリンクは使えません。一度使ったか、リンクの有効期限（24時間）が過ぎたか、アドレスの一部が欠けています。新しいリンクは、「パスワードを忘れた場合」から受け取れます。",
    ),
    missing: T("パスワードを書いてください。"),
    too_short: T("パスワードが短すぎます。{shortest}文字以上で書いてください。"),
    too_long: T("パスワードが長すぎます。{longest}文字以下で書いてください。"),
    characters: T("使えない文字があります。半角の英字、数字、記号、スペースで書いてください。"),
    repeated: T("同じ文字だけのパスワードは使えません。ほかの文字も入れてください。"),
    personal: T("認証IDやメールアドレスが入ったパスワードは使えません。別のパスワードにしてください。"),
    different: T("上のパスワードと違います。同じものを、もう一度書いてください。"),
};

pub(super) const FORGOTTEN: Forgotten = Forgotten {
    heading: T("パスワードを忘れた場合"),
    what_happens: T(
        "利用者登録で書いたメールアドレスを書いて、「送信」を押してください。認証IDと、パスワードを再設定するリンクを、メールで送ります。",
    ),
    send: T("送信"),
    done: T(
        "このメールアドレスで利用者登録がされているときは、1分ほどでメールが届きます。届かないときは、メールアドレスを確かめて、5分たってから、もう一度試してください。",
    ),
};

pub(super) const SIGN_IN: SignInWords = SignInWords {
    heading: T("ログイン"),
    applicant_hint: T(
        "マイナンバーカードの読み取りをします。電子証明書（利用者証明用）のパスワード（4桁の数字）を別の窓に書き、そのあと、認証IDとパスワードを入力します。",
    ),
    agent_hint: T("認証IDとパスワードを入力します。カードは使いません。"),
    counter_hint: T("認証IDとパスワードを入力します。カードは使いません。"),
    certificate_missing: T(
        "このカードには、ログインに使う利用者証明用電子証明書がありません。お住まいの市区町村の窓口で、発行を申し込んでください。",
    ),
    card_read: T("カードを確かめました。認証IDとパスワードの画面を開きます。"),
    card_verified: T("マイナンバーカードを読み取りました。認証IDとパスワードを、10分以内に書いてください。"),
    without_card: T("カードを使わずにログインします。"),
    id: T("認証ID"),
    id_hint: T("利用者情報登録通知のメールに書いてあります。例：7KQ4-M2XB-9TRD"),
    password: T("パスワード"),
    password_hint: T("このサイトのパスワードです。カードのパスワードは、ここに書かないでください。"),
    enter: T("ログイン"),
    wrong: T("ログインできませんでした。認証ID、パスワード、カードの組み合わせが正しくありません。"),
    wrong_causes: T(
        "認証IDとパスワードを確かめて、もう一度書いてください。マイナンバーカードで登録した方は、登録したカードを「外国人本人・その他」から読み取ってください。パスワードをまだ決めていないときや、忘れたときは、「パスワードを忘れた場合」から設定してください。",
    ),
    wait: T(
        "何度も間違えたので、少し待つ必要があります。{seconds}秒たってから、もう一度試してください。待つ間に試しても、長くはなりません。",
    ),
    other_kind: T("利用者の区分を選び直す"),
};

pub(super) const ACCOUNT: AccountWords = AccountWords {
    heading: T("利用者のページ"),
    greeting: T("{name} さん、ログインしています。"),
    id: T("認証ID"),
    sign_ins: T("ログインの記録"),
    sign_ins_hint: T(
        "心当たりのない記録があるときは、「すべての端末からログアウト」を押して、パスワードを再設定してください。",
    ),
    when: T("日時（日本時間）"),
    how: T("方法"),
    state: T("状態"),
    with_card: T("カード、認証ID、パスワード"),
    without_card: T("認証ID、パスワード"),
    here: T("この画面"),
    open: T("ログイン中"),
    ended: T("終わりました"),
    sign_out: T("ログアウト"),
    everywhere: T("すべての端末からログアウト"),
    everywhere_hint: T("「すべての端末からログアウト」は、この端末からも、ほかの端末からもログアウトします。"),
    applications: T("申請情報入力などの手続は、この参照サイトにはまだありません。"),
    signed_out: T("ログアウトしました"),
    signed_out_done: T("ログアウトしました。カードをカードリーダーから取ってください。"),
};

pub(super) const CARD: CardWords = CardWords {
    heading: T("新しいカードの登録"),
    what: T(
        "カードや電子証明書が新しくなったときは、まず認証IDとパスワードを入れてください。そのあと、新しいカードを二つのパスワードで読み取ります。",
    ),
    forgotten: T("パスワードが分からないときは、先にメールでパスワードを設定してください。"),
    wrong_causes: T("認証IDかパスワードが違う、パスワードがまだ設定されていない、またはカードを使わない登録です。"),
    next: T("次へ"),
    permitted: T("認証IDとパスワードを確認しました。"),
    read_what: T(
        "新しいカードの氏名・生年月日・性別は、登録と同じでなければなりません。登録した住所は、カードの住所が違っていても、変わりません。",
    ),
    read: T("新しいカードを読み取る"),
    linked: T("新しいカードを登録しました"),
    linked_done: T(
        "これからは、新しいカードでログインします。前のカードは、このサイトではもう使えません。すべての画面からログアウトしました。お知らせのメールを送ります。",
    ),
    renewed: T("カードが新しくなった場合"),
};

pub(super) const MAIL: Mail = Mail {
    subject: T("【OpenJPKI 参照サイト】利用者情報登録のお知らせ"),
    greeting: T("{name} 様"),
    registered: T("利用者情報を登録しました。"),
    id: T("認証ID：{id}"),
    link: T("次のアドレスを開いて、パスワードの初期設定をしてください。"),
    lifetime: T("このアドレスは 24 時間だけ使えます。"),
    open_tabs: T("サイトの画面を開いたままでも設定できます。"),
    not_you: T("心当たりがないときは、このメールを捨ててください。何もしなければ、パスワードは決まりません。"),
    test: T("これはテスト用の登録です。"),
    forgotten_subject: T("【OpenJPKI 参照サイト】パスワードの再設定"),
    forgotten: T("パスワードを忘れた場合の手続が行われました。"),
    forgotten_link: T("次のアドレスを開いて、パスワードを再設定してください。"),
    forgotten_not_you: T(
        "心当たりがないときは、このメールを捨ててください。何もしなければ、パスワードは変わりません。",
    ),
    relinked_subject: T("【OpenJPKI 参照サイト】新しいカードを登録しました"),
    relinked: T("あなたの登録に、新しいカードが登録されました。これからは、このカードだけでログインできます。"),
    relinked_not_you: T(
        "心当たりがないときは、すぐにサイトの［パスワードを忘れた場合］でパスワードを設定し直し、サイトの運営者に知らせてください。",
    ),
};
