//! Nepali. Its letters take three bytes each: its sentences are the shortest that say it.

use super::{
    Catalog, ChangeTexts, DocumentTexts, LeavesTexts, MistakeTexts, OwnTexts, PerKey, PinTexts, Plural, PurposeTexts,
    WindowTexts,
};

pub(super) static NE: Catalog = Catalog {
    lang: "ne",
    title: "माई नम्बर कार्ड - OpenJPKI",
    domain: "डोमेन: {domain}",
    purpose: PurposeTexts {
        authenticate: "यो साइटले माई नम्बर कार्डबाट साइन इन गर्न भन्छ।",
        register: "यो साइटले माई नम्बर कार्डबाट दर्ता गर्न भन्छ।",
        certificate: "यो साइटले माई नम्बर कार्डको प्रमाणपत्र माग्छ।",
    },
    leaves: PerKey {
        user_authentication: LeavesTexts {
            with_signature: "साइटले पाउने: प्रमाणीकरण प्रमाणपत्र (नाम र ठेगाना छैन, तर सबै साइटमा एउटै) र हस्ताक्षर।",
            certificate: "साइटले पाउने: प्रमाणीकरण प्रमाणपत्र (नाम र ठेगाना छैन, तर सबै साइटमा एउटै)।",
        },
        digital_signature: LeavesTexts {
            with_signature: "साइटले पाउने: हस्ताक्षर प्रमाणपत्र (तपाईंको नाम, ठेगाना, जन्म मिति र लिङ्ग) र हस्ताक्षर।",
            certificate: "साइटले पाउने: हस्ताक्षर प्रमाणपत्र (तपाईंको नाम, ठेगाना, जन्म मिति र लिङ्ग)।",
        },
    },
    own: OwnTexts {
        certificate: "तपाईं आफ्नो माई नम्बर कार्डको प्रमाणपत्र हेर्न चाहनुहुन्छ।",
        stays: "यो कम्प्युटरबाट केही बाहिर जाँदैन।",
    },
    documents: DocumentTexts {
        ask: Plural {
            one: "यो साइटले माई नम्बर कार्डबाट {count} कागजातमा हस्ताक्षर गर्न भन्छ:",
            other: "यो साइटले माई नम्बर कार्डबाट {count} कागजातमा हस्ताक्षर गर्न भन्छ:",
        },
        unseen: "साइटले यो के हो देखाएन",
        more: Plural {
            one: "थप {more}: OpenJPKI झ्यालमा",
            other: "थप {more}: OpenJPKI झ्यालमा",
        },
    },
    pin: PerKey {
        user_authentication: PinTexts {
            name: "प्रयोगकर्ता प्रमाणीकरण पिन (利用者証明用パスワード)",
            shape: "४ अङ्क",
            field: "पिन (४ अङ्क):",
        },
        digital_signature: PinTexts {
            name: "हस्ताक्षर पासवर्ड (署名用パスワード)",
            shape: "६ देखि १६ अक्षर र अङ्क",
            field: "पासवर्ड (६-१६):",
        },
    },
    tries: Plural {
        one: "{tries} पटक बाँकी छ।",
        other: "{tries} पटक बाँकी छ।",
    },
    mistake: PerKey {
        user_authentication: MistakeTexts {
            wrong: "त्यो पिन मिलेन।",
            same_again: "उही गलत पिन फेरि टाइप भयो।",
            empty: "केही टाइप भएन। ४ अङ्क टाइप गर्नुहोस्।",
            too_short: "छोटो भयो: पिन ४ अङ्कको हुन्छ।",
            too_long: "लामो भयो: पिन ४ अङ्कको हुन्छ।",
            forbidden_character: "पिनमा अङ्क (0-9) मात्र हुन्छ।",
            other_pin: "यो हस्ताक्षर पासवर्डजस्तो छ। यहाँ प्रयोगकर्ता प्रमाणीकरण पिन टाइप गर्नुहोस्: ४ अङ्क।",
        },
        digital_signature: MistakeTexts {
            wrong: "त्यो पासवर्ड मिलेन।",
            same_again: "उही गलत पासवर्ड फेरि टाइप भयो।",
            empty: "केही टाइप भएन। ६ देखि १६ अक्षर र अङ्क टाइप गर्नुहोस्।",
            too_short: "छोटो भयो: पासवर्डमा कम्तीमा ६ अक्षर र अङ्क हुन्छन्।",
            too_long: "लामो भयो: पासवर्डमा बढीमा १६ अक्षर र अङ्क हुन्छन्।",
            forbidden_character: "पासवर्डमा A देखि Z अक्षर र अङ्क (0-9) मात्र हुन्छन्।",
            other_pin: "यो ४ अङ्कको अर्को पिन हो। यहाँ हस्ताक्षर पासवर्ड टाइप गर्नुहोस्: ६ देखि १६ अक्षर र अङ्क।",
        },
    },
    no_try_used: "यो कार्डमा पठाइएन; तपाईंको पटक घटेको छैन।",
    change: ChangeTexts {
        purpose: "तपाईं {pin} बदल्न चाहनुहुन्छ।",
        steps: "पहिले अहिलेको, त्यसपछि नयाँ दुई पटक टाइप गर्नुहोस्।",
        current: "अहिलेको {pin}",
        new: "नयाँ {pin}",
        repeat: "नयाँ {pin}, फेरि एक पटक",
        advice: PerKey {
            user_authentication: "अरूले अनुमान गर्न नसक्ने ४ अङ्क छान्नुहोस्: जन्मदिन, फोन नम्बर, 0000, 1234 \
                नराख्नुहोस्।",
            digital_signature: "६ देखि १६: कम्तीमा एउटा अक्षर (A-Z) र एउटा अङ्क। नाम वा जन्मदिन नराख्नुहोस्।",
        },
        repeat_advice: "टाइप गर्दाको गल्तीले कार्ड लक नहोस् भनेर।",
        settle_advice: "त्यसपछि नयाँ चल्छ कि चल्दैन कार्डले बताउँछ।",
        same_as_current: "यो अहिलेकै हो। अर्को छान्नुहोस्।",
        not_mixed: "नयाँ पासवर्डमा कम्तीमा एउटा अक्षर र एउटा अङ्क चाहिन्छ।",
        not_repeated: "दुई पटकको मिलेन। नयाँ फेरि टाइप गर्नुहोस्।",
        not_the_new_one: "यो अघि दुई पटक टाइप गरेको नयाँ होइन। त्यही टाइप गर्नुहोस्।",
        done_heading: "बदलियो",
        done: "{pin} बदलियो। अबदेखि नयाँ मात्र चल्छ।",
        unchanged_heading: "बदलिएन",
        unchanged: "{pin} बदलिएन। पहिलेकै चल्छ।",
        doubt_heading: "अब कुन चल्छ?",
        doubt: "{pin} बदल्दै गर्दा कार्ड हटाइयो वा कार्डले जवाफ दिएन। उही कार्ड फेरि रिडरमा राखेर ‘{ok}’ थिच्नुहोस् र \
            नयाँ फेरि एक पटक टाइप गर्नुहोस्: चल्छ कि चल्दैन कार्डले बताउँछ।",
        unknown: "कुन {pin} चल्छ अझै थाहा छैन। अर्को पटक पहिले नयाँ टाइप गर्नुहोस्; कार्डले नमाने पहिलेकै चल्छ।",
    },
    last_try: "{pin} टाइप गर्ने यो अन्तिम पटक हो। गलत भए लक हुन्छ, र नगर कार्यालयमा खुलाउनुपर्छ। पक्का छैन भने यहीँ रोकिनुहोस्।",
    last_try_continue: "पक्का छ: अन्तिम पटक प्रयोग गर्ने",
    blocked: "धेरै पटक गलत भएकाले {pin} लक भएको छ। माई नम्बर कार्ड र आवास कार्ड (在留カード) वा अर्को परिचयपत्र लिएर नगर \
        कार्यालय (市区町村の窓口) मा जानुहोस् र यो वाक्य देखाउनुहोस्:\n{sentence}",
    ok: "ठिक छ",
    cancel: "रद्द गर्ने",
    window: WindowTexts {
        advice: PerKey {
            user_authentication: "तपाईंले नगर कार्यालयमा छानेका ४ अङ्क।",
            digital_signature: "६ देखि १६ अक्षर र अङ्क। साना अक्षर आफैँ ठूला हुन्छन्, त्यसैले Caps Lock जस्तो भए पनि हुन्छ।",
        },
        missing: PerKey {
            user_authentication: Plural {
                one: "अझै {missing} अङ्क बाँकी छ।",
                other: "अझै {missing} अङ्क बाँकी छ।",
            },
            digital_signature: Plural {
                one: "अझै कम्तीमा {missing} अक्षर वा अङ्क बाँकी छ।",
                other: "अझै कम्तीमा {missing} अक्षर वा अङ्क बाँकी छ।",
            },
        },
        complete: PerKey {
            user_authentication: "अघि बढ्न ‘ठिक छ’ थिच्नुहोस्।",
            digital_signature: "सबै टाइप गरेपछि ‘ठिक छ’ थिच्नुहोस्।",
        },
        folded: "पूर्ण चौडाइका अक्षर (全角) आधा चौडाइमा (半角) बदलिए।",
        not_entered: "त्यो अक्षर टाइप भएन।",
        no_paste: "यहाँ टाँस्न मिल्दैन, ताकि पिन क्लिपबोर्डमा नरहोस्। टाइप गर्नुहोस्।",
        working: "कार्डले काम गर्दैछ। कार्ड नचलाउनुहोस्।",
        last_try_heading: "एक पटक मात्र बाँकी छ",
        last_try_stop: "यहीँ रोक्ने",
        blocked_heading: "लक भएको छ",
        close: "बन्द गर्ने",
    },
};
