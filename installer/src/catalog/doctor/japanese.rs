//! The doctor in Japanese (日本語).

use std::path::Path;

use super::DoctorWords;
use crate::Verdict as Found;
use crate::catalog::Japanese;
use crate::doctor::bundle::BundleError;
use crate::doctor::{Card, Day, Key, NextStep, Os, Trouble, Validity, Verdict, What};

impl DoctorWords for Japanese {
    fn mark(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Good => "[良 好]",
            Verdict::Hint => "[参 考]",
            Verdict::Todo => "[要対応]",
        }
    }

    fn what(&self, what: &What) -> String {
        match what {
            What::Browser(browser) => format!("{}: {}", browser.name, found(browser.verdict)),
            What::NoBrowser => "このアカウントで使われた対応ブラウザーがありません。".into(),
            What::NotLooked { error } => format!("インストーラーが確認できませんでした({error})。"),
            What::Host { program, version } => {
                format!(
                    "OpenJPKI のプログラムは応答します(バージョン {version}): {}",
                    program.display()
                )
            }
            What::HostFails { program, trouble } => {
                format!("OpenJPKI のプログラムが{}: {}", fails(trouble), program.display())
            }
            What::Unchecked => "サービス、カードリーダー、カードは確認できませんでした。".into(),
            What::Service { running: true } => "カード用サービスは動いています。".into(),
            What::Service { running: false } => "カード用サービスが止まっています。".into(),
            What::ServiceClosed => "カード用サービスはありますが、このアカウントでは使えません。".into(),
            What::NoReader => "カードリーダーがつながっていません。".into(),
            What::Reader { name, card } => format!("カードリーダー {name}: {}", holds(*card)),
            What::Tries { key, left } => format!("{}: {}", pin(*key), tries(*key, *left)),
            What::TriesUnknown => "パスワードを入力できる残りの回数を、カードから読めませんでした。".into(),
            What::Certificate { validity } => certificate(validity),
        }
    }

    fn next(&self, step: &NextStep, os: Os) -> String {
        match step {
            NextStep::InstallBrowser => {
                "Chrome、Chromium、Edge、Brave、Vivaldi のどれかをインストールして一度起動し、次を実行してください: openjpki-installer install".into()
            }
            NextStep::Install => "次を実行してください: openjpki-installer install".into(),
            NextStep::InstallFor(browser) => {
                format!("このブラウザーでもカードを使うときは、次を実行してください: openjpki-installer install --browser {browser}")
            }
            NextStep::InstallAgain => "OpenJPKI をもう一度インストールしてください(openjpki-installer install)。".into(),
            NextStep::UseNewerInstaller => {
                "このインストーラーはプログラムより古いものです。プログラムに付いていたインストーラーを使ってください。".into()
            }
            NextStep::RemoveManifest(place) => format!(
                "{place} は、OpenJPKI が置いたものではありません。このブラウザーでカードを使わないでください。心当たりがなければ取り除いて、次を実行してください: openjpki-installer install"
            ),
            NextStep::RemoveHiddenManifest(place) => format!(
                "{place} は、OpenJPKI が置いたものではありません。OpenJPKI が入っている間は使われませんが、心当たりがなければ取り除いてください。"
            ),
            NextStep::TakeRightsAway(path) => rights(path, os),
            NextStep::AskOwner(path) => format!(
                "{} は別のアカウントのものです。パソコンの管理者に相談するか、自分のアカウントに OpenJPKI をもう一度インストールしてください。",
                path.display()
            ),
            NextStep::MoveRecordAway(path) => {
                format!("{} を移動してから、次を実行してください: openjpki-installer install", path.display())
            }
            NextStep::InstallPcscLibrary => {
                "PC/SC ライブラリーをインストールしてください: sudo apt install libpcsclite1".into()
            }
            NextStep::HostFirst => "先に上の項目に対応してから、もう一度確認してください: openjpki-installer doctor".into(),
            NextStep::LookAgain => {
                "カードを使うほかのソフトを閉じてから、もう一度確認してください。変わらないときは、パソコンを再起動してください。".into()
            }
            NextStep::StartService => service(os).into(),
            NextStep::UseHere => {
                "少し待ってから、もう一度確認してください。変わらないときは、このパソコンの設定(polkit)で利用が許可されていません。リモート接続(ssh など)ではよくあることです。パソコンの前で直接ログインして使うか、org.debian.pcsc-lite.access_pcsc と access_card の許可を管理者に頼んでください。".into()
            }
            NextStep::ConnectReader => reader(os).into(),
            NextStep::PlaceCard => {
                "マイナンバーカードをカードリーダーに置く(またはICチップの側から差し込む)と、確認できます。もう一度実行してください。".into()
            }
            NextStep::PlaceOtherCard => "このカードを取り出して、マイナンバーカードを置いてください。".into(),
            NextStep::PlaceCardNotPhone => "スマートフォンを離して、マイナンバーカードを置いてください。".into(),
            NextStep::CloseOtherProgram => "カードを使っているほかのソフトを閉じてから、もう一度確認してください。".into(),
            NextStep::PlaceAgain => {
                "カードを置き直してから、もう一度確認してください。変わらないときは、市区町村の窓口で相談してください。".into()
            }
            NextStep::Unblock(key) => format!(
                "マイナンバーカードと本人確認書類(在留カードなど)を持って市区町村の窓口に行き、次のように伝えてください: 「{}」",
                unblock(*key)
            ),
            NextStep::MindLastTry(_) => {
                "もう一度間違えるとロックされます。確かなときだけ入力してください。正しく入力すると、回数は元に戻ります。".into()
            }
            NextStep::HaveIssued => {
                "15歳未満の人のカードには入っていません。サイトで必要なときは、市区町村の窓口で発行してもらってください。".into()
            }
            NextStep::Renew => "市区町村の窓口で電子証明書を更新してください。手数料はかかりません。".into(),
            NextStep::SetClock => "このパソコンの日付と時刻を確かめて、正しく合わせてください。".into(),
        }
    }

    fn summary(&self, things: usize) -> String {
        match things {
            0 => "問題はありません。".into(),
            1 => "対応が必要な項目が1つあります([要対応])。".into(),
            _ => format!("対応が必要な項目が{things}つあります([要対応])。上から順に対応してください。"),
        }
    }

    fn bundle_written(&self, file: &Path) -> String {
        format!(
            "報告書を {} に書きました。名前、自分のフォルダー、カードやリーダーの番号は入っていません。内容を確かめてから、相談する相手に送ってください。",
            file.display()
        )
    }

    fn bundle_error(&self, error: &BundleError) -> String {
        match error {
            BundleError::Exists(file) => format!("{} はすでにあります。別の名前にしてください。", file.display()),
            BundleError::Io { file, source } => format!(
                "報告書を {} に書けませんでした({source})。自分のフォルダーの中のファイルにしてください。",
                file.display()
            ),
        }
    }
}

