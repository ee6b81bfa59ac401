//! The Debian folder with Wine: `target/windows/wine`. `tests/windows/wine` runs programs in it.

use std::path::Path;

use crate::Stop;
use crate::run::{command, output_of, root, run};
use crate::windows::{at, kept, mirror, remove_folder};

/// Of this Debian, Wine 10 (Debian 12's Wine 8 cannot run what Rust makes).
const RELEASE: &str = "trixie";

/// What the folder holds beside Debian's essential packages.
const PACKAGES: &str = "wine64,fonts-liberation,locales";

/// Wine's language of the person is this of the environment, if it exists in the folder.
const LOCALES: &[&str] = &["ja_JP", "en_US"];

/// Left out: nothing reads it there.
const WITHOUT: &[&str] = &["/usr/share/man/*", "/usr/share/doc/*", "/usr/share/locale/*"];

/// Where the client library of the smart-card service is, here.
const PCSC_LIBRARY: &str = "/usr/lib/x86_64-linux-gnu/libpcsclite.so.1";

/// Raise it when the steps below change, so that folders made by the older ones are made anew.
const RECIPE: u32 = 1;

pub(super) fn set_up() -> Result<(), Stop> {
    let folder = kept().join("wine");
    let marker = folder.join("etc/openjpki-recipe");
    let recipe = recipe();
    if std::fs::read_to_string(&marker).is_ok_and(|made_by| made_by == recipe) {
        return Ok(());
    }
    let begin = std::time::Instant::now();
    println!("making target/windows/wine");
    let unfinished = kept().join("wine.unfinished");
    std::fs::create_dir_all(kept()).map_err(at(&kept()))?;
    remove_folder(&unfinished)?;
    debian(&unfinished)?;
    smart_cards(&unfinished)?;
    prefix(&unfinished)?;
    std::fs::write(unfinished.join("etc/openjpki-recipe"), recipe).map_err(at(&unfinished))?;
    remove_folder(&folder)?;
    std::fs::rename(&unfinished, &folder).map_err(at(&folder))?;
    println!(
        "Wine is in target/windows/wine, after {:.0} s",
        begin.elapsed().as_secs_f64()
    );
    Ok(())
}

/// What the folder is made by: it is made anew when this changes.
fn recipe() -> String {
    let pcsc = output_of(&mut command("dpkg-query --show libpcsclite1")).unwrap_or_default();
    format!("recipe {RECIPE}: {RELEASE} {PACKAGES} {LOCALES:?}\n{pcsc}\n")
}

fn debian(folder: &Path) -> Result<(), Stop> {
    let mut make = command("mmdebstrap --quiet --mode=root --variant=apt --architectures=amd64 --components=main");
    make.arg(format!("--include={PACKAGES}"));
    make.args(["--aptopt", "APT::Install-Recommends \"false\""]);
    for path in WITHOUT {
        make.arg("--dpkgopt").arg(format!("path-exclude={path}"));
    }
    let mirror = mirror::address()?;
    if let Err(Stop::Failed(reason) | Stop::NotReady(reason)) = run(make.arg(RELEASE).arg(folder).arg(&mirror)) {
        println!("{reason}");
        return Err(Stop::NotReady(format!(
            "The Windows part needs Wine from Debian {RELEASE}, which mmdebstrap could not fetch from {mirror} or unpack (it says why \
             above). Mend that, then run the same again."
        )));
    }
    for locale in LOCALES {
        let mut define = command("chroot");
        define.arg(folder).args(["localedef", "-i", locale, "-f", "UTF-8"]);
        run(define.arg(format!("{locale}.UTF-8")))?;
    }
    Ok(())
}

/// A client library of pcsc-lite 2 is refused by the service of pcsc-lite 1: Wine gets the library that goes with the service here.
fn smart_cards(folder: &Path) -> Result<(), Stop> {
    run(command("cp --dereference")
        .arg(PCSC_LIBRARY)
        .arg(folder.join("usr/local/lib")))?;
    run(command("chroot").arg(folder).arg("/sbin/ldconfig"))
}

/// Initialises Wine's registry and drive C:, once, so that programs can start at the same time.
fn prefix(folder: &Path) -> Result<(), Stop> {
    for words in ["wine64 wineboot --init", "wineserver --wait"] {
        let mut wine = command("tests/windows/wine");
        wine.args(words.split_whitespace()).env("OPENJPKI_WINE_ROOT", folder);
        wine.env_remove("DISPLAY")
            .env_remove("WINEPREFIX")
            .env("LANG", "en_US.UTF-8");
        wine.stderr(std::process::Stdio::null()); // it always complains that there is no 32-bit Wine
        run(&mut wine)?;
    }
    let registry = folder.join("root/.wine/system.reg");
    if registry.is_file() {
        return Ok(());
    }
    let runner = root().join("tests/windows/wine");
    Err(Stop::Failed(format!(
        "Wine made no registry: try `{} wine64 wineboot --init`",
        runner.display()
    )))
}
