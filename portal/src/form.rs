//! STEP1: what a person types, and the rules for it.
//!
//! [`Typed`] keeps every field as it was typed, right or wrong, so that nothing is lost. [`check()`] turns it into a [`Checked`] or says at
//! each field what is wrong. What the card said is not part of [`Typed`]: there is no field that could overwrite it.

mod check;
mod rules;

pub use check::{check, same_mail};
pub use rules::mail as mail_address;

use serde::{Deserialize, Serialize};

use crate::card::Sex;
use crate::kind::Role;
use crate::municipality::{Place, municipality};

/// The fields as they were typed, none of them checked.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    /// 利用者氏名, only where the card has none.
    pub name: String,
    /// 性別, `male` or `female`, only where the card has none.
    pub sex: String,
    /// 生年月日, `YYYY-MM-DD`, only where the card has none.
    pub birth_date: String,
    /// 検索条件: the code of a prefecture, two digits.
    pub prefecture: String,
    /// 検索条件: a part of the municipality's name, in any letters.
    pub place_name: String,
    /// 住居地 (都道府県市区町村), six digits.
    pub municipality: String,
    /// 住居地 (町名丁目番地号等).
    pub address: String,
    /// 電話番号.
    pub telephone: String,
    /// メールアドレス.
    pub mail: String,
    /// メールアドレス (確認).
    pub mail_again: String,
    /// 利用者の区分, a role's code.
    pub role: String,
    /// 在留カード番号.
    pub residence_card: String,
    /// 届出済証明書番号.
    pub notice_number: String,
    /// 利用規約に同意します, `agreed`.
    pub terms: String,
}

impl Typed {
    /// Every field by the `name` it has in the form.
    pub fn each(&self) -> [(&'static str, &str); 14] {
        [
            ("name", &self.name),
            ("sex", &self.sex),
            ("birth_date", &self.birth_date),
            ("prefecture", &self.prefecture),
            ("place_name", &self.place_name),
            ("municipality", &self.municipality),
            ("address", &self.address),
            ("telephone", &self.telephone),
            ("mail", &self.mail),
            ("mail_again", &self.mail_again),
            ("role", &self.role),
            ("residence_card", &self.residence_card),
            ("notice_number", &self.notice_number),
            ("terms", &self.terms),
        ]
    }

    /// The field by the `name` it has in the form.
    pub fn field_mut(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "name" => &mut self.name,
            "sex" => &mut self.sex,
            "birth_date" => &mut self.birth_date,
            "prefecture" => &mut self.prefecture,
            "place_name" => &mut self.place_name,
            "municipality" => &mut self.municipality,
            "address" => &mut self.address,
            "telephone" => &mut self.telephone,
            "mail" => &mut self.mail,
            "mail_again" => &mut self.mail_again,
            "role" => &mut self.role,
            "residence_card" => &mut self.residence_card,
            "notice_number" => &mut self.notice_number,
            "terms" => &mut self.terms,
            _ => return None,
        })
    }

    /// Brings prefecture and municipality together: a municipality that was found without a prefecture names its own, and one of
    /// another prefecture than the chosen one was left over from before the search.
    pub fn agree_on_place(&mut self) {
        if self.prefecture.is_empty()
            && let Some(place) = municipality(&self.municipality)
        {
            place.prefecture.code.clone_into(&mut self.prefecture);
        }
        if !self.municipality.starts_with(&self.prefecture) {
            self.municipality.clear();
        }
    }
}

/// A field of STEP1, for its errors and its labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// 利用者氏名.
    Name,
    /// 性別.
    Sex,
    /// 生年月日.
    BirthDate,
    /// 住居地 (都道府県市区町村).
    Municipality,
    /// 住居地 (町名丁目番地号等).
    Address,
    /// 電話番号.
    Telephone,
    /// メールアドレス.
    Mail,
    /// メールアドレス (確認).
    MailAgain,
    /// 利用者の区分.
    Role,
    /// 在留カード番号.
    ResidenceCard,
    /// 届出済証明書番号.
    NoticeNumber,
    /// 利用規約.
    Terms,
}

/// What is wrong at a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// Nothing was typed or chosen.
    Missing,
    /// Longer than the field takes.
    TooLong {
        /// The most characters.
        limit: usize,
    },
    /// Not in the form that the field asks for.
    Form,
    /// A birth date that no calendar has.
    NotADate,
    /// A birth date after today.
    InTheFuture,
    /// The second mail address is not the first.
    Different,
    /// The terms were ticked but never opened.
    TermsNotOpened,
}

/// The fields that are wrong, in the order of the form; at most one problem each.
pub type Problems = Vec<(Field, Problem)>;

/// A whole registration that keeps all rules.
#[derive(Clone)]
pub struct Checked {
    /// 利用者氏名.
    pub name: String,
    /// 性別.
    pub sex: Sex,
    /// 生年月日, `YYYY-MM-DD`.
    pub birth_date: String,
    /// 住居地 (都道府県市区町村).
    pub place: Place,
    /// 住居地 (町名丁目番地号等).
    pub address: String,
    /// 電話番号.
    pub telephone: String,
    /// メールアドレス.
    pub mail: String,
    /// 利用者の区分.
    pub role: Role,
    /// 在留カード番号.
    pub residence_card: Option<String>,
    /// 届出済証明書番号.
    pub notice_number: Option<String>,
}

impl Field {
    /// The field's `name` in the form.
    pub fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Sex => "sex",
            Self::BirthDate => "birth_date",
            Self::Municipality => "municipality",
            Self::Address => "address",
            Self::Telephone => "telephone",
            Self::Mail => "mail",
            Self::MailAgain => "mail_again",
            Self::Role => "role",
            Self::ResidenceCard => "residence_card",
            Self::NoticeNumber => "notice_number",
            Self::Terms => "terms",
        }
    }
}
