//! The server behind a registration page of today (docs/PROTOCOL.md section 8): it gets two bare certificates in hidden fields.
//!
//! It fills a form in with what they say, and nothing here believes it: a copy of a certificate proves nothing.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openjpki::certificate::{AuthenticationCertificate, SignatureCertificate};

use super::http::Answer;

/// The form, with the holder's name, address and birth date from the signing certificate.
pub(super) fn form(body: &[u8]) -> Answer {
    match filled(body) {
        Ok(page) => Answer::found("text/html; charset=utf-8", page),
        Err(sentence) => Answer::refused("400 Bad Request", sentence),
    }
}

fn filled(body: &[u8]) -> Result<String, String> {
    let der = |name: &str| STANDARD.decode(field(body, name)?).map_err(|error| error.to_string());
    let signing = SignatureCertificate::from_der(&der("signing-certificate")?).map_err(|error| error.to_string())?;
    let authentication = AuthenticationCertificate::from_der(&der("authentication-certificate")?);
    let authentication = authentication.map_err(|error| error.to_string())?;
    let holder = signing.holder();
    let text = |value: Option<&str>| escaped(value.unwrap_or_default());
    Ok(format!(
        "<!doctype html><html lang=\"ja\"><meta charset=\"utf-8\"><title>STEP1</title>
<h1>STEP1</h1>
<form id=\"step1\">
<p><label>氏名 <input name=\"name\" value=\"{}\"></label>
<p><label>住所 <input name=\"address\" value=\"{}\"></label>
</form>
<p>With the authentication certificate <code id=\"serial\">{}</code>. Nobody proved anything yet.",
        text(holder.name.as_deref()),
        text(holder.address.as_deref()),
        hex(authentication.serial()),
    ))
}

/// One field of `application/x-www-form-urlencoded`; base64 needs three characters of it undone.
fn field(body: &[u8], name: &str) -> Result<String, String> {
    let body = std::str::from_utf8(body).map_err(|error| error.to_string())?;
    let mut pairs = body.split('&').filter_map(|pair| pair.split_once('='));
    let found = pairs.find(|(key, _)| *key == name).map(|(_, value)| value);
    let value = found
        .filter(|value| !value.is_empty())
        .ok_or(format!("{name} is empty"))?;
    Ok(value.replace("%2B", "+").replace("%2F", "/").replace("%3D", "="))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
