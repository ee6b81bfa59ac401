//! How a page looks: screenshots, light and dark, window size.

use std::path::Path;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{BrowserError, Page};

/// The color scheme that the person prefers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColorScheme {
    /// Dark text on a light ground.
    Light,
    /// Light text on a dark ground.
    Dark,
}

impl Page {
    /// Saves the whole page, also what one would have to scroll to, as a PNG file.
    ///
    /// # Errors
    /// [`BrowserError`] if the page cannot be drawn or the file not be written.
    pub fn screenshot(&self, file: &Path) -> Result<(), BrowserError> {
        let layout = self.call("Page.getLayoutMetrics", json!({}))?;
        let size = |name: &str| {
            layout
                .pointer(&format!("/cssContentSize/{name}"))
                .and_then(Value::as_f64)
                .unwrap_or(0.0)
        };
        let clip = json!({ "x": 0, "y": 0, "width": size("width"), "height": size("height"), "scale": 1 });
        let params = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let answer = self.call("Page.captureScreenshot", params)?;
        let picture = STANDARD
            .decode(answer.get("data").and_then(Value::as_str).unwrap_or_default())
            .map_err(|error| BrowserError::Other(format!("the screenshot is not base64: {error}")))?;
        let written = file
            .parent()
            .map_or(Ok(()), std::fs::create_dir_all)
            .and_then(|()| std::fs::write(file, picture));
        written.map_err(|error| BrowserError::Other(format!("cannot write {}: {error}", file.display())))
    }

    /// Lets the page believe that the person prefers light or dark.
    ///
    /// # Errors
    /// [`BrowserError`] if the page is gone.
    pub fn prefer(&self, scheme: ColorScheme) -> Result<(), BrowserError> {
        let value = if scheme == ColorScheme::Dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": value }]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": features }))
            .map(drop)
    }

    /// Puts the browser window that the page is in at a place of the display, in a size, in pixels.
    ///
    /// # Errors
    /// [`BrowserError`] if the page is gone.
    pub fn place(&self, [left, top]: [u32; 2], [width, height]: [u32; 2]) -> Result<(), BrowserError> {
        let window = self.call("Browser.getWindowForTarget", json!({ "targetId": self.target() }))?;
        let bounds = json!({ "left": left, "top": top, "width": width, "height": height });
        let id = window.get("windowId").cloned().unwrap_or_default();
        self.call("Browser.setWindowBounds", json!({ "windowId": id, "bounds": bounds }))
            .map(drop)
    }

    /// Sets the size of the page's viewport, in CSS pixels.
    ///
    /// # Errors
    /// [`BrowserError`] if the page is gone.
    pub fn resize(&self, width: u32, height: u32) -> Result<(), BrowserError> {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", metrics).map(drop)
    }
}
