//! std for the Windows target, in the toolchain where `rustup target add` would put it.
//!
//! Rustup brings it on an ordinary computer. Where rustup cannot (no network to it, or no rustup), it is built once from Debian's
//! package `rust-src` of exactly this compiler's version.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Stop;
use crate::run::{cargo, command, is_on_path, output_of, root, run};
use crate::windows::{TARGET, at, kept, mirror, remove_folder};

/// Debian releases whose mirror folder may have the source, the likeliest (and smallest) first.
const RELEASES: &[&str] = &["trixie-backports", "trixie", "forky", "sid"];

/// In the target's folder: says that we put its std there, and for which compiler.
const MARKER: &str = "made-by-openjpki";

/// Stands in for rustc when std is built: std's source is looked for in a sysroot of ours, and `panic_abort` is compiled as rustc's
/// own build does it (cargo would compile it to unwind, and a profile with `panic = "abort"` then cannot use it).
const COMPILER: &str = r#"#!/bin/sh
case " $* " in *" --crate-name panic_abort "*) set -- "$@" -Cpanic=abort ;; esac
exec "$OPENJPKI_RUSTC" --sysroot "$OPENJPKI_SYSROOT" "$@"
"#;

/// A crate that needs std and nothing else.
const CRATE: &str = "[package]\nname = \"nothing\"\nedition = \"2024\"\n[workspace]\n";

pub(super) fn set_up() -> Result<(), Stop> {
    let compiler = Compiler::ask()?;
    if compiler.has_std(&compiler.sysroot)? {
        return Ok(());
    }
    let home = compiler.sysroot.join("lib/rustlib").join(TARGET);
    if home.join(MARKER).exists() {
        println!("std for {TARGET} belongs to another compiler: making it anew");
        remove_folder(&home)?;
    }
    // cargo does not notice that std is another one
    remove_folder(&root().join("target").join(TARGET))?;
    if by_rustup() && compiler.has_std(&compiler.sysroot)? {
        return Ok(());
    }
    if home.exists() {
        let home = home.display();
        return Err(Stop::NotReady(format!(
            "The Windows part needs std for {TARGET}, and {home} holds one that does not fit this compiler. Remove that folder, then \
             run the same again."
        )));
    }
    let begin = std::time::Instant::now();
    let made = kept().join("std");
    remove_folder(&made)?;
    build(&compiler, &made)?;
    move_in(&compiler, &made.join("sysroot/lib/rustlib").join(TARGET), &home)?;
    remove_folder(&made)?;
    println!(
        "std for {TARGET} is in the toolchain, after {:.0} s",
        begin.elapsed().as_secs_f64()
    );
    Ok(())
}

/// The compiler that cargo uses.
struct Compiler {
    rustc: PathBuf,
    sysroot: PathBuf,
    /// `1.95.0`
    release: String,
    /// The commit it was made from.
    commit: String,
}

impl Compiler {
    fn ask() -> Result<Self, Stop> {
        let unknown = || {
            Stop::NotReady("The Windows part needs rustc on the path: install Rust from https://rustup.rs.".to_owned())
        };
        let sysroot = PathBuf::from(output_of(&mut command("rustc --print sysroot")).ok_or_else(unknown)?);
        let version = output_of(&mut command("rustc --version --verbose")).ok_or_else(unknown)?;
        let field = |name| {
            version
                .lines()
                .find_map(|line| line.strip_prefix(name))
                .map(str::to_owned)
        };
        Ok(Self {
            rustc: sysroot.join("bin/rustc"),
            sysroot,
            release: field("release: ").ok_or_else(unknown)?,
            commit: field("commit-hash: ").ok_or_else(unknown)?,
        })
    }

    /// Whether something for Windows compiles with the std in `sysroot`: it is there, and of this very compiler.
    fn has_std(&self, sysroot: &Path) -> Result<bool, Stop> {
        let empty = kept().join("empty");
        std::fs::create_dir_all(&empty).map_err(at(&empty))?;
        let mut compile = Command::new(&self.rustc);
        compile.arg("--sysroot").arg(sysroot).args(["--target", TARGET]);
        compile.args([
            "--crate-name",
            "empty",
            "--crate-type",
            "lib",
            "--emit",
            "metadata",
            "--out-dir",
        ]);
        let status = compile
            .arg(&empty)
            .arg("-")
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .status();
        let compiled = status.is_ok_and(|status| status.success());
        remove_folder(&empty).map(|()| compiled)
    }
}

/// Lets rustup try: two minutes are enough for 30 MB, and it gives up on its own where there is no network.
fn by_rustup() -> bool {
    if !is_on_path("rustup") {
        return false;
    }
    println!("rustup target add {TARGET}");
    run(command("timeout 120 rustup target add")
        .arg(TARGET)
        .env("RUSTUP_MAX_RETRIES", "1"))
    .is_ok()
}

