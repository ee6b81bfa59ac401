//! `cargo xtask kit`: builds the real thing and hands over to `openjpki-kit`, the site of docs/PAGES.md.

use crate::run::{cargo, command, root, run};
use crate::{KitArguments, Stop, setup, shipping};

pub(crate) fn kit(arguments: &KitArguments) -> Result<(), Stop> {
    setup::stage()?;
    println!("building the host as it ships, the installer and the virtual card");
    run(&mut shipping::build(&["openjpki-host"], None))?;
    run(&mut cargo(
        "build --quiet --locked --package openjpki-installer --package openjpki-tests --bins",
    ))?;
    let mut kit = command("target/debug/openjpki-kit");
    kit.env("OPENJPKI_HOST_BIN", root().join("target/release/openjpki-host"));
    if arguments.auto || std::env::var_os("DISPLAY").is_none() {
        kit.arg("--auto");
    }
    if let Some(language) = arguments.lang {
        kit.args(["--lang", language.tag()]);
    }
    if let Some(site) = &arguments.site {
        let site = std::path::absolute(site).map_err(|error| Stop::Failed(format!("{}: {error}", site.display())))?;
        kit.arg("--site").arg(site);
    }
    run(&mut kit)
}
