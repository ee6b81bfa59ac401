//! The four attributes of a person in a signing certificate.

/// What the six otherNames say; an attribute that is `None` is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holder {
    /// `.1`: family and given name, separated by U+3000.
    pub name: Option<String>,
    /// `.2`: one digit for each character of the name, `1` where it replaces another.
    pub name_substitutions: Option<String>,
    /// `.3`: JIS X 0303: `1` male, `2` female, `9` not applicable, `0` unknown.
    pub sex: Option<String>,
    /// `.4`: era digit and Gregorian `YYYYMMDD`.
    pub birth_date: Option<String>,
    /// `.5`: address.
    pub address: Option<String>,
    /// `.6`: as `.2` for the address.
    pub address_substitutions: Option<String>,
}

impl Holder {
    /// A holder with all six attributes and no replaced character.
    pub fn new(name: &str, sex: &str, birth_date: &str, address: &str) -> Self {
        let no_substitution = |text: &str| Some("0".repeat(text.chars().count()));
        Self {
            name: Some(name.to_owned()),
            name_substitutions: no_substitution(name),
            sex: Some(sex.to_owned()),
            birth_date: Some(birth_date.to_owned()),
            address: Some(address.to_owned()),
            address_substitutions: no_substitution(address),
        }
    }

    /// The attributes that are there, in the order of the real certificates: .1 .4 .3 .5 .2 .6.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (u32, &str)> {
        let in_order = [
            (1, &self.name),
            (4, &self.birth_date),
            (3, &self.sex),
            (5, &self.address),
            (2, &self.name_substitutions),
            (6, &self.address_substitutions),
        ];
        in_order
            .into_iter()
            .filter_map(|(arc, value)| value.as_deref().map(|value| (arc, value)))
    }
}
