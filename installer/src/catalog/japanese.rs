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
            Event::Created(path) => format!("作成しました            {}", path.display()),
            Event::Replaced(path) => format!("置き換えました          {}", path.display()),
            Event::Unchanged(path) => format!("変更はありません        {}", path.display()),
            Event::UsedInPlace(path) => format!("この場所のまま使います  {}", path.display()),
            Event::Removed(path) | Event::FolderRemoved(path) => format!("削除しました            {}", path.display()),
            Event::AlreadyGone(path) => format!("すでにありません        {}", path.display()),
            Event::Kept(path, because) => format!("残しました              {}({})", path.display(), kept(because)),
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
                "{} には、OpenJPKI が置いたのではないファイルがあり、{starts} を起動します。内容を確かめて移動するか、--replace で上書きしてください。",
                path.display()
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
            Error::NoRight(path) => format!(
                "{} に書き込む権限がありません。--system なら root(sudo)で実行し、--user なら自分のフォルダーか確かめてください。",
                path.display()
            ),
            Error::Record { path, reason } => format!(
                "記録 {} を読めません({reason})。記録を移動してから、もう一度実行してください。",
                path.display()
            ),
            Error::Io { path, source } => format!("{}: {source}", path.display()),
            Error::Remains { cause, remains } => {
                let list: Vec<String> = remains.iter().map(|path| format!("  {}", path.display())).collect();
                format!("{}\n次のものが残っています:\n{}", self.error(cause), list.join("\n"))
            }
        }
    }

    fn concern(&self, concern: &Concern) -> String {
        match concern {
            Concern::BrokenLink => "リンク先がありません(ブラウザーには何も見えません)".into(),
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