fn found(verdict: Found) -> &'static str {
    match verdict {
        Found::Ready => "OpenJPKI を使えます。",
        Found::NotInstalled => "OpenJPKI が入っていません。",
        Found::Broken => "OpenJPKI が入っていますが、起動できません。",
        Found::Foreign => "OpenJPKI のものではないプログラムを起動します。",
        Found::Shadowed => "OpenJPKI の代わりに、別のプログラムを起動します。",
    }
}

fn fails(trouble: &Trouble) -> String {
    match trouble {
        Trouble::NotStarted(why) => format!("起動しません({why})"),
        Trouble::Ended { code, said } => {
            let code = code.map_or(String::new(), |code| format!("、終了コード {code}"));
            let said = said.as_ref().map_or(String::new(), |said| format!("、「{said}」"));
            format!("応答せずに終わります{code}{said}")
        }
        Trouble::Silent(seconds) => format!("{seconds}秒たっても応答しません"),
        Trouble::TooLong(bytes) => format!("ブラウザーが受け取れない長さの応答をします({bytes}バイト)"),
        Trouble::Nonsense => "ブラウザーに分からない応答をします".into(),
        Trouble::OtherProtocol(number) => format!("合わない方式(プロトコル {number})で応答します"),
        Trouble::Refused(code) => format!("カードを確認できませんでした({code})"),
        Trouble::Lingers => "ブラウザーが閉じても終わりません".into(),
    }
}