/// Builds std in `made`, which ends as a sysroot with the target's `lib`.
fn build(compiler: &Compiler, made: &Path) -> Result<(), Stop> {
    let sysroot = made.join("sysroot");
    let rustlib = sysroot.join("lib/rustlib");
    let source = rustlib.join("src/rust");
    std::fs::create_dir_all(&source).map_err(at(&source))?;
    unpack_source(compiler, made, &source)?;
    let host = output_of(&mut command("rustc --print host-tuple")).unwrap_or_default();
    let link = rustlib.join(&host);
    std::os::unix::fs::symlink(compiler.sysroot.join("lib/rustlib").join(&host), &link).map_err(at(&link))?;

    let name = made.join("crate");
    std::fs::create_dir_all(name.join("src")).map_err(at(&name))?;
    for (file, text) in [
        ("Cargo.toml", CRATE),
        ("src/lib.rs", "#![no_std]\n"),
        ("rustc", COMPILER),
    ] {
        std::fs::write(name.join(file), text).map_err(at(&name))?;
    }
    run(command("chmod +x").arg(name.join("rustc")))?;

    println!("building std for {TARGET}");
    let mut build = cargo("build --quiet --release -Zbuild-std=std,panic_abort,panic_unwind,test,proc_macro");
    build.args([
        "-Zbuild-std-features=panic-unwind,backtrace",
        "--target",
        TARGET,
        "--target-dir",
    ]);
    build.arg(made.join("build")).current_dir(&name);
    build.env("RUSTC", name.join("rustc"));
    build
        .env("OPENJPKI_RUSTC", &compiler.rustc)
        .env("OPENJPKI_SYSROOT", &sysroot);
    build.env("RUSTC_BOOTSTRAP", "1"); // -Z in a released compiler
    build
        .env("RUSTFLAGS", flags(&source, &compiler.commit))
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    run(&mut build)?;
    collect(
        &made.join("build").join(TARGET).join("release/deps"),
        &rustlib.join(TARGET).join("lib"),
    )?;
    if compiler.has_std(&sysroot)? {
        return Ok(());
    }
    Err(Stop::Failed(format!(
        "std for {TARGET} was built, but rustc cannot use it"
    )))
}

/// Bitcode for link-time optimisation, and the paths that a released std has instead of this computer's.
fn flags(source: &Path, commit: &str) -> String {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let registry = std::env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    let (source, registry) = (source.display(), registry.display());
    format!(
        "-Cembed-bitcode=yes --remap-path-prefix={registry}=/rust/deps --remap-path-prefix={source}=/rustc/{commit}"
    )
}

/// Puts std's source, `library`, into `source`.
fn unpack_source(compiler: &Compiler, made: &Path, source: &Path) -> Result<(), Stop> {
    let release = &compiler.release;
    let package = mirror::download(made, "rust-src", release, RELEASES)?.ok_or_else(|| {
        Stop::NotReady(format!(
            "The Windows part needs std for {TARGET}: rustup cannot bring it, and no source of Rust {release} can be had from the Debian mirror. Run \
             `rustup target add {TARGET}` where there is a network, then the same again."
        ))
    })?;
    let unpack = r#"dpkg-deb --fsys-tarfile "$0" | tar x --strip-components=4 -C "$1" --wildcards --no-wildcards-match-slash './usr/src/rustc-*/library'"#;
    run(command("bash -o pipefail -c").arg(unpack).arg(package).arg(source))
}

/// Copies std's libraries out of a build.
fn collect(built: &Path, lib: &Path) -> Result<(), Stop> {
    std::fs::create_dir_all(lib).map_err(at(lib))?;
    for entry in std::fs::read_dir(built).map_err(at(built))?.filter_map(Result::ok) {
        let name = entry.file_name();
        let text = name.to_string_lossy();
        if text.ends_with(".rlib") && !text.starts_with("libnothing-") {
            std::fs::copy(entry.path(), lib.join(&name)).map_err(at(&entry.path()))?;
        }
    }
    Ok(())
}

/// Moves the finished folder of the target into the toolchain: whole, or not at all.
fn move_in(compiler: &Compiler, made: &Path, home: &Path) -> Result<(), Stop> {
    let marker = format!(
        "std for {TARGET}, built by `cargo xtask setup --windows` from Debian's rust-src.\nrustc {} {}\n\
         Remove this folder before `rustup target add {TARGET}`.\n",
        compiler.release, compiler.commit
    );
    std::fs::write(made.join(MARKER), marker).map_err(at(made))?;
    let beside = home.with_extension("new");
    remove_folder(&beside)?;
    run(command("cp -a --").arg(made).arg(&beside))?; // the toolchain may be on another file system
    std::fs::rename(&beside, home).map_err(at(home))
}
