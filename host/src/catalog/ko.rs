//! Korean.

use super::{Catalog, LeavesTexts, MistakeTexts, OwnTexts, PerKey, PinTexts, Plural, PurposeTexts, WindowTexts};

pub(super) static KO: Catalog = Catalog {
    lang: "ko",
    title: "마이넘버카드 - OpenJPKI",
    domain: "도메인: {domain}",
    purpose: PurposeTexts {
        authenticate: "이 사이트가 마이넘버카드로 로그인해 달라고 합니다.",
        register: "이 사이트가 마이넘버카드로 이용자 등록을 해 달라고 합니다.",
        sign: "이 사이트가 마이넘버카드로 문서에 서명해 달라고 합니다.",
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
