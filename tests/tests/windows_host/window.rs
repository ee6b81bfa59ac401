//! The PIN window itself: in front, in order for the keyboard and for screen readers, and as large as the screen asks for.

use std::process::Stdio;

use openjpki_tests::stage::judge::wait_until_left_clean;
use openjpki_tests::stage::{WindowsStage, root};
use serde_json::json;

use crate::{PIN, ask, ask_in, pin_window, wait_until, words};

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn it_comes_to_the_front_with_the_keyboard_in_its_field() {
    let (windows, card) = WindowsStage::with_card("hanako");
    let display = &windows.person.display;
    let mut notepad = windows.command("notepad");
    let mut notepad = notepad.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    display.activate(&display.wait_for_window("notepad.exe"));
    let mut host = windows.host();
    host.ask(1, "authenticate", ask());
    let window = pin_window(&windows);
    assert!(window.field().unwrap().focused, "{window:?}");
    display.activate(&display.wait_for_window("notepad.exe"));
    host.send(&json!({ "jsonrpc": "2.0", "method": "show-window", "params": { "id": 1 } }));
    // Wine gives no program the keyboard of another: what shows is that the window was told, and takes the keyboard from a person.
    wait_until(|| log_of(&windows).contains("brought to the front"));
    display.activate(&display.wait_for_window("openjpki-host.exe"));
    let typed = display.command("xdotool").args(["type", PIN]).status();
    assert!(typed.unwrap().success());
    windows.person.enters("");
    host.reply(1).result();
    wait_until_left_clean(&card);
    notepad.kill().unwrap();
    notepad.wait().unwrap();
}

fn log_of(windows: &WindowsStage) -> String {
    let files = std::fs::read_dir(windows.log_folder()).unwrap();
    let texts = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap_or_default());
    texts.collect()
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn its_parts_are_in_order_and_the_field_follows_its_name() {
    let (windows, _card) = WindowsStage::with_card("hanako");
    let mut host = windows.host();
    host.ask(1, "authenticate", ask());
    let window = pin_window(&windows);
    let order: Vec<String> = window
        .controls
        .iter()
        .map(|control| control.text.replace('&', ""))
        .collect();
    let at = |text: &str| order.iter().position(|found| found.contains(text)).expect(text);
    let field = window
        .controls
        .iter()
        .position(|control| control.class == "Edit")
        .unwrap();
    // a screen reader takes the text before a field for its name
    assert_eq!(at("User authentication PIN"), field - 1, "{order:?}");
    let reading = [
        at("example.go.jp"),
        at("https://portal.example.go.jp"),
        at(words().purpose.authenticate),
        at("It will receive"),
        field,
        at(words().ok),
        at(words().cancel),
    ];
    assert!(reading.is_sorted(), "{reading:?}: {order:?}");
    windows.person.presses("Tab");
    let window = windows.person.sees(|window| !window.field().unwrap().focused);
    assert!(
        window.button(words().cancel).unwrap().focused,
        "OK cannot be pressed yet: {window:?}"
    );
    windows.person.presses("Tab");
    windows.person.sees(|window| window.field().unwrap().focused);
    windows.person.presses("Escape");
    assert_eq!(host.reply(1).code(), "user-cancelled");
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn it_grows_with_the_letters_of_the_screen() {
    let [normal, large] = [96, 192].map(|dots_per_inch| {
        let windows = WindowsStage::set().with_dots_per_inch(dots_per_inch);
        let _card = windows.stage.plug("hanako");
        let mut host = windows.host();
        host.ask(1, "authenticate", ask_in("ja"));
        let window = windows.person.sees(|window| window.field().is_some());
        let name = format!("ja-pin-at-{dots_per_inch}-dots-per-inch.png");
        windows
            .person
            .photographs(&root().join("target/screenshots/windows").join(name));
        let [left, _, right, _] = window.field().unwrap().place;
        right - left
    });
    let times = f64::from(large) / f64::from(normal);
    assert!((1.8..2.2).contains(&times), "{times} times as wide");
}
