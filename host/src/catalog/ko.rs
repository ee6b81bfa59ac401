//! Korean.

use super::{
    Catalog, ChangeTexts, DocumentTexts, LeavesTexts, MistakeTexts, OwnTexts, PerKey, PinTexts, Plural, PurposeTexts,
    WindowTexts,
};

pub(super) static KO: Catalog = Catalog {
    lang: "ko",
    title: "마이넘버카드 - OpenJPKI",
    domain: "도메인: {domain}",
    purpose: PurposeTexts {
        authenticate: "이 사이트가 마이넘버카드로 로그인해 달라고 합니다.",
        register: "이 사이트가 마이넘버카드로 이용자 등록을 해 달라고 합니다.",
        certificate: "이 사이트가 마이넘버카드의 전자증명서를 요청합니다.",
    },
    leaves: PerKey {
        user_authentication: LeavesTexts {
            with_signature: "이 사이트가 받는 것: 이용자증명용 전자증명서(이름과 주소는 없지만 모든 사이트에서 \
                같습니다)와 서명.",
            certificate: "이 사이트가 받는 것: 이용자증명용 전자증명서(이름과 주소는 없지만 모든 사이트에서 같습니다).",
        },
        digital_signature: LeavesTexts {
            with_signature: "이 사이트가 받는 것: 이름, 주소, 생년월일, 성별이 있는 서명용 전자증명서와 서명.",
            certificate: "이 사이트가 받는 것: 이름, 주소, 생년월일, 성별이 있는 서명용 전자증명서.",
        },
    },
    own: OwnTexts {
        certificate: "마이넘버카드의 전자증명서를 표시합니다.",
        stays: "이 컴퓨터 밖으로는 아무것도 보내지 않습니다.",
    },
    documents: DocumentTexts {
        ask: Plural {
            one: "이 사이트가 마이넘버카드로 문서 {count}건에 서명해 달라고 합니다.",
            other: "이 사이트가 마이넘버카드로 문서 {count}건에 서명해 달라고 합니다.",
        },
        unseen: "사이트가 내용을 보여 주지 않음",
        more: Plural {
            one: "외 {more}건은 브라우저의 OpenJPKI 창에 있습니다",
            other: "외 {more}건은 브라우저의 OpenJPKI 창에 있습니다",
        },
    },
    pin: PerKey {
        user_authentication: PinTexts {
            name: "이용자증명용 비밀번호(利用者証明用パスワード)",
            shape: "숫자 4자리",
            field: "숫자 4자리:",
        },
        digital_signature: PinTexts {
            name: "서명용 비밀번호(署名用パスワード)",
            shape: "영문자와 숫자 6~16자리",
            field: "영문자와 숫자 6~16자리:",
        },
    },
    tries: Plural {
        one: "앞으로 {tries}번 입력할 수 있습니다.",
        other: "앞으로 {tries}번 입력할 수 있습니다.",
    },
    mistake: PerKey {
        user_authentication: MistakeTexts {
            wrong: "비밀번호가 틀립니다.",
            same_again: "조금 전과 같은 틀린 비밀번호입니다.",
            empty: "입력한 것이 없습니다. 숫자 4자리를 입력해 주세요.",
            too_short: "너무 짧습니다. 숫자 4자리입니다.",
            too_long: "너무 깁니다. 숫자 4자리입니다.",
            forbidden_character: "숫자만 입력해 주세요.",
            other_pin: "서명용 비밀번호인 것 같습니다. 여기에는 이용자증명용 비밀번호(숫자 4자리)를 입력해 주세요.",
        },
        digital_signature: MistakeTexts {
            wrong: "비밀번호가 틀립니다.",
            same_again: "조금 전과 같은 틀린 비밀번호입니다.",
            empty: "입력한 것이 없습니다. 영문자와 숫자 6~16자리를 입력해 주세요.",
            too_short: "너무 짧습니다. 영문자와 숫자 6자리 이상입니다.",
            too_long: "너무 깁니다. 영문자와 숫자 16자리까지입니다.",
            forbidden_character: "영문자(A~Z)와 숫자만 입력해 주세요.",
            other_pin: "숫자 4자리는 카드의 다른 비밀번호입니다. 여기에는 서명용 비밀번호(영문자와 숫자 6~16자리)를 \
                입력해 주세요.",
        },
    },
    no_try_used: "카드에 보내지 않았으므로 입력 횟수는 줄지 않았습니다.",
    change: ChangeTexts {
        purpose: "{pin}를 변경합니다.",
        steps: "먼저 지금 쓰는 것을, 다음에 새것을 두 번 입력합니다. 그때까지 카드에는 아무것도 보내지 않습니다.",
        kept: "입력한 새것은 그대로 남아 있습니다. 지금 쓰는 것만 입력해 주세요.",
        current: "지금의 {pin}",
        new: "새 {pin}",
        repeat: "새 {pin}, 한 번 더",
        advice: PerKey {
            user_authentication: "다른 사람이 짐작하기 어려운 숫자 4자리를 정해 주세요. 생일, 전화번호, 0000, 1234 등은 피해 주세요.",
            digital_signature: "영문자(A~Z)와 숫자를 각각 하나 이상 넣어 6~16자리로 정해 주세요. 이름과 생일은 피해 주세요.",
        },
        repeat_advice: "잘못 누른 글자 때문에 카드를 쓰지 못하게 되는 것을 막기 위해서입니다.",
        settle_advice: "새것이 유효한지 카드가 알려 줍니다.",
        same_as_current: "지금 쓰는 것과 같습니다. 다른 것으로 정해 주세요.",
        not_mixed: "새 비밀번호에는 영문자와 숫자가 각각 하나 이상 있어야 합니다.",
        not_repeated: "두 번 입력한 것이 서로 다릅니다. 새것을 다시 입력해 주세요.",
        not_the_new_one: "조금 전에 두 번 입력한 새것이 아닙니다. 그것을 입력해 주세요.",
        done_heading: "변경했습니다",
        done: "{pin}를 변경했습니다. 이제부터는 새것만 유효합니다.",
        unchanged_heading: "변경하지 않았습니다",
        unchanged: "{pin}는 변경되지 않았습니다. 전에 쓰던 것이 그대로 유효합니다.",
        doubt_heading: "어느 것이 유효합니까?",
        doubt: "{pin}를 변경하는 도중에 카드가 떨어졌거나 카드가 응답하지 않았습니다. 같은 카드를 리더기에 다시 놓고 ‘{ok}’을 누른 다음 새것을 한 번 더 입력해 주세요. 유효한지 카드가 \
            알려 줍니다.",
        unknown: "어느 {pin}가 유효한지 아직 알 수 없습니다. 다음에 쓸 때는 새것을 먼저 입력해 보세요. 카드가 받아들이지 않으면 전에 쓰던 것이 유효합니다.",
        refused: "카드가 {pin}를 변경했다고 답했지만, 그 뒤에 새것을 받아들이지 않았습니다. 다음에 쓸 때는 전에 쓰던 것을 입력해 주세요. 그것도 받아들이지 않으면 멈추고 시구정촌 창구(市区町村の窓口)에 \
            문의해 주세요.",
    },
    last_try: "{pin}를 입력할 수 있는 횟수가 한 번 남았습니다. 틀리면 잠기고, 시구정촌 창구에서 풀어야 합니다. \
        확실하지 않으면 여기서 멈춰 주세요.",
    last_try_continue: "확실하니 마지막 한 번을 사용",
    blocked: "여러 번 틀려서 {pin}가 잠겼습니다. 마이넘버카드와 재류카드(在留カード) 또는 다른 신분증을 가지고 사는 \
        곳의 시구정촌 창구(市区町村の窓口)에 가서 이 문장을 보여 주세요:\n{sentence}",
    ok: "확인",
    cancel: "취소",
    window: WindowTexts {
        advice: PerKey {
            user_authentication: "시구정촌 창구에서 정한 숫자 4자리입니다.",
            digital_signature: "영문자와 숫자 6~16자리입니다. 소문자는 대문자로 바뀌므로 Caps Lock은 신경 쓰지 않아도 \
                됩니다.",
        },
        missing: PerKey {
            user_authentication: Plural {
                one: "{missing}자리 남았습니다.",
                other: "{missing}자리 남았습니다.",
            },
            digital_signature: Plural {
                one: "{missing}자 이상 더 필요합니다.",
                other: "{missing}자 이상 더 필요합니다.",
            },
        },
        complete: PerKey {
            user_authentication: "‘확인’을 누르면 계속됩니다.",
            digital_signature: "모두 입력했으면 ‘확인’을 눌러 주세요.",
        },
        folded: "전각 문자는 반각 문자로 바꾸어 입력했습니다.",
        not_entered: "그 문자는 입력되지 않았습니다.",
        no_paste: "비밀번호가 클립보드에 남지 않도록 여기에는 붙여넣을 수 없습니다. 키보드로 입력해 주세요.",
        working: "카드를 처리하고 있습니다. 카드를 움직이지 마세요.",
        last_try_heading: "입력할 수 있는 횟수가 한 번 남았습니다",
        last_try_stop: "여기서 멈추기",
        blocked_heading: "잠겼습니다",
        close: "닫기",
    },
};
