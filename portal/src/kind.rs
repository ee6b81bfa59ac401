//! The three kinds of registration, one button each, and the roles (利用者の区分) that each offers.

use serde::{Deserialize, Serialize};

/// Which of the three buttons of the top page was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// 外国人本人・その他.
    Applicant,
    /// 弁護士・行政書士: without a card (what to prepare, rows 1, 5 and 6).
    Agent,
    /// (窓口申請) 在留資格認定証明書電子交付希望者: without a card.
    Counter,
}

/// 利用者の区分: whose application the person will make, and as what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 外国人本人.
    ForeignNational,
    /// 法定代理人.
    LegalRepresentative,
    /// 配偶者，子，父又は母等（法定代理人を除く）.
    Relative,
    /// 弁護士.
    Lawyer,
    /// 行政書士.
    AdministrativeScrivener,
    /// (窓口申請) 在留資格認定証明書電子交付希望者.
    CounterApplicant,
}

/// Whether a field has to be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It must be there.
    Required,
    /// It may be there.
    Optional,
    /// It is not asked for, and dropped if it comes.
    Never,
}

impl Kind {
    /// All three, in the order of the buttons.
    pub const ALL: [Self; 3] = [Self::Applicant, Self::Agent, Self::Counter];

    /// As it is written in the database and in requests.
    pub fn code(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::Agent => "agent",
            Self::Counter => "counter",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether the registration begins with the card.
    pub fn needs_card(self) -> bool {
        self == Self::Applicant
    }

    /// The roles that the form offers.
    pub fn roles(self) -> &'static [Role] {
        match self {
            Self::Applicant => &[Role::ForeignNational, Role::LegalRepresentative, Role::Relative],
            Self::Agent => &[Role::Lawyer, Role::AdministrativeScrivener],
            Self::Counter => &[Role::CounterApplicant],
        }
    }

    /// Whether the form has the field 在留カード番号.
    pub fn asks_residence_card(self) -> bool {
        self == Self::Applicant
    }

    /// Whether the form has the field 届出済証明書番号.
    pub fn asks_notice_number(self) -> bool {
        self == Self::Agent
    }
}

impl Role {
    const ALL: [Self; 6] = [
        Self::ForeignNational,
        Self::LegalRepresentative,
        Self::Relative,
        Self::Lawyer,
        Self::AdministrativeScrivener,
        Self::CounterApplicant,
    ];

    /// As it is written in the form and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::ForeignNational => "foreign-national",
            Self::LegalRepresentative => "legal-representative",
            Self::Relative => "relative",
            Self::Lawyer => "lawyer",
            Self::AdministrativeScrivener => "administrative-scrivener",
            Self::CounterApplicant => "counter-applicant",
        }
    }

    /// The role with this code, if the kind offers it.
    pub fn from_code(kind: Kind, code: &str) -> Option<Self> {
        let role = Self::ALL.into_iter().find(|role| role.code() == code)?;
        kind.roles().contains(&role).then_some(role)
    }

    /// 在留カード番号: one's own for 外国人本人; for those who act for another, only if they hold one.
    pub fn residence_card(self) -> Need {
        match self {
            Self::ForeignNational => Need::Required,
            Self::LegalRepresentative | Self::Relative => Need::Optional,
            Self::Lawyer | Self::AdministrativeScrivener | Self::CounterApplicant => Need::Never,
        }
    }

    /// 届出済証明書番号: of those who apply for others by profession.
    pub fn notice_number(self) -> Need {
        match self {
            Self::Lawyer | Self::AdministrativeScrivener => Need::Required,
            _ => Need::Never,
        }
    }
}
