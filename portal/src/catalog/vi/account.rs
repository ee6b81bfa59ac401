//! Vietnamese: passwords, signing in, the account, a renewed card, mails.

use super::super::{AccountWords, CardWords, Forgotten, Mail, MailChange, Password, SignInWords, Text::Other as T};

pub(super) const PASSWORD: Password = Password {
    heading: T("Đặt mật khẩu"),
    heading_first: T("Đặt mật khẩu đầu tiên"),
    heading_another: T("Đặt lại mật khẩu"),
    whose: T("ID xác thực"),
    rules: T("Quy tắc của mật khẩu"),
    rule_length: T("Có từ {shortest} đến {longest} ký tự."),
    rule_characters: T("Dùng chữ cái không dấu, chữ số, ký hiệu và khoảng trắng. Chữ hoa và chữ thường khác nhau."),
    rule_repeated: T("Không được chỉ lặp lại một ký tự."),
    rule_personal: T("Không được chứa ID xác thực hay địa chỉ e-mail của bạn."),
    password: T("Mật khẩu"),
    again: T("Mật khẩu (nhập lại)"),
    keeps: T("Độ dài và loại ký tự đúng quy tắc."),
    not_yet: T("Độ dài hoặc loại ký tự chưa đúng quy tắc."),
    set: T("Đặt"),
    done: T(
        "Đã đặt mật khẩu. Bạn có thể đăng nhập bằng ID xác thực và mật khẩu; nếu đã đăng ký bằng thẻ My Number thì dùng cả thẻ.",
    ),
    gone: T(
        "Không dùng được đường liên kết này: nó đã được dùng, đã quá 24 giờ, hoặc địa chỉ bị thiếu một phần. Bạn có thể nhận đường liên kết mới từ “Quên mật khẩu”.",
    ),
    missing: T("Hãy nhập mật khẩu."),
    too_short: T("Mật khẩu quá ngắn. Hãy viết ít nhất {shortest} ký tự."),
    too_long: T("Mật khẩu quá dài. Hãy viết tối đa {longest} ký tự."),
    characters: T("Có ký tự không dùng được. Hãy dùng chữ cái không dấu, chữ số, ký hiệu và khoảng trắng."),
    repeated: T("Không dùng được mật khẩu chỉ lặp lại một ký tự. Hãy thêm ký tự khác."),
    personal: T("Không dùng được mật khẩu chứa ID xác thực hay địa chỉ e-mail. Hãy chọn mật khẩu khác."),
    different: T("Khác với mật khẩu ở trên. Hãy nhập lại cùng một mật khẩu."),
};

pub(super) const FORGOTTEN: Forgotten = Forgotten {
    heading: T("Quên mật khẩu 【パスワードを忘れた場合】"),
    what_happens: T(
        "Hãy viết địa chỉ e-mail bạn đã dùng khi đăng ký rồi nhấn “Gửi”. Bạn sẽ nhận được ID xác thực và đường liên kết để đặt lại mật khẩu.",
    ),
    send: T("Gửi"),
    done: T(
        "Nếu địa chỉ e-mail này đã được đăng ký, e-mail sẽ tới sau khoảng một phút. Nếu không nhận được, hãy kiểm tra địa chỉ và thử lại sau 5 phút.",
    ),
};

