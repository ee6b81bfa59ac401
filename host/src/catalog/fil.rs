//! Filipino.

use super::{
    Catalog, ChangeTexts, DocumentTexts, LeavesTexts, MistakeTexts, OwnTexts, PerKey, PinTexts, Plural, PurposeTexts,
    WindowTexts,
};

pub(super) static FIL: Catalog = Catalog {
    lang: "fil",
    title: "My Number Card - OpenJPKI",
    domain: "Domain: {domain}",
    purpose: PurposeTexts {
        authenticate: "Hinihiling ng site na ito na mag-sign in ka gamit ang iyong My Number Card.",
        register: "Hinihiling ng site na ito na magparehistro ka gamit ang iyong My Number Card.",
        certificate: "Humihingi ang site na ito ng sertipiko na nasa iyong My Number Card.",
    },
    leaves: PerKey {
        user_authentication: LeavesTexts {
            with_signature: "Matatanggap nito: sertipiko para sa pagpapatunay ng gumagamit (walang pangalan o tirahan, \
                pero pareho sa lahat ng site) at isang pirma.",
            certificate: "Matatanggap nito: sertipiko para sa pagpapatunay ng gumagamit (walang pangalan o tirahan, pero \
                pareho sa lahat ng site).",
        },
        digital_signature: LeavesTexts {
            with_signature: "Matatanggap nito: ang iyong sertipiko para sa pagpirma na may pangalan, tirahan, petsa \
                ng kapanganakan at kasarian mo, at isang pirma.",
            certificate: "Matatanggap nito: ang iyong sertipiko para sa pagpirma na may pangalan, tirahan, petsa ng \
                kapanganakan at kasarian mo.",
        },
    },
    own: OwnTexts {
        certificate: "Gusto mong makita ang isang sertipiko na nasa iyong My Number Card.",
        stays: "Walang lalabas sa computer na ito.",
    },
    documents: DocumentTexts {
        ask: Plural {
            one: "Hinihiling ng site na ito na pumirma ka ng {count} dokumento gamit ang iyong My Number Card:",
            other: "Hinihiling ng site na ito na pumirma ka ng {count} dokumento gamit ang iyong My Number Card:",
        },
        unseen: "hindi ipinakita ng site kung ano ito",
        more: Plural {
            one: "at {more} pa, nasa OpenJPKI window ng browser mo",
            other: "at {more} pa, nasa OpenJPKI window ng browser mo",
        },
    },
    pin: PerKey {
        user_authentication: PinTexts {
            name: "PIN para sa pagpapatunay ng gumagamit (利用者証明用パスワード)",
            shape: "4 na numero",
            field: "PIN (4 na numero):",
        },
        digital_signature: PinTexts {
            name: "password para sa pagpirma (署名用パスワード)",
            shape: "6 hanggang 16 na letra at numero",
            field: "Password (6-16):",
        },
    },
    tries: Plural {
        one: "{tries} subok na lang.",
        other: "{tries} subok na lang.",
    },
    mistake: PerKey {
        user_authentication: MistakeTexts {
            wrong: "Hindi tama ang PIN.",
            same_again: "Na-type mo ulit ang parehong maling PIN.",
            empty: "Walang na-type. I-type ang 4 na numero.",
            too_short: "Masyadong maikli: may 4 na numero ang PIN.",
            too_long: "Masyadong mahaba: may 4 na numero ang PIN.",
            forbidden_character: "Mga numero lang ang nasa PIN.",
            other_pin: "Mukhang password ito para sa pagpirma. Dito, i-type ang PIN para sa pagpapatunay ng \
                gumagamit: 4 na numero.",
        },
        digital_signature: MistakeTexts {
            wrong: "Hindi tama ang password.",
            same_again: "Na-type mo ulit ang parehong maling password.",
            empty: "Walang na-type. I-type ang 6 hanggang 16 na letra at numero.",
            too_short: "Masyadong maikli: hindi bababa sa 6 na letra at numero ang password.",
            too_long: "Masyadong mahaba: hanggang 16 na letra at numero lang ang password.",
            forbidden_character: "Mga letrang A hanggang Z at numero lang ang nasa password.",
            other_pin: "PIN ito na may 4 na numero, ang isa pa sa iyong card. Dito, i-type ang password para sa \
                pagpirma: 6 hanggang 16 na letra at numero.",
        },
    },
    no_try_used: "Hindi ito nakarating sa card; walang nabawas na subok.",
    change: ChangeTexts {
        purpose: "Gusto mong palitan ang {pin}.",
        steps: "I-type muna ang kasalukuyan, saka ang bago nang dalawang beses. Bago iyon, walang matatanggap ang card.",
        kept: "Hindi nawala ang bago na na-type mo. Ang kasalukuyan lang ang i-type.",
        current: "Kasalukuyang {pin}",
        new: "Bagong {pin}",
        repeat: "Bagong {pin}, isa pang beses",
        advice: PerKey {
            user_authentication: "Pumili ng 4 na numero na mahirap hulaan: huwag kaarawan, numero ng telepono, 0000 o \
                1234.",
            digital_signature: "Pumili ng 6 hanggang 16 na letrang A hanggang Z at numero, may tig-isa man lang. Huwag \
                pangalan o kaarawan.",
        },
        repeat_advice: "Para hindi ma-lock ang card dahil lang sa maling pindot.",
        settle_advice: "Sasabihin ng card kung ang bago ang gumagana.",
        same_as_current: "Ito ang kasalukuyan. Pumili ng iba.",
        not_mixed: "Kailangan ng bagong password ang kahit isang letra at isang numero.",
        not_repeated: "Hindi magkapareho ang dalawa. I-type ulit ang bago.",
        not_the_new_one: "Hindi ito ang bago na na-type mo nang dalawang beses. Iyon ang i-type.",
        done_heading: "Napalitan na",
        done: "Pinalitan ng card ang {pin}. Mula ngayon, ang bago lang ang gumagana.",
        unchanged_heading: "Hindi napalitan",
        unchanged: "Hindi napalitan ang {pin}. Gumagana pa rin ang dati.",
        doubt_heading: "Alin ang gumagana ngayon?",
        doubt: "Natanggal ang card o hindi ito sumagot habang pinapalitan ang {pin}. Ibalik ang parehong card sa card \
            reader, pindutin ang {ok}, at i-type ang bago nang isa pang beses: sasabihin ng card kung gumagana ito.",
        unknown: "Hindi pa alam kung aling {pin} ang gumagana. Sa susunod na kailangan mo, subukan muna ang bago; kung \
            tanggihan ng card, ang dati ang gumagana.",
        refused: "Sinabi ng card na pinalitan nito ang {pin}, pero pagkatapos ay tinanggihan ang bago. Sa susunod na kailangan \
            mo, i-type ang dati; kung tanggihan din iyon ng card, huminto at magtanong sa munisipyo (市区町村の窓口).",
    },
    last_try: "Huling subok na ito para sa {pin}. Kapag mali, mala-lock ito hanggang ipa-unlock mo sa munisipyo. Kung \
        hindi ka sigurado, huminto rito.",
    last_try_continue: "Sigurado ako: gamitin ang huling subok",
    blocked: "Naka-lock ang {pin} dahil sobra ang mali. Pumunta sa munisipyo (市区町村の窓口) dala ang iyong My \
        Number Card at residence card (在留カード) o ibang ID, at ipakita ang pangungusap na ito:\n{sentence}",
    ok: "OK",
    cancel: "Kanselahin",
    window: WindowTexts {
        advice: PerKey {
            user_authentication: "4 na numero na pinili mo sa munisipyo.",
            digital_signature: "6 hanggang 16 na letra at numero. Nagiging malaki ang maliliit na letra, kaya hindi \
                mahalaga ang Caps Lock.",
        },
        missing: PerKey {
            user_authentication: Plural {
                one: "Kulang pa ng {missing} numero.",
                other: "Kulang pa ng {missing} numero.",
            },
            digital_signature: Plural {
                one: "Kulang pa ng hindi bababa sa {missing} letra o numero.",
                other: "Kulang pa ng hindi bababa sa {missing} letra o numero.",
            },
        },
        complete: PerKey {
            user_authentication: "Pindutin ang OK para magpatuloy.",
            digital_signature: "Kapag na-type mo na ang lahat, pindutin ang OK.",
        },
        folded: "Ginawang half-width (半角) ang mga full-width (全角) na letra.",
        not_entered: "Hindi inilagay ang letrang iyon.",
        no_paste: "Hindi puwedeng mag-paste rito, para hindi maiwan ang PIN sa clipboard. Paki-type ito.",
        working: "Gumagana ang card. Huwag itong galawin.",
        last_try_heading: "Isang subok na lang ang natitira",
        last_try_stop: "Huminto rito",
        blocked_heading: "Naka-lock",
        close: "Isara",
    },
};
