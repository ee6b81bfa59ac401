//! Means from outside: what no button and no card can do. Host, service and card stay the real ones.

use std::fs::{Permissions, set_permissions, write};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use openjpki_manifests::EXTENSION_ORIGIN;
use openjpki_tests::browser::{Browser, Page};
use openjpki_tests::stage::{Stage, host_program};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

/// The service that starts next knows no reader.
pub(crate) fn take_reader_away(stage: &Stage) {
    in_shell(
        stage,
        "mv /run/pcscd/reader.conf /run/pcscd/later && : > /run/pcscd/reader.conf",
    );
}

/// The service that starts next knows the reader again.
pub(crate) fn bring_reader_back(stage: &Stage) {
    in_shell(stage, "mv /run/pcscd/later /run/pcscd/reader.conf");
}

/// A program that becomes the host once `file` is there: a computer that is busy with something else.
pub(crate) fn slow_host(stage: &Stage, file: &Path) -> PathBuf {
    let lines = format!(
        "while [ ! -e '{}' ]; do sleep 0.02; done\nexec '{}' \"$@\"",
        file.display(),
        host_program().display()
    );
    script(stage, "slow-host", &lines)
}

/// A program that says hello in another version of the protocol.
pub(crate) fn host_of_another_version(stage: &Stage) -> PathBuf {
    stand_in(stage, 9, &[])
}

/// A program that answers the first request, whatever it is, with the error `code`.
pub(crate) fn host_that_refuses(stage: &Stage, code: &str) -> PathBuf {
    let error = json!({ "code": -32000, "message": "", "data": { "code": code } });
    stand_in(stage, 1, &[json!({ "jsonrpc": "2.0", "id": 1, "error": error })])
}

/// The browser finds no host any more.
pub(crate) fn unregister(stage: &Stage) {
    std::fs::remove_dir_all(stage.profile().join("NativeMessagingHosts")).unwrap();
}

fn stand_in(stage: &Stage, protocol: u32, frames: &[Value]) -> PathBuf {
    let hello = json!({ "jsonrpc": "2.0", "method": "hello", "params": { "version": "9.0.0", "protocol": protocol } });
    let mut lines = vec![says(&hello), "head -c 5 > /dev/null".to_owned()];
    lines.extend(frames.iter().map(says));
    lines.push("exec cat > /dev/null".to_owned());
    script(stage, "stand-in", &lines.join("\n"))
}

/// Ends the host that waits for the PIN window `pinentry`, as a crash would.
pub(crate) fn end_host_of(pinentry: u32) {
    let status = std::fs::read_to_string(format!("/proc/{pinentry}/stat")).unwrap();
    let after_name = status.rsplit(')').next().unwrap();
    let parent = after_name.split_whitespace().nth(1).unwrap().parse().unwrap();
    kill_process(Pid::from_raw(parent).unwrap(), Signal::KILL).unwrap();
}

/// The extension's worker, woken by the site's page.
pub(crate) fn worker(browser: &Browser, page: &Page) -> Page {
    page.evaluate("import('/openjpki.js').then((openjpki) => openjpki.status())")
        .unwrap();
    let address = format!("{EXTENSION_ORIGIN}worker/worker.js");
    let targets = browser.targets().unwrap();
    let worker = targets.iter().find(|target| target.url == address);
    browser.attach(&worker.expect("the worker is awake").id).unwrap()
}

/// Until the worker starts anew it sends the host in place of each request the messages that `change(message)` gives.
pub(crate) fn rewrite_requests(worker: &Page, change: &str) {
    let script = format!(
        "(() => {{
           globalThis.realConnect ??= chrome.runtime.connectNative.bind(chrome.runtime);
           const change = {change};
           chrome.runtime.connectNative = (name) => {{
             const port = globalThis.realConnect(name);
             const post = port.postMessage.bind(port);
             port.postMessage = (message) => {{
               for (const changed of message.id && message.method ? change(message) : [message]) post(changed);
             }};
             return port;
           }};
         }})()"
    );
    worker.evaluate(&script).unwrap();
}

/// Ten minutes of the worker's timers pass in one second, until [`slow_down`].
pub(crate) fn hurry(worker: &Page) {
    worker
        .evaluate(
            "(() => { const real = globalThis.realTimeout = setTimeout;
               globalThis.setTimeout = (done, time, ...rest) => real(done, time >= 600_000 ? 1_000 : time, ...rest); })()",
        )
        .unwrap();
}

/// Ten minutes are ten minutes again: what comes next may take longer than a second.
pub(crate) fn slow_down(worker: &Page) {
    worker
        .evaluate("(() => { globalThis.setTimeout = globalThis.realTimeout; })()")
        .unwrap();
}

/// The shell command that writes one frame: its length in native byte order, then the text.
fn says(frame: &Value) -> String {
    let text = frame.to_string();
    let length: String = u32::try_from(text.len())
        .unwrap()
        .to_ne_bytes()
        .iter()
        .map(|byte| format!("\\{byte:03o}"))
        .collect();
    format!("printf '{length}'\nprintf '%s' '{text}'")
}

fn script(stage: &Stage, name: &str, lines: &str) -> PathBuf {
    let path = stage.folder().join(name);
    write(&path, format!("#!/bin/sh\n{lines}\n")).unwrap();
    set_permissions(&path, Permissions::from_mode(0o755)).unwrap();
    path
}

fn in_shell(stage: &Stage, line: &str) {
    assert!(
        stage.command("sh").args(["-c", line]).status().unwrap().success(),
        "{line}"
    );
}