pub(super) const SIGN_IN: SignInWords = SignInWords {
    heading: T("Đăng nhập 【ログイン】"),
    applicant_hint: T(
        "Thẻ My Number của bạn sẽ được đọc. Hãy nhập mã PIN xác thực người dùng (4 chữ số) vào một cửa sổ riêng, sau đó nhập ID xác thực và mật khẩu.",
    ),
    agent_hint: T("Hãy nhập ID xác thực và mật khẩu. Không cần thẻ."),
    counter_hint: T("Hãy nhập ID xác thực và mật khẩu. Không cần thẻ."),
    certificate_missing: T(
        "Thẻ này không có chứng chỉ điện tử xác thực người dùng cần cho việc đăng nhập. Hãy xin cấp tại quầy của thành phố, quận, phường nơi bạn sống.",
    ),
    card_read: T("Đã xác nhận thẻ. Trang nhập ID xác thực và mật khẩu sẽ mở ra."),
    card_verified: T("Đã đọc thẻ My Number. Hãy nhập ID xác thực và mật khẩu trong vòng 10 phút."),
    without_card: T("Bạn đang đăng nhập không dùng thẻ."),
    id: T("ID xác thực 【認証ID】"),
    id_hint: T("Có trong e-mail thông báo đăng ký. Ví dụ: 7KQ4-M2XB-9TRD"),
    password: T("Mật khẩu"),
    password_hint: T("Mật khẩu của trang này. Đừng bao giờ nhập mật khẩu của thẻ ở đây."),
    enter: T("Đăng nhập"),
    wrong: T("Không đăng nhập được: ID xác thực, mật khẩu và thẻ không khớp với nhau."),
    wrong_causes: T(
        "Hãy kiểm tra ID xác thực và mật khẩu rồi nhập lại. Nếu bạn đã đăng ký bằng thẻ My Number, hãy bắt đầu từ “Người nước ngoài, người khác” với thẻ đã đăng ký. Nếu bạn chưa đặt mật khẩu hoặc đã quên, hãy đặt từ “Quên mật khẩu”.",
    ),
    wait: T(
        "Vì sai nhiều lần nên phải chờ một chút. Hãy thử lại sau {seconds} giây. Thử sớm hơn không làm thời gian chờ dài thêm.",
    ),
    other_kind: T("Chọn lại loại người dùng"),
};

pub(super) const ACCOUNT: AccountWords = AccountWords {
    heading: T("Trang của bạn"),
    greeting: T("{name}, bạn đang đăng nhập."),
    id: T("ID xác thực"),
    sign_ins: T("Các lần đăng nhập"),
    sign_ins_hint: T("Nếu có lần nào không phải bạn, hãy nhấn “Đăng xuất khỏi mọi máy” rồi đặt lại mật khẩu."),
    when: T("Thời điểm (giờ Nhật Bản)"),
    how: T("Cách"),
    state: T("Trạng thái"),
    with_card: T("Thẻ, ID xác thực và mật khẩu"),
    without_card: T("ID xác thực và mật khẩu"),
    here: T("Trang này"),
    open: T("Đang đăng nhập"),
    ended: T("Đã kết thúc"),
    sign_out: T("Đăng xuất"),
    everywhere: T("Đăng xuất khỏi mọi máy"),
    everywhere_hint: T("“Đăng xuất khỏi mọi máy” đăng xuất bạn ở đây và ở mọi máy tính khác."),
    applications: T("Trang mẫu này chưa nhận đơn."),
    signed_out: T("Bạn đã đăng xuất"),
    signed_out_done: T("Bạn đã đăng xuất. Hãy lấy thẻ ra khỏi đầu đọc."),
};

pub(super) const MAIL_CHANGE: MailChange = MailChange {
    heading: T("Đổi địa chỉ e-mail"),
    now: T("Địa chỉ e-mail hiện nay: {mail}"),
    what: T(
        "Hãy viết địa chỉ e-mail mới và mật khẩu rồi nhấn “Gửi”. Địa chỉ sẽ được đổi sau khi bạn xác nhận bằng đường liên kết trong e-mail gửi tới địa chỉ mới. Địa chỉ hiện nay cũng sẽ nhận được thông báo.",
    ),
    mail_hint: T("Địa chỉ e-mail mới."),
    sent: T(
        "Một e-mail sẽ được gửi tới địa chỉ mới. Hãy mở đường liên kết trong đó và xác nhận trong vòng 24 giờ. Cho tới lúc đó địa chỉ e-mail của bạn vẫn như cũ.",
    ),
    wrong: T("Mật khẩu sai. Hãy nhập lại mật khẩu của trang này."),
    too_soon: T("E-mail vừa mới được gửi. Nếu không nhận được, hãy gửi lại sau 5 phút."),
    confirm: T("Từ nay e-mail của trang này sẽ được gửi tới địa chỉ dưới đây. Nếu đúng, hãy nhấn “Đổi”."),
    set: T("Đổi"),
    done: T("Đã đổi địa chỉ e-mail. Từ nay bạn nhận e-mail của trang này ở địa chỉ mới."),
    gone: T(
        "Không dùng được đường liên kết này: nó đã được dùng, đã quá 24 giờ, đã có yêu cầu đổi khác, hoặc địa chỉ bị thiếu một phần. Để đổi địa chỉ e-mail, hãy đăng nhập và yêu cầu lại.",
    ),
};

