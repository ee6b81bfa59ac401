//! Japanese (日本語).

use std::path::Path;

use openjpki_manifests::Browser;

use super::Words;
use crate::{Concern, Error, Event, KeptBecause, Verdict};

/// The words of Japanese.
#[derive(Clone, Copy, Debug)]
pub struct Japanese;

impl Words for Japanese {
    fn event(&self, event: &Event) -> String {
        match event {
            Event::Created(at) => format!("作成しました            {}", at),
            Event::Replaced(at) => format!("置き換えました          {}", at),
            Event::Unchanged(at) => format!("変更はありません        {}", at),
            Event::UsedInPlace(path) => format!("この場所のまま使います  {}", path.display()),
            Event::Removed(at) | Event::FolderRemoved(at) => format!("削除しました            {}", at),
            Event::AlreadyGone(at) => format!("すでにありません        {}", at),
            Event::Kept(at, because) => format!("残しました              {}({})", at, kept(because)),
            Event::OldStillRuns(path) => format!(
                "まだ動いています        {}\nブラウザーが前の版を使っています。ブラウザーを閉じてからインストーラーをもう一度実行すると削除されます。",
                path.display()
            ),
            Event::Skipped(browser) => skipped(*browser),
            Event::Installed(true) => {
                "OpenJPKI をインストールしました。ブラウザーを再起動する必要はありません。".into()
            }
            Event::Installed(false) => "すべてインストール済みです。".into(),
            Event::Uninstalled(true) => "OpenJPKI をアンインストールしました。".into(),
            Event::Uninstalled(false) => "削除するものはありませんでした。".into(),
        }
    }

    fn error(&self, error: &Error) -> String {
        match error {
            Error::NoHome => {
                "環境変数 HOME が絶対パスではありません。HOME を設定するか、--system を使ってください。".into()
            }
            Error::NoFolders(source) => format!(
                "このアカウントのフォルダーの場所がわかりません({source})。Windows にサインインし直してから、もう一度実行してください。"
            ),
            Error::Running(location) => {
                format!("{location} は実行中です。ブラウザーを閉じてから、もう一度実行してください。")
            }
            Error::Packaged(folder) => {
                let next = if cfg!(windows) {
                    "削除するには「設定」の「アプリ」の「インストールされているアプリ」を開いてください。新しくするには新しいパッケージを使ってください。"
                } else {
                    "削除するには sudo apt remove openjpki を実行してください。"
                };
                format!("OpenJPKI はパッケージで {} にインストールされています。{next}", folder.display())
            }
            Error::NoProfiles => {
                "このシステムのブラウザーはプロファイルフォルダーを見ず、レジストリを見ます。--profile を外してください。".into()
            }
            Error::NoRoot => "このシステムではフォルダーの下にパッケージを作れません。--root を外してください。".into(),
            Error::ForeignHome(path) => format!(
                "ホームフォルダー {} は別のアカウントのものです。sudo を付けずに実行するか、全員用の --system を使ってください。",
                path.display()
            ),
            Error::HostMissing(path) => format!(
                "ホストプログラムが {} にありません。ビルドする(cargo build --release -p openjpki-host)か、--host で指定してください。",
                path.display()
            ),
            Error::HostNotExecutable(path) => format!(
                "{} は実行できるファイルではありません。--host で openjpki-host を指定してください。",
                path.display()
            ),
            Error::HostPath { path, .. } => format!(
                "パス {} はマニフェストに書けません。プログラムを別のフォルダーに置いてください。",
                path.display()
            ),
            Error::NoBrowserUsed => "このアカウントで使われた対応ブラウザーがありません。--browser(chrome、chromium、edge、brave、vivaldi)で指定するか、全員用の --system を使ってください。".into(),
            Error::Foreign { path, starts } => format!(
                "{path} には、OpenJPKI が置いたのではないものがあり、{starts} を起動します。内容を確かめて移動するか、--replace で上書きしてください。"
            ),
            Error::Linked { path, target } => format!(
                "{} は {} へのシンボリックリンクです。リンクはたどりません。本物のフォルダーかファイルにするか、--profile で本物のプロファイルフォルダーを指定してください。",
                path.display(),
                target.display()
            ),
            Error::NotAFolder(path) => format!(
                "{} はフォルダーではありません。移動してから、もう一度実行してください。",
                path.display()
            ),
            Error::NotAFile(path) => format!(
                "{} はファイルではありません。移動してから、もう一度実行してください。",
                path.display()
            ),
            Error::NoRight(location) => {
                let system = if cfg!(windows) {
                    "「管理者として実行」で開いたターミナルで"
                } else {
                    "root(sudo)で"
                };
                format!(
                    "{location} に書き込む権限がありません。--system なら{system}実行し、--user なら自分のフォルダーか確かめてください。"
                )
            }
            Error::Record { path, reason } => format!(
                "記録 {} を読めません({reason})。記録を移動してから、もう一度実行してください。",
                path.display()
            ),
            Error::Io { path, source } => format!("{path}: {source}"),
            Error::Remains { cause, remains } => {
                let list: Vec<String> = remains.iter().map(|location| format!("  {location}")).collect();
                format!("{}\n次のものが残っています:\n{}", self.error(cause), list.join("\n"))
            }
        }
    }