fn holds(card: Card) -> &'static str {
    match card {
        Card::None => "カードがありません。",
        Card::Jpki => "マイナンバーカードがあります。",
        Card::Phone => "スマートフォンがあります。スマートフォンに入れた電子証明書には、まだ対応していません。",
        Card::Old => "住民基本台帳カードがあります。この電子証明書は、もう使えません。",
        Card::Unsupported => "マイナンバーカードではないか、応答しないカードです。",
        Card::Busy => "カードをほかのソフトが使っています。",
    }
}

fn pin(key: Key) -> &'static str {
    match key {
        Key::UserAuthentication => "利用者証明用パスワード(数字4桁)",
        Key::DigitalSignature => "署名用パスワード(英数字6〜16文字)",
    }
}

fn tries(key: Key, left: Option<u8>) -> String {
    match left {
        None => "このカードには署名用電子証明書が入っていません。".into(),
        Some(0) => "間違いが続いたためロックされています(または設定されていません)。".into(),
        Some(1) => "入力できるのは、あと1回です。".into(),
        Some(left) => format!("あと{left}回入力できます({}回中)。", key.most_tries()),
    }
}

fn certificate(validity: &Validity) -> String {
    let name = "利用者証明用電子証明書";
    let other = "(署名用電子証明書の期限はパスワードがないと読めないため、ここでは確認しません。)";
    match validity {
        Validity::Valid { until } => format!("{name}: {}まで有効です。{other}", date(*until)),
        Validity::EndsSoon { until } => format!("{name}: もうすぐ、{}に期限が切れます。{other}", date(*until)),
        Validity::Expired { until } => format!("{name}: {}に期限が切れました。", date(*until)),
        Validity::NotYet { from } => {
            format!(
                "{name}: 有効になるのは{}です。このパソコンの時計は合っていますか。",
                date(*from)
            )
        }
        Validity::Unreadable => format!("{name}: 読めません。"),
    }
}

fn date(day: Day) -> String {
    let (year, month, day) = day.parts();
    format!("{year}年{month}月{day}日")
}

fn unblock(key: Key) -> &'static str {
    match key {
        Key::UserAuthentication => "利用者証明用パスワードの初期化をお願いします。",
        Key::DigitalSignature => "署名用パスワードの初期化をお願いします。",
    }
}

fn service(os: Os) -> &'static str {
    match os {
        Os::Linux => {
            "起動してください: sudo systemctl enable --now pcscd.socket (できないときは、先に sudo apt install pcscd)"
        }
        Os::Windows => {
            "カードリーダーをつなぐと、Windows がサービスを起動します。変わらないときは、services.msc で「Smart Card」を開始してください。"
        }
        Os::MacOs => "カードリーダーをつないでください。変わらないときは、パソコンを再起動してください。",
    }
}

fn reader(os: Os) -> &'static str {
    match os {
        Os::Linux => {
            "つないでから、もう一度確認してください。つないであるときは、ドライバーをインストールしてください: sudo apt install libccid"
        }
        Os::Windows | Os::MacOs => {
            "つないでから、もう一度確認してください。つないであるときは、メーカーのドライバーをインストールしてください。"
        }
    }
}

fn rights(path: &Path, os: Os) -> String {
    match os {
        Os::Windows => format!(
            "{} を別のアカウントが変更できます。管理者として、すべてのユーザー用に OpenJPKI をインストールし直してください。",
            path.display()
        ),
        Os::Linux | Os::MacOs => {
            format!(
                "このファイルを別のアカウントが変更できます。次を実行してください: chmod go-w '{}'",
                path.display()
            )
        }
    }
}
