//! The coded words of a check. Pages translate them; facts and the API carry them as they are, so a word once released stays.

use serde::{Deserialize, Serialize};

/// How a check came out. Unknown is not bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Looked at and fine.
    Ok,
    /// Looked at and wrong.
    Bad,
    /// Not told, or not to be told from what is there.
    Unknown,
}

/// Keeps the word on the wire and the word in code on one line.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $word)] $variant,)* }

        impl $name {
            /// All of them, in the order written here.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word as facts, the API and the keys of translations carry it.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(self.word())
            }
        }
    };
}

words! {
    /// What a check looked at.
    What {
        /// The mail address as written.
        Address = "address",
        /// Whether the domain takes mail (MX or A); found out after capture.
        MailDomain = "mail_domain",
        /// A throw-away mailbox.
        Disposable = "disposable",
        /// A mailbox of a free or access provider.
        FreeMail = "free_mail",
        /// A mailbox of a position, not of a person.
        Role = "role",
        /// A mistyped well-known domain.
        Typo = "typo",
        /// The telephone number.
        Phone = "phone",
        /// The country.
        Country = "country",
        /// The state, province or canton.
        State = "state",
        /// The domain of the company.
        CompanyDomain = "company_domain",
        /// The person's name.
        Name = "name",
        /// The field that people do not see.
        Honeypot = "honeypot",
        /// The time from the page to the submission.
        TooFast = "too_fast",
        /// How many from one address or network.
        Rate = "rate",
        /// The same form instance sent again.
        Replay = "replay",
        /// A lead that may be the same person; found out by the identity rules.
        Duplicate = "duplicate",
    }
}

words! {
    /// Why a check is bad or unknown, or why a text was refused.
    Code {
        /// Nothing was written.
        Missing = "missing",
        /// No @ in it.
        NoAt = "no_at",
        /// Nothing before the @.
        NoLocalPart = "no_local_part",
        /// More than 64 octets before the @ (RFC 5321, 4.5.3.1.1).
        LocalPartTooLong = "local_part_too_long",
        /// A dot at the start, at the end, or two in a row before the @.
        LocalPartDots = "local_part_dots",
        /// A character that no mail server takes before the @.
        LocalPartCharacter = "local_part_character",
        /// A quoted local part that does not end, or goes on after its end.
        LocalPartQuotes = "local_part_quotes",
        /// A comment in brackets.
        Comment = "comment",
        /// A display name or angle brackets around the address.
        DisplayName = "display_name",
        /// White space in the address.
        Space = "space",
        /// A control or invisible character.
        ControlCharacter = "control_character",
        /// More than 254 octets in all.
        AddressTooLong = "address_too_long",
        /// Nothing after the @.
        NoDomain = "no_domain",
        /// A domain of one label.
        DomainNoDot = "domain_no_dot",
        /// An IP address in square brackets: legal mail, no lead.
        AddressLiteral = "address_literal",
        /// Not a host name: characters, hyphens, dots or lengths.
        DomainNotValid = "domain_not_valid",
        /// A last label that is no top-level domain's form.
        TopLevelNotValid = "top_level_not_valid",
        /// A name that never takes mail: localhost, invalid, test, onion …
        DomainReserved = "domain_reserved",
        /// On the list of throw-away mail.
        DisposableDomain = "disposable_domain",
        /// On the list of free mail.
        FreeMailDomain = "free_mail_domain",
        /// Forwarded by a privacy service: a real person, an unknown company.
        PrivacyRelay = "privacy_relay",
        /// A position's word before the @.
        RoleMailbox = "role_mailbox",
        /// One slip of the finger away from a well-known domain.
        NearKnownDomain = "near_known_domain",
        /// Taken from the website that was given, as the mail address tells no company.
        FromWebsite = "from_website",
        /// Neither mail nor website tells the company.
        NoCompanyDomain = "no_company_domain",
        /// Fewer digits than any number there has.
        TooShort = "too_short",
        /// Longer than allowed.
        TooLong = "too_long",
        /// Not the form of a telephone number.
        NotANumber = "not_a_number",
        /// A national number, and no country to read it in.
        NoCountry = "no_country",
        /// No country has this calling code.
        CallingCode = "calling_code",
        /// A length that no number there has.
        WrongLength = "wrong_length",
        /// The right length, outside the ranges in use: newer than our data, or wrong.
        NotInPlan = "not_in_plan",
        /// No country of this name or code.
        UnknownCountry = "unknown_country",
        /// No state of this name or code in that country.
        UnknownState = "unknown_state",
        /// A web address where a name belongs.
        Url = "url",
        /// One letter over and over.
        RepeatedLetters = "repeated_letters",
        /// Digits only.
        DigitsOnly = "digits_only",
        /// No letter in it.
        NoLetters = "no_letters",
        /// A filler: test, asdf, n/a.
        Placeholder = "placeholder",
        /// A NUL character.
        Nul = "nul",
        /// The hidden field was filled in.
        HoneypotFilled = "honeypot_filled",
        /// Sent faster than a person writes.
        FasterThanAPerson = "faster_than_a_person",
        /// The time is not known.
        TimeNotKnown = "time_not_known",
        /// Too many from this mail address.
        ManyFromAddress = "many_from_address",
        /// Too many from this network.
        ManyFromNetwork = "many_from_network",
        /// This form instance was sent before.
        SentBefore = "sent_before",
    }
}
