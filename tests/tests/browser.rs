//! The browser driver against pages of its own: what the end-to-end tests stand on.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::thread::sleep;
use std::time::{Duration, Instant};

use openjpki_tests::browser::{BrowserError, ColorScheme, Launch, PATIENCE};

const PAGE: &str = "data:text/html,<meta charset=utf-8><title>t</title><style>@media(prefers-color-scheme:dark){body{background:black}}</style>\
<input name=phone value=old><select name=kind><option value=a>A</option><option value=b>B</option></select><input type=date name=day>\
<button id=late style=display:none>late</button><p id=said></p><script>\
setTimeout(()=>late.style.display='block',300);\
late.onclick=()=>{said.textContent='active:'+navigator.userActivation.isActive+' lang:'+navigator.language+' '+document.querySelector('[name=phone]').value};\
console.log('hello',7);</script>";

#[test]
fn clicks_types_and_looks() {
    let folder = tempfile::tempdir().unwrap();
    let browser = Launch::new(folder.path().join("profile"))
        .language("ja")
        .start()
        .unwrap();
    let page = browser.open(PAGE).unwrap();
    assert_eq!(page.evaluate("navigator.userActivation.isActive").unwrap(), false);
    page.fill("[name=phone]", "03-1234").unwrap();
    page.fill("[name=kind]", "b").unwrap();
    page.fill("[name=day]", "1990-01-02").unwrap();
    page.click("#late").unwrap();
    assert_eq!(page.text("#said").unwrap(), "active:true lang:ja 03-1234");
    assert_eq!(page.value("[name=day]").unwrap(), "1990-01-02");
    assert_eq!(page.messages(), ["log: hello 7"]);
    page.prefer(ColorScheme::Dark).unwrap();
    assert_eq!(
        page.evaluate("getComputedStyle(document.body).backgroundColor")
            .unwrap(),
        "rgb(0, 0, 0)"
    );
    let file = folder.path().join("page.png");
    page.screenshot(&file).unwrap();
    assert!(std::fs::read(file).unwrap().starts_with(b"\x89PNG"));
    assert!(matches!(page.evaluate("missing.thing"), Err(BrowserError::Threw(_))));
}

#[test]
fn nothing_outlives_the_browser() {
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("profile");
    let browser = Launch::new(&profile).start().unwrap();
    browser.open("data:text/html,hello").unwrap().close().unwrap();
    browser.wait_until_closed("data:").unwrap();
    drop(browser);
    let deadline = Instant::now() + PATIENCE;
    while !running_with(profile.to_str().unwrap()).is_empty() {
        assert!(
            Instant::now() < deadline,
            "left: {:?}",
            running_with(profile.to_str().unwrap())
        );
        sleep(Duration::from_millis(50));
    }
}

/// The command lines of all processes that name `word`.
fn running_with(word: &str) -> Vec<String> {
    let processes = std::fs::read_dir("/proc").unwrap();
    let lines = processes.filter_map(|entry| std::fs::read(entry.ok()?.path().join("cmdline")).ok());
    lines
        .map(|line| String::from_utf8_lossy(&line).into_owned())
        .filter(|line| line.contains(word))
        .collect()
}