pub(super) const CARD: CardWords = CardWords {
    heading: T("Liên kết thẻ mới"),
    what: T(
        "Thẻ hoặc chứng chỉ điện tử của bạn đã được đổi mới? Trước hết hãy nhập ID xác thực và mật khẩu. Sau đó thẻ mới được đọc bằng cả hai mật khẩu của thẻ.",
    ),
    forgotten: T("Nếu không biết mật khẩu, trước hết hãy đặt lại mật khẩu qua e-mail."),
    wrong_causes: T("Có thể ID xác thực hoặc mật khẩu sai, hoặc chưa đặt mật khẩu, hoặc đăng ký này không dùng thẻ."),
    next: T("Tiếp tục"),
    permitted: T("ID xác thực và mật khẩu đúng."),
    read_what: T(
        "Họ tên, ngày sinh và giới tính trên thẻ mới phải giống như khi đăng ký. Địa chỉ đã đăng ký không thay đổi, kể cả khi địa chỉ trên thẻ khác.",
    ),
    read: T("Đọc thẻ mới"),
    linked: T("Đã liên kết thẻ mới"),
    linked_done: T(
        "Từ nay bạn đăng nhập bằng thẻ mới; trang này không còn nhận thẻ cũ. Bạn đã được đăng xuất khỏi mọi nơi, và một e-mail thông báo sẽ được gửi đi.",
    ),
    renewed: T("Nếu thẻ của bạn đã được đổi mới"),
};

pub(super) const MAIL: Mail = Mail {
    subject: T("[Trang mẫu OpenJPKI] Bạn đã được đăng ký"),
    greeting: T("Kính gửi {name},"),
    registered: T("Bạn đã được đăng ký."),
    id: T("ID xác thực: {id}"),
    link: T("Hãy mở địa chỉ này để đặt mật khẩu đầu tiên:"),
    lifetime: T("Địa chỉ này dùng được trong 24 giờ."),
    open_tabs: T("Bạn có thể cứ để trang đăng ký mở."),
    not_you: T("Nếu không phải bạn đăng ký, hãy xóa e-mail này. Nếu không làm gì thì không có mật khẩu nào được đặt."),
    test: T("Đây là đăng ký thử."),
    forgotten_subject: T("[Trang mẫu OpenJPKI] Đặt lại mật khẩu"),
    forgotten: T("Có người báo đã quên mật khẩu của đăng ký này."),
    forgotten_link: T("Hãy mở địa chỉ này để đặt lại mật khẩu:"),
    forgotten_not_you: T("Nếu không phải bạn, hãy xóa e-mail này. Nếu không làm gì thì mật khẩu không thay đổi."),
    relinked_subject: T("[Trang mẫu OpenJPKI] Đã liên kết thẻ khác"),
    relinked: T("Một thẻ khác đã được liên kết với đăng ký của bạn. Từ nay chỉ thẻ này đăng nhập được."),
    relinked_not_you: T(
        "Nếu không phải bạn, hãy đặt lại mật khẩu ngay trên trang (mục quên mật khẩu) và báo cho người vận hành trang.",
    ),
    change_subject: T("[Trang mẫu OpenJPKI] Xác nhận địa chỉ e-mail"),
    change: T("Có người muốn dùng địa chỉ e-mail này cho đăng ký của mình."),
    change_link: T("Nếu đó là bạn, hãy mở địa chỉ này và xác nhận:"),
    change_not_you: T("Nếu không phải bạn, hãy xóa e-mail này. Nếu không làm gì thì không có gì thay đổi."),
    changed_subject: T("[Trang mẫu OpenJPKI] Địa chỉ e-mail của bạn đã được đổi"),
    changed: T(
        "Địa chỉ e-mail của đăng ký này đã được đổi. Từ nay e-mail được gửi tới địa chỉ mới, không gửi tới địa chỉ này nữa.",
    ),
    changed_not_you: T("Nếu không phải bạn, hãy báo ngay cho người vận hành trang."),
};
