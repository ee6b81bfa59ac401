//! Vietnamese.

use super::{
    Catalog, ChangeTexts, DocumentTexts, LeavesTexts, MistakeTexts, OwnTexts, PerKey, PinTexts, Plural, PurposeTexts,
    WindowTexts,
};

pub(super) static VI: Catalog = Catalog {
    lang: "vi",
    title: "Thẻ My Number - OpenJPKI",
    domain: "Tên miền: {domain}",
    purpose: PurposeTexts {
        authenticate: "Trang web này yêu cầu bạn đăng nhập bằng thẻ My Number.",
        register: "Trang web này yêu cầu bạn đăng ký bằng thẻ My Number.",
        certificate: "Trang web này yêu cầu một chứng chỉ điện tử trên thẻ My Number của bạn.",
    },
    leaves: PerKey {
        user_authentication: LeavesTexts {
            with_signature: "Trang web sẽ nhận: chứng chỉ điện tử xác thực người dùng (không có họ tên, địa chỉ, nhưng \
                giống nhau trên mọi trang web) và một chữ ký.",
            certificate: "Trang web sẽ nhận: chứng chỉ điện tử xác thực người dùng (không có họ tên, địa chỉ, nhưng \
                giống nhau trên mọi trang web).",
        },
        digital_signature: LeavesTexts {
            with_signature: "Trang web sẽ nhận: chứng chỉ điện tử dùng để ký, có họ tên, địa chỉ, ngày sinh và giới \
                tính của bạn, và một chữ ký.",
            certificate: "Trang web sẽ nhận: chứng chỉ điện tử dùng để ký, có họ tên, địa chỉ, ngày sinh và giới tính \
                của bạn.",
        },
    },
    own: OwnTexts {
        certificate: "Bạn muốn xem chứng chỉ điện tử trên thẻ My Number của mình.",
        stays: "Không có gì rời khỏi máy tính này.",
    },
    documents: DocumentTexts {
        ask: Plural {
            one: "Trang web này yêu cầu bạn ký {count} tài liệu bằng thẻ My Number:",
            other: "Trang web này yêu cầu bạn ký {count} tài liệu bằng thẻ My Number:",
        },
        unseen: "trang web không cho xem nội dung",
        more: Plural {
            one: "và {more} tài liệu nữa, xem trong cửa sổ OpenJPKI của trình duyệt",
            other: "và {more} tài liệu nữa, xem trong cửa sổ OpenJPKI của trình duyệt",
        },
    },
    pin: PerKey {
        user_authentication: PinTexts {
            name: "mã PIN xác thực người dùng (利用者証明用パスワード)",
            shape: "4 chữ số",
            field: "Mã PIN (4 chữ số):",
        },
        digital_signature: PinTexts {
            name: "mật khẩu ký điện tử (署名用パスワード)",
            shape: "6 đến 16 chữ cái và chữ số",
            field: "Mật khẩu (6-16):",
        },
    },
    tries: Plural {
        one: "Còn {tries} lần nhập.",
        other: "Còn {tries} lần nhập.",
    },
    mistake: PerKey {
        user_authentication: MistakeTexts {
            wrong: "Mã PIN chưa đúng.",
            same_again: "Bạn đã nhập lại chính mã PIN sai lần trước.",
            empty: "Chưa nhập gì. Hãy nhập 4 chữ số.",
            too_short: "Quá ngắn: mã PIN có 4 chữ số.",
            too_long: "Quá dài: mã PIN có 4 chữ số.",
            forbidden_character: "Mã PIN chỉ có chữ số.",
            other_pin: "Có vẻ đây là mật khẩu ký điện tử. Ở đây, hãy nhập mã PIN xác thực người dùng: 4 chữ số.",
        },
        digital_signature: MistakeTexts {
            wrong: "Mật khẩu chưa đúng.",
            same_again: "Bạn đã nhập lại chính mật khẩu sai lần trước.",
            empty: "Chưa nhập gì. Hãy nhập 6 đến 16 chữ cái và chữ số.",
            too_short: "Quá ngắn: mật khẩu có ít nhất 6 chữ cái và chữ số.",
            too_long: "Quá dài: mật khẩu có nhiều nhất 16 chữ cái và chữ số.",
            forbidden_character: "Mật khẩu chỉ có chữ cái A đến Z và chữ số.",
            other_pin: "Đây là mã PIN 4 chữ số, một mã khác của thẻ. Ở đây, hãy nhập mật khẩu ký điện tử: 6 đến 16 \
                chữ cái và chữ số.",
        },
    },
    no_try_used: "Thẻ chưa nhận mã này; số lần nhập không bị trừ.",
    change: ChangeTexts {
        purpose: "Bạn muốn đổi {pin}.",
        steps: "Trước hết nhập mã đang dùng, sau đó nhập mã mới hai lần. Trước lúc đó thẻ chưa nhận gì.",
        kept: "Mã mới bạn đã nhập vẫn được giữ. Chỉ cần nhập mã đang dùng.",
        current: "{pin} đang dùng",
        new: "{pin} mới",
        repeat: "{pin} mới, một lần nữa",
        advice: PerKey {
            user_authentication: "Hãy chọn 4 chữ số mà người khác khó đoán: không dùng ngày sinh, số điện thoại, 0000 \
                hay 1234.",
            digital_signature: "Hãy chọn 6 đến 16 ký tự, có ít nhất một chữ cái A đến Z và một chữ số. Không dùng tên \
                hay ngày sinh.",
        },
        repeat_advice: "Để một lần gõ nhầm không làm bạn mất quyền dùng thẻ.",
        settle_advice: "Sau đó thẻ sẽ cho biết mã mới có hiệu lực hay không.",
        same_as_current: "Đây là mã bạn đang dùng. Hãy chọn mã khác.",
        not_mixed: "Mật khẩu mới cần có ít nhất một chữ cái và một chữ số.",
        not_repeated: "Hai lần nhập không giống nhau. Hãy nhập lại mã mới.",
        not_the_new_one: "Đây không phải mã mới mà bạn vừa nhập hai lần. Hãy nhập đúng mã đó.",
        done_heading: "Đã đổi",
        done: "Thẻ đã đổi {pin}. Từ bây giờ chỉ mã mới có hiệu lực.",
        unchanged_heading: "Chưa đổi",
        unchanged: "{pin} chưa được đổi. Mã cũ vẫn có hiệu lực.",
        doubt_heading: "Mã nào có hiệu lực?",
        doubt: "Thẻ bị lấy ra hoặc không trả lời đúng lúc đang đổi {pin}. Hãy đặt lại chính thẻ đó lên đầu đọc, nhấn \
            {ok} rồi nhập mã mới một lần nữa: thẻ sẽ cho biết mã mới có hiệu lực hay không.",
        unknown: "Chưa biết {pin} nào có hiệu lực. Lần tới khi cần, hãy thử mã mới trước; nếu thẻ không nhận thì mã cũ \
            có hiệu lực.",
        refused: "Thẻ trả lời là đã đổi {pin}, nhưng sau đó không nhận mã mới. Lần tới khi cần, hãy nhập mã cũ; nếu thẻ cũng \
            không nhận, hãy dừng lại và hỏi ở tòa thị chính (市区町村の窓口).",
    },
    last_try: "Đây là lần nhập cuối cùng cho {pin}. Nếu sai, mã này sẽ bị khóa cho đến khi bạn nhờ mở khóa ở tòa thị \
        chính. Nếu không chắc, hãy dừng ở đây.",
    last_try_continue: "Tôi chắc chắn: dùng lần cuối",
    blocked: "{pin} đã bị khóa vì nhập sai quá nhiều lần. Hãy mang thẻ My Number và thẻ cư trú (在留カード) hoặc giấy \
        tờ tùy thân khác đến tòa thị chính nơi bạn ở (市区町村の窓口) và đưa câu này cho nhân viên xem:\n{sentence}",
    ok: "OK",
    cancel: "Hủy",
    window: WindowTexts {
        advice: PerKey {
            user_authentication: "4 chữ số mà bạn đã chọn ở tòa thị chính.",
            digital_signature: "6 đến 16 chữ cái và chữ số. Chữ thường tự đổi thành chữ hoa, nên không cần để ý Caps \
                Lock.",
        },
        missing: PerKey {
            user_authentication: Plural {
                one: "Còn thiếu {missing} chữ số.",
                other: "Còn thiếu {missing} chữ số.",
            },
            digital_signature: Plural {
                one: "Còn thiếu ít nhất {missing} ký tự.",
                other: "Còn thiếu ít nhất {missing} ký tự.",
            },
        },
        complete: PerKey {
            user_authentication: "Nhấn OK để tiếp tục.",
            digital_signature: "Khi đã nhập hết, hãy nhấn OK.",
        },
        folded: "Chữ toàn khổ (全角) đã được đổi thành chữ bán khổ (半角).",
        not_entered: "Ký tự đó không được nhập.",
        no_paste: "Không thể dán vào đây, để mã không nằm lại trong bộ nhớ tạm. Hãy gõ bằng bàn phím.",
        working: "Thẻ đang xử lý. Hãy để yên thẻ.",
        last_try_heading: "Chỉ còn một lần nhập",
        last_try_stop: "Dừng ở đây",
        blocked_heading: "Đã bị khóa",
        close: "Đóng",
    },
};
