//! `cargo xtask demo`: builds the real thing and hands over to `openjpki-demo`.

use crate::run::{cargo, command, root, run};
use crate::windows::TARGET;
use crate::{DemoArguments, Language, Stop, setup, shipping, windows};

pub(crate) fn demo(arguments: &DemoArguments) -> Result<(), Stop> {
    setup::stage()?;
    println!("building the host as it ships, the installer, the registration site and the virtual card");
    run(&mut shipping::build(&["openjpki-host"], None))?;
    if arguments.windows {
        windows::set_up()?;
        run(&mut shipping::build(&["openjpki-host"], Some(TARGET)))?;
    }
    run(&mut cargo(
        "build --quiet --locked --package openjpki-installer --package openjpki-portal --package openjpki-tests --bins",
    ))?;
    let mut demo = command("target/debug/openjpki-demo");
    demo.env("OPENJPKI_HOST_BIN", root().join("target/release/openjpki-host"));
    if arguments.windows {
        demo.arg("--windows");
    }
    if arguments.auto || std::env::var_os("DISPLAY").is_none() {
        demo.arg("--auto");
    }
    if let Some(language) = arguments.lang {
        demo.args(["--lang", language.tag()]);
    }
    run(&mut demo)
}

impl Language {
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }
}
