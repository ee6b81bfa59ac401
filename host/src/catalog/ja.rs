//! Japanese.

use super::{
    Catalog, ChangeTexts, DocumentTexts, LeavesTexts, MistakeTexts, OwnTexts, PerKey, PinTexts, Plural, PurposeTexts,
    WindowTexts,
};

pub(super) static JA: Catalog = Catalog {
    lang: "ja",
    title: "マイナンバーカード - OpenJPKI",
    domain: "ドメイン：{domain}",
    purpose: PurposeTexts {
        authenticate: "このサイトが、マイナンバーカードでのログインを求めています。",
        register: "このサイトが、マイナンバーカードでの利用者登録を求めています。",
        certificate: "このサイトが、マイナンバーカードの電子証明書を求めています。",
    },
    leaves: PerKey {
        user_authentication: LeavesTexts {
            with_signature: "送られるもの：利用者証明用電子証明書（氏名や住所は含まれませんが、どのサイトでも同じものです）と署名",
            certificate: "送られるもの：利用者証明用電子証明書（氏名や住所は含まれませんが、どのサイトでも同じものです）",
        },
        digital_signature: LeavesTexts {
            with_signature: "送られるもの：署名用電子証明書（氏名・住所・生年月日・性別を含みます）と署名",
            certificate: "送られるもの：署名用電子証明書（氏名・住所・生年月日・性別を含みます）",
        },
    },
    own: OwnTexts {
        certificate: "マイナンバーカードの電子証明書を表示します。",
        stays: "このパソコンの外には、何も送られません。",
    },
    documents: DocumentTexts {
        ask: Plural {
            one: "このサイトが、マイナンバーカードで{count}件の文書に電子署名することを求めています。",
            other: "このサイトが、マイナンバーカードで{count}件の文書に電子署名することを求めています。",
        },
        unseen: "サイトは内容を示していません",
        more: Plural {
            one: "ほか{more}件は、ブラウザーのOpenJPKIの画面にあります",
            other: "ほか{more}件は、ブラウザーのOpenJPKIの画面にあります",
        },
    },
    pin: PerKey {
        user_authentication: PinTexts {
            name: "利用者証明用パスワード",
            shape: "数字4桁",
            field: "数字4桁：",
        },
        digital_signature: PinTexts {
            name: "署名用パスワード",
            shape: "英数字6～16文字",
            field: "英数字6～16文字：",
        },
    },
    tries: Plural {
        one: "あと{tries}回入力できます。",
        other: "あと{tries}回入力できます。",
    },
    mistake: PerKey {
        user_authentication: MistakeTexts {
            wrong: "パスワードが違います。",
            same_again: "先ほどと同じ、違うパスワードです。",
            empty: "入力されていません。数字4桁を入力してください。",
            too_short: "短すぎます。数字4桁です。",
            too_long: "長すぎます。数字4桁です。",
            forbidden_character: "数字だけを入力してください。",
            other_pin: "署名用パスワードのようです。ここには利用者証明用パスワード（数字4桁）を入力してください。",
        },
        digital_signature: MistakeTexts {
            wrong: "パスワードが違います。",
            same_again: "先ほどと同じ、違うパスワードです。",
            empty: "入力されていません。英数字6～16文字を入力してください。",
            too_short: "短すぎます。英数字6～16文字です。",
            too_long: "長すぎます。英数字6～16文字です。",
            forbidden_character: "英字（A～Z）と数字だけを入力してください。",
            other_pin: "数字4桁は別のパスワードです。ここには署名用パスワード（英数字6～16文字）を入力してください。",
        },
    },
    no_try_used: "カードには送っていないので、入力回数は減っていません。",
    change: ChangeTexts {
        purpose: "{pin}を変更します。",
        steps: "今のものを1回、新しいものを2回入力してください。\n\
            カードに送るのは、そのあとです。",
        kept: "入力した新しいものは、そのまま残っています。\n\
            今のものだけを入力してください。",
        current: "今の{pin}",
        new: "新しい{pin}",
        repeat: "新しい{pin}（もう一度）",
        advice: PerKey {
            user_authentication: "他人に推測されにくい数字4桁にしてください。誕生日、電話番号、0000や1234などは避けてください。",
            digital_signature: "英字（A～Z）と数字をそれぞれ1文字以上含む、6～16文字にしてください。名前や誕生日は避けてください。",
        },
        repeat_advice: "打ち間違いでカードが使えなくなるのを防ぎます。",
        settle_advice: "新しいものが有効かどうかを、カードが答えます。",
        same_as_current: "今と同じです。別のものにしてください。",
        not_mixed: "新しいパスワードには、英字と数字をそれぞれ1文字以上入れてください。",
        not_repeated: "2回の入力が違います。新しいものをもう一度入力してください。",
        not_the_new_one: "先ほど2回入力した新しいものと違います。それと同じものを入力してください。",
        done_heading: "変更しました",
        done: "{pin}を変更しました。今後は、新しいものだけが有効です。",
        unchanged_heading: "変更していません",
        unchanged: "{pin}は変更されていません。これまでのものが引き続き有効です。",
        doubt_heading: "どちらが有効か確認します",
        doubt: "{pin}を変更している最中にカードが離れたか、カードが応答しませんでした。同じカードをもう一度リーダーに置いて{ok}を押し、新しいものをもう一度入力してください。有効かどうかを、カードが答えます。",
        unknown: "どちらの{pin}が有効か、まだ分かりません。次に使うときは、先に新しいものを入力してください。違うと表示されたら、これまでのものが有効です。",
        refused: "カードは{pin}を変更したと答えましたが、そのあと、新しいものを受け付けませんでした。次に使うときは、これまでのものを入力してください。それも違うと表示されたら、そこでやめて、市区町村の窓口に相談してください。",
    },
    last_try: "{pin}を入力できるのは、あと1回です。間違えるとロックされ、市区町村の窓口での手続きが必要になります。自信がないときは、\
        ここでやめてください。",
    last_try_continue: "確かなので最後の1回を使う",
    blocked: "{pin}は、間違いが続いたためロックされています。マイナンバーカードと本人確認書類（在留カードなど）を持って、住所地の\
        市区町村の窓口で手続きをしてください。窓口で見せる文：\n{sentence}",
    ok: "OK",
    cancel: "キャンセル",
    window: WindowTexts {
        advice: PerKey {
            user_authentication: "市区町村の窓口などで設定した、数字4桁です。",
            digital_signature: "英数字6～16文字です。小文字は大文字になるので、Caps Lockを気にする必要はありません。",
        },
        missing: PerKey {
            user_authentication: Plural {
                one: "あと{missing}桁です。",
                other: "あと{missing}桁です。",
            },
            digital_signature: Plural {
                one: "あと{missing}文字以上です。",
                other: "あと{missing}文字以上です。",
            },
        },
        complete: PerKey {
            user_authentication: "OKを押すと進みます。",
            digital_signature: "最後まで入力したら、OKを押してください。",
        },
        folded: "全角の文字は、半角にして入力しました。",
        not_entered: "その文字は入力していません。",
        no_paste: "貼り付けはできません（クリップボードに残さないためです）。キーボードで入力してください。",
        working: "カードを読み取っています。カードを動かさないでください。",
        last_try_heading: "入力できるのは、あと1回です",
        last_try_stop: "やめる",
        blocked_heading: "ロックされています",
        close: "閉じる",
    },
};
