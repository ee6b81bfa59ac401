//! Who started this program, as far as the operating system passes it.

use openjpki_manifests::{EXTENSION_ORIGIN, GECKO_ID};

/// A browser that passed the identity of our extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// Chrome, Chromium, Edge and their like: the extension's origin is the first argument.
    Chromium,
    /// Firefox: the manifest's path, then the add-on's id.
    Firefox,
}

/// Whoever started this program is not our extension.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stranger {
    /// Nothing was passed: a person started it.
    #[error(
        "a browser starts this program when a page asks for your card; run `openjpki-installer status` to see whether yours will"
    )]
    Person,
    /// Another extension, or something else.
    #[error("this program answers the OpenJPKI extension only; the caller is another one")]
    Other,
}

impl Caller {
    /// Recognises the caller by the arguments that browsers pass.
    ///
    /// # Errors
    /// [`Stranger`] if it is not the OpenJPKI extension.
    ///
    /// Source: Chrome and Firefox documentation on native messaging.
    pub fn identify(arguments: &[String]) -> Result<Self, Stranger> {
        match arguments {
            [] => Err(Stranger::Person),
            [origin, ..] if origin == EXTENSION_ORIGIN => Ok(Self::Chromium),
            [_, id, ..] if id == GECKO_ID => Ok(Self::Firefox),
            _ => Err(Stranger::Other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identify(arguments: &[&str]) -> Result<Caller, Stranger> {
        Caller::identify(&arguments.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn only_our_extension_is_served() {
        assert_eq!(identify(&[EXTENSION_ORIGIN]), Ok(Caller::Chromium));
        assert_eq!(identify(&["/path/manifest.json", GECKO_ID]), Ok(Caller::Firefox));
        assert_eq!(identify(&[]), Err(Stranger::Person));
        assert_eq!(
            identify(&["chrome-extension://aaaabbbbccccddddeeeeffffgggghhhh/"]),
            Err(Stranger::Other)
        );
        assert_eq!(identify(&["/path/manifest.json", "someone@else"]), Err(Stranger::Other));
    }
}
