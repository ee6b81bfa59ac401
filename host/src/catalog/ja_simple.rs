//! Easy Japanese: short sentences, everyday words in hiragana with spaces between them, and after each official word its reading,
//! because native windows cannot put it above.

use super::{
    Catalog, ChangeTexts, DocumentTexts, LeavesTexts, MistakeTexts, OwnTexts, PerKey, PinTexts, Plural, PurposeTexts,
    WindowTexts,
};

pub(super) static JA_SIMPLE: Catalog = Catalog {
    lang: "ja-simple",
    title: "マイナンバーカード - OpenJPKI",
    domain: "ドメイン：{domain}",
    purpose: PurposeTexts {
        authenticate: "サイトの おねがい：マイナンバーカードで ログインを してください。",
        register: "サイトの おねがい：マイナンバーカードで 利用者登録（りようしゃとうろく）を してください。",
        certificate: "サイトの おねがい：マイナンバーカードの 電子証明書（でんししょうめいしょ）を おくってください。",
    },
    leaves: PerKey {
        user_authentication: LeavesTexts {
            with_signature: "おくる もの：利用者証明用電子証明書（りようしゃしょうめいようでんししょうめいしょ）と 署名（しょめい）。\n\
                なまえと じゅうしょは ありません。でも、どの サイトでも おなじ ものです。",
            certificate: "おくる もの：利用者証明用電子証明書（りようしゃしょうめいようでんししょうめいしょ）。\n\
                なまえと じゅうしょは ありません。でも、どの サイトでも おなじ ものです。",
        },
        digital_signature: LeavesTexts {
            with_signature: "おくる もの：署名用電子証明書（しょめいようでんししょうめいしょ）と 署名（しょめい）。\n\
                なまえ、じゅうしょ、うまれた ひ、せいべつが あります。",
            certificate: "おくる もの：署名用電子証明書（しょめいようでんししょうめいしょ）。\n\
                なまえ、じゅうしょ、うまれた ひ、せいべつが あります。",
        },
    },
    own: OwnTexts {
        certificate: "マイナンバーカードの 電子証明書（でんししょうめいしょ）を 見（み）ます。",
        stays: "この パソコンの そとには、なにも おくりません。",
    },
    documents: DocumentTexts {
        ask: Plural {
            one: "サイトの おねがい：マイナンバーカードで 電子署名（でんししょめい）を してください。ぶんしょの かず：{count}",
            other: "サイトの おねがい：マイナンバーカードで 電子署名（でんししょめい）を してください。ぶんしょの かず：{count}",
        },
        unseen: "サイトは なかみを 見（み）せていません",
        more: Plural {
            one: "ほかの ぶんしょは、ブラウザーの OpenJPKIの がめんに あります。かず：{more}",
            other: "ほかの ぶんしょは、ブラウザーの OpenJPKIの がめんに あります。かず：{more}",
        },
    },
    pin: PerKey {
        user_authentication: PinTexts {
            name: "利用者証明用パスワード（りようしゃしょうめいようパスワード）",
            shape: "4けたの すうじ",
            field: "すうじ 4けた：",
        },
        digital_signature: PinTexts {
            name: "署名用パスワード（しょめいようパスワード）",
            shape: "6から16けたの えいすうじ",
            field: "えいすうじ 6～16けた：",
        },
    },
    tries: Plural {
        one: "あと {tries}かい かくことが できます。",
        other: "あと {tries}かい かくことが できます。",
    },
    mistake: PerKey {
        user_authentication: MistakeTexts {
            wrong: "パスワードが ちがいます。",
            same_again: "さっきと おなじです。ちがいます。",
            empty: "なにも ありません。4けたの すうじを かいてください。",
            too_short: "みじかいです。4けたの すうじです。",
            too_long: "ながいです。4けたの すうじです。",
            forbidden_character: "すうじだけを かいてください。",
            other_pin: "署名用パスワード（しょめいようパスワード）のようです。\n\
                ここには 利用者証明用パスワード（りようしゃしょうめいようパスワード）を かいてください。\n\
                4けたの すうじです。",
        },
        digital_signature: MistakeTexts {
            wrong: "パスワードが ちがいます。",
            same_again: "さっきと おなじです。ちがいます。",
            empty: "なにも ありません。6から16けたの えいすうじを かいてください。",
            too_short: "みじかいです。6から16けたの えいすうじです。",
            too_long: "ながいです。6から16けたの えいすうじです。",
            forbidden_character: "えいじ（AからZ）と すうじだけを かいてください。",
            other_pin: "4けたの すうじは、べつの パスワードです。\n\
                ここには 署名用パスワード（しょめいようパスワード）を かいてください。\n\
                6から16けたの えいすうじです。",
        },
    },
    no_try_used: "カードには おくっていません。かくことが できる かいすうは、へっていません。",
    change: ChangeTexts {
        purpose: "{pin}を かえます。",
        steps: "いまの パスワードを 1かい かきます。つぎに、あたらしい パスワードを 2かい かきます。\n\
            それまで カードには なにも おくりません。",
        kept: "あたらしい パスワードは、のこっています。いまの パスワードだけ かいてください。",
        current: "いまの {pin}",
        new: "あたらしい {pin}",
        repeat: "あたらしい {pin}（もういちど）",
        advice: PerKey {
            user_authentication: "ほかの ひとが わからない 4けたの すうじに してください。たんじょうび、でんわばんごう、0000、1234は よくないです。",
            digital_signature: "えいじ（A～Z）と すうじを、1もじ いじょう いれてください。6から16けたです。なまえや たんじょうびは よくないです。",
        },
        repeat_advice: "まちがえて かいても、カードが つかえなく ならない ためです。",
        settle_advice: "あたらしい パスワードが つかえるか、カードが こたえます。",
        same_as_current: "いまと おなじです。べつの パスワードに してください。",
        not_mixed: "あたらしい パスワードには、えいじと すうじを 1もじ いじょう いれてください。",
        not_repeated: "2かいの パスワードが ちがいます。あたらしい パスワードを もういちど かいてください。",
        not_the_new_one: "さっき 2かい かいた あたらしい パスワードと ちがいます。おなじ パスワードを かいてください。",
        done_heading: "かえました",
        done: "{pin}を かえました。これからは、あたらしい パスワードだけ つかえます。",
        unchanged_heading: "かえていません",
        unchanged: "{pin}は かわっていません。まえの パスワードを つかってください。",
        doubt_heading: "どちらの パスワードですか",
        doubt: "{pin}を かえている ときに、カードが はなれました。または、カードが こたえませんでした。\n\
            おなじ カードを もういちど カードリーダーに おいて、{ok}を おしてください。\n\
            そして、あたらしい パスワードを もういちど かいてください。つかえるか、カードが こたえます。",
        unknown: "どちらの {pin}が つかえるか、まだ わかりません。\n\
            つぎに つかう ときは、あたらしい パスワードを さきに かいてください。\n\
            ちがう ときは、まえの パスワードを かいてください。",
        refused: "カードは、{pin}を かえた、と こたえました。でも、あたらしい パスワードは ちがう、と こたえました。\n\
            つぎに つかう ときは、まえの パスワードを かいてください。\n\
            それも ちがう ときは、そこで やめて、市区町村の窓口（しくちょうそんのまどぐち）で きいてください。",
    },
    last_try: "{pin}を かくことが できるのは、あと 1かいです。まちがえると、つかえなくなります（ロック）。そのときは \
        市役所（しやくしょ）に いきます。よく わからない ときは、ここで やめてください。",
    last_try_continue: "わかります。さいごの 1かいを つかう",
    blocked: "{pin}が つかえなくなりました（ロック）。なんかいも まちがえたからです。マイナンバーカードと \
        在留カード（ざいりゅうカード）などを もって、市役所（しやくしょ）の \
        市区町村の窓口（しくちょうそんのまどぐち）に いってください。この ぶんを みせてください：\n{sentence}",
    ok: "OK",
    cancel: "やめる",
    window: WindowTexts {
        advice: PerKey {
            user_authentication: "市役所（しやくしょ）などで あなたが きめた 4けたの すうじです。",
            digital_signature: "6から16けたの えいすうじです。ちいさい もじ（a）は、おおきい もじ（A）に なります。",
        },
        missing: PerKey {
            user_authentication: Plural {
                one: "あと {missing}けたです。",
                other: "あと {missing}けたです。",
            },
            digital_signature: Plural {
                one: "あと {missing}もじ いじょうです。",
                other: "あと {missing}もじ いじょうです。",
            },
        },
        complete: PerKey {
            user_authentication: "OKを おすと、つづきます。",
            digital_signature: "ぜんぶ かいたら、OKを おしてください。",
        },
        folded: "全角（ぜんかく）の もじは、半角（はんかく）に しました。",
        not_entered: "その もじは はいっていません。",
        no_paste: "ここには ペーストが できません。キーボードで かいてください。",
        working: "カードを つかっています。カードを うごかさないでください。",
        last_try_heading: "かくことが できるのは、あと 1かいです",
        last_try_stop: "やめる",
        blocked_heading: "つかえなくなりました（ロック）",
        close: "とじる",
    },
};
