//! `cargo xtask audit`: the dependencies, by cargo-deny and `deny.toml`.

use crate::Stop;
use crate::run::{cargo, is_on_path, output_of, run};

pub(crate) fn audit() -> Result<(), Stop> {
    if !is_on_path("cargo-deny") && output_of(&mut cargo("deny --version")).is_none() {
        println!("installing cargo-deny");
        run(&mut cargo("install --locked --quiet cargo-deny"))?;
    }
    run(&mut cargo("deny --locked check bans licenses sources"))?;
    println!("bans, licences and sources are as deny.toml says");
    if output_of(&mut cargo("deny --locked fetch db")).is_none() {
        println!("the advisory database cannot be reached from here: advisories were not checked");
        return Ok(());
    }
    run(&mut cargo("deny --locked check advisories"))?;
    println!("no advisory stands against a dependency");
    Ok(())
}