    fn concern(&self, concern: &Concern) -> String {
        match concern {
            Concern::BrokenLink => "リンク先がありません(ブラウザーには何も見えません)".into(),
            Concern::ManifestMissing => "指しているファイルがありません(ブラウザーはほかを探しません)".into(),
            Concern::ManifestNotAbsolute => {
                "指しているパスが絶対パスではありません(ブラウザーはほかを探しません)".into()
            }
            Concern::Unreadable(why) => format!("読めません: {why}"),
            Concern::NotAManifest(why) => format!("ホストマニフェストではありません: {why}"),
            Concern::OtherName(name) => format!("別のホスト {name} の名前が書かれています"),
            Concern::OtherKind(kind) => format!("type が stdio ではなく {kind} です"),
            Concern::ExtensionNotAllowed => "OpenJPKI の拡張機能が許可されていません".into(),
            Concern::HostNotAbsolute => "ホストのパスが絶対パスではありません".into(),
            Concern::HostMissing => "ホストプログラムがありません".into(),
            Concern::HostNotExecutable => "ホストプログラムを実行できません".into(),
            Concern::NotRecorded => "OpenJPKI のインストーラーが置いたものではありません".into(),
            Concern::OtherOwner(path) => format!("{} は別のアカウントのものです", path.display()),
            Concern::OthersMayWrite(path) => format!("{} を別のアカウントが変更できます", path.display()),
        }
    }

    fn verdict(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Ready => "使えます",
            Verdict::NotInstalled => "未インストール: openjpki-installer install を実行してください",
            Verdict::Broken => "壊れています: openjpki-installer install をもう一度実行してください",
            Verdict::Foreign => "OpenJPKI のものではありません: カードを使う前に下のマニフェストを確かめてください",
            Verdict::Shadowed => {
                "別のマニフェストが OpenJPKI を隠しています: カードを使う前に確かめて、取り除いてください"
            }
        }
    }

    fn used(&self, used: bool) -> &'static str {
        if used {
            ""
        } else {
            "(このアカウントでは未使用)"
        }
    }

    fn nothing_here(&self) -> &'static str {
        "なし"
    }

    fn taken(&self) -> &'static str {
        "ブラウザーはこれを使います"
    }

    fn owner(&self) -> &'static str {
        "所有者"
    }

    fn mode(&self) -> &'static str {
        "権限"
    }

    fn link(&self, target: &Path) -> String {
        format!("{} へのリンク", target.display())
    }

    fn names(&self, manifest: &Path) -> String {
        format!("{} を指しています", manifest.display())
    }

    fn starts(&self, host: &Path) -> String {
        format!("{} を起動します", host.display())
    }
}

fn kept(because: &KeptBecause) -> String {
    match because {
        KeptBecause::Changed => "インストール後に変更されています".into(),
        KeptBecause::NotRecorded => "OpenJPKI が置いたという記録がありません".into(),
        KeptBecause::StillRead(browsers) => format!("{} がまだ使います", browsers.join("、")),
    }
}

fn skipped(browser: Browser) -> String {
    format!(
        "対象外                  {}: このアカウントでは未使用です(--browser {} で追加できます)",
        browser.name(),
        browser.word()
    )
}
