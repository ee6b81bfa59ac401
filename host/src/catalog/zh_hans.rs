//! Chinese in simplified characters.

use super::{
    Catalog, ChangeTexts, DocumentTexts, LeavesTexts, MistakeTexts, OwnTexts, PerKey, PinTexts, Plural, PurposeTexts,
    WindowTexts,
};

pub(super) static ZH_HANS: Catalog = Catalog {
    lang: "zh-Hans",
    title: "个人编号卡 - OpenJPKI",
    domain: "域名：{domain}",
    purpose: PurposeTexts {
        authenticate: "此网站请您用个人编号卡登录。",
        register: "此网站请您用个人编号卡注册。",
        certificate: "此网站请求您个人编号卡中的电子证书。",
    },
    leaves: PerKey {
        user_authentication: LeavesTexts {
            with_signature: "此网站将收到：用户认证用电子证书（不含姓名和住址，但在所有网站上都相同）和签名。",
            certificate: "此网站将收到：用户认证用电子证书（不含姓名和住址，但在所有网站上都相同）。",
        },
        digital_signature: LeavesTexts {
            with_signature: "此网站将收到：签名用电子证书（含您的姓名、住址、出生日期和性别）和签名。",
            certificate: "此网站将收到：签名用电子证书（含您的姓名、住址、出生日期和性别）。",
        },
    },
    own: OwnTexts {
        certificate: "显示您个人编号卡中的电子证书。",
        stays: "没有任何内容会离开这台电脑。",
    },
    documents: DocumentTexts {
        ask: Plural {
            one: "此网站请您用个人编号卡签署{count}份文件：",
            other: "此网站请您用个人编号卡签署{count}份文件：",
        },
        unseen: "网站没有出示其内容",
        more: Plural {
            one: "另有{more}份，请看浏览器中的OpenJPKI窗口",
            other: "另有{more}份，请看浏览器中的OpenJPKI窗口",
        },
    },
    pin: PerKey {
        user_authentication: PinTexts {
            name: "用户认证密码（利用者証明用パスワード）",
            shape: "4位数字",
            field: "密码（4位数字）：",
        },
        digital_signature: PinTexts {
            name: "签名密码（署名用パスワード）",
            shape: "6到16位字母和数字",
            field: "签名密码（6到16位）：",
        },
    },
    tries: Plural {
        one: "还可输入 {tries} 次。",
        other: "还可输入 {tries} 次。",
    },
    mistake: PerKey {
        user_authentication: MistakeTexts {
            wrong: "密码不正确。",
            same_again: "您又输入了刚才那个错误的密码。",
            empty: "没有输入。请输入4位数字。",
            too_short: "太短：密码是4位数字。",
            too_long: "太长：密码是4位数字。",
            forbidden_character: "密码只有数字。",
            other_pin: "这好像是签名密码。请在这里输入用户认证密码：4位数字。",
        },
        digital_signature: MistakeTexts {
            wrong: "签名密码不正确。",
            same_again: "您又输入了刚才那个错误的密码。",
            empty: "没有输入。请输入6到16位字母和数字。",
            too_short: "太短：签名密码至少6位字母和数字。",
            too_long: "太长：签名密码最多16位字母和数字。",
            forbidden_character: "签名密码只有字母A到Z和数字。",
            other_pin: "4位数字是卡的另一个密码。请在这里输入签名密码：6到16位字母和数字。",
        },
    },
    no_try_used: "没有发送给卡，没有减少可输入次数。",
    change: ChangeTexts {
        purpose: "您要更改{pin}。",
        steps: "先输入现在的密码，再输入两次新密码。在此之前不会发送给卡。",
        kept: "您输入的新密码已保留。只需再输入现在的密码。",
        current: "现在的{pin}",
        new: "新的{pin}",
        repeat: "再次输入新的{pin}",
        advice: PerKey {
            user_authentication: "请选择别人不易猜到的4位数字。不要用生日、电话号码、0000或1234。",
            digital_signature: "请选择6到16位，字母A到Z和数字至少各一位。不要用姓名或生日。",
        },
        repeat_advice: "以免因为按错键而无法使用卡。",
        settle_advice: "然后由卡来回答新密码是否有效。",
        same_as_current: "这和现在的密码相同。请另选一个。",
        not_mixed: "新密码至少要有一个字母和一个数字。",
        not_repeated: "两次输入不一致。请重新输入新密码。",
        not_the_new_one: "这不是您刚才输入两次的新密码。请输入那个密码。",
        done_heading: "已更改",
        done: "{pin}已更改。从现在起，只有新密码有效。",
        unchanged_heading: "没有更改",
        unchanged: "{pin}没有更改。原来的密码仍然有效。",
        doubt_heading: "哪个密码有效？",
        doubt: "在更改{pin}时，卡被拿开或没有回答。请把同一张卡放回读卡器，按“{ok}”，再输入一次新密码：卡会回答新密码是否有效。",
        unknown: "现在还不知道哪个{pin}有效。下次使用时，请先输入新密码；如果卡不接受，则原来的密码有效。",
        refused: "卡回答说已更改{pin}，但随后不接受新密码。下次使用时，请输入原来的密码；如果卡也不接受，请停止，到市区町村的窗口（市区町村の窓口）咨询。",
    },
    last_try: "{pin}只剩最后一次机会。如果输错就会被锁定，需要到市区町村的窗口办理解锁。如果不确定，请在此停止。",
    last_try_continue: "我确定：使用最后一次机会",
    blocked: "{pin}因输错次数过多已被锁定。请带上个人编号卡和在留卡（在留カード）或其他身份证件，\
        前往您住地的市区町村的窗口（市区町村の窓口），出示这句话：\n{sentence}",
    ok: "确定",
    cancel: "取消",
    window: WindowTexts {
        advice: PerKey {
            user_authentication: "您在市区町村的窗口设定的4位数字。",
            digital_signature: "6到16位字母和数字。小写字母会自动变为大写，因此不必在意 Caps Lock。",
        },
        missing: PerKey {
            user_authentication: Plural {
                one: "还差 {missing} 位。",
                other: "还差 {missing} 位。",
            },
            digital_signature: Plural {
                one: "至少还差 {missing} 位。",
                other: "至少还差 {missing} 位。",
            },
        },
        complete: PerKey {
            user_authentication: "按“确定”继续。",
            digital_signature: "全部输入后，请按“确定”。",
        },
        folded: "全角字符已作为半角字符输入。",
        not_entered: "该字符没有输入。",
        no_paste: "这里不能粘贴，以免密码留在剪贴板中。请用键盘输入。",
        working: "卡正在处理，请不要移动卡。",
        last_try_heading: "只剩一次机会",
        last_try_stop: "在此停止",
        blocked_heading: "已被锁定",
        close: "关闭",
    },
};
