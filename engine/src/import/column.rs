//! Whose export a file is, and what its columns hold. An owner's column is never the lead's own identity.

use rules::fields::{FieldKind, OwnFields};
use std::collections::BTreeMap;

/// What a column holds of a lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// E-mail address.
    Email,
    /// Whole name.
    Name,
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// Company.
    Company,
    /// Telephone number.
    Phone,
    /// Country.
    Country,
    /// Job title.
    JobTitle,
    /// Website.
    Website,
    /// Source code.
    Source,
    /// Campaign code.
    Campaign,
    /// Form code.
    Form,
    /// Landing page.
    Landing,
    /// What the person wrote.
    Message,
    /// The id in the other system.
    ExternalId,
    /// Request, content, event, newsletter.
    Kind,
    /// When it happened.
    OccurredAt,
    /// When it was won.
    WonAt,
    /// How many people work there.
    Employees,
}

/// Whose export it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum System {
    /// Nobody's that is known.
    #[default]
    File,
    /// HubSpot's screen export or internal names.
    Hubspot,
    /// Salesforce's objects or reports.
    Salesforce,
    /// Mautic's.
    Mautic,
    /// Marketo's.
    Marketo,
    /// Olist's leads and wins.
    Olist,
}

impl System {
    /// As an external id begins.
    pub fn code(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Hubspot => "hubspot",
            Self::Salesforce => "salesforce",
            Self::Mautic => "mautic",
            Self::Marketo => "marketo",
            Self::Olist => "olist",
        }
    }
}

/// Names of columns as `plain` leaves them; where several are there, the first that is filled counts.
const NAMES: [(Field, &[&str]); 19] = [
    (
        Field::Email,
        &[
            "email",
            "emailaddress",
            "workemail",
            "businessemail",
            "mail",
            "propertyemail",
        ],
    ),
    (Field::Name, &["fullname", "name", "contactname", "leadname"]),
    (
        Field::FirstName,
        &["firstname", "givenname", "vorname", "propertyfirstname"],
    ),
    (
        Field::LastName,
        &["lastname", "surname", "familyname", "nachname", "propertylastname"],
    ),
    (
        Field::Company,
        &[
            "company",
            "companyname",
            "companyaccount",
            "accountname",
            "organization",
            "organisation",
            "firma",
            "associatedcompany",
            "propertycompany",
        ],
    ),
    (
        Field::Phone,
        &[
            "phone",
            "phonenumber",
            "telephone",
            "telefon",
            "mobile",
            "mobilephone",
            "mobilephonenumber",
            "propertyphone",
        ],
    ),
    (
        Field::Country,
        &[
            "country",
            "countryregion",
            "countrycode",
            "land",
            "mailingcountry",
            "propertycountry",
        ],
    ),
    (
        Field::JobTitle,
        &["jobtitle", "position", "title", "role", "propertyjobtitle"],
    ),
    (Field::Website, &["website", "websiteurl", "url", "homepage"]),
    (
        Field::Source,
        &[
            "source",
            "leadsource",
            "utmsource",
            "originalsource",
            "originaltrafficsource",
            "hsanalyticssource",
            "origin",
        ],
    ),
    (Field::Campaign, &["campaign", "utmcampaign", "campaignname"]),
    (Field::Form, &["form", "formname", "firstconversion"]),
    (
        Field::Landing,
        &["landingpage", "landing", "landingpageid", "landingpageurl"],
    ),
    (Field::Message, &["message", "comment", "comments"]),
    (
        Field::ExternalId,
        &["externalid", "recordid", "contactid", "leadid", "id", "uuid"],
    ),
    (Field::Kind, &["kind", "submissionkind"]),
    (
        Field::OccurredAt,
        &[
            "occurredat",
            "submittedat",
            "collectedat",
            "createdate",
            "createddate",
            "createdat",
            "created",
            "dateadded",
            "date",
            "timestamp",
            "propertycreatedate",
            "firstcontactdate",
        ],
    ),
    (Field::WonAt, &["wonat", "wondate"]),
    (
        Field::Employees,
        &[
            "employees",
            "numberofemployees",
            "noofemployees",
            "numemployees",
            "companysize",
        ],
    ),
];

/// Case, punctuation and marks do not matter.
pub fn plain(header: &str) -> String {
    header
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Which columns hold what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Whose export it is.
    pub system: System,
    /// Places by field, the preferred first.
    pub places: BTreeMap<Field, Vec<usize>>,
    /// A company's own fields: name, kind, place.
    pub own: Vec<(String, FieldKind, usize)>,
    /// Columns that nothing is made of.
    pub unmapped: Vec<String>,
}

impl Mapping {
    /// Told by the header. A column that is not one of Baton's may hold an own field: it bears its label, its name, or
    /// its name without the group.
    pub fn of(header: &[String], fields: &OwnFields) -> Self {
        let plain: Vec<String> = header.iter().map(|name| plain(name)).collect();
        let mut places = BTreeMap::new();
        for (field, names) in NAMES {
            let found: Vec<usize> = names
                .iter()
                .filter_map(|name| plain.iter().position(|p| p == name))
                .collect();
            if !found.is_empty() {
                places.insert(field, found);
            }
        }
        let taken = |n: &usize| places.values().any(|of: &Vec<usize>| of.contains(n));
        let own: Vec<_> = (0..header.len())
            .filter(|n| !taken(n))
            .filter_map(|n| own_field(&plain[n], fields).map(|(name, kind)| (name, kind, n)))
            .collect();
        let used = |n: &usize| taken(n) || own.iter().any(|(_, _, place)| place == n);
        let unmapped = (0..header.len())
            .filter(|n| !used(n))
            .map(|n| header[n].clone())
            .collect();
        Self {
            system: system(&plain),
            places,
            unmapped,
            own,
        }
    }

    /// Whether rows can say who somebody is.
    pub fn knows_people(&self) -> bool {
        [Field::Email, Field::Phone, Field::ExternalId]
            .iter()
            .any(|field| self.places.contains_key(field))
    }

    /// What a row holds of a field, trimmed; `None` where it is empty.
    pub fn value<'r>(&self, row: &'r csv::StringRecord, field: Field) -> Option<&'r str> {
        let filled = |place: &usize| row.get(*place).map(str::trim).filter(|text| !text.is_empty());
        self.places.get(&field)?.iter().find_map(filled)
    }
}

fn own_field(header: &str, fields: &OwnFields) -> Option<(String, FieldKind)> {
    if header.is_empty() {
        return None;
    }
    let current = || fields.fields.iter().filter(|(_, field)| field.retired_at.is_none());
    let by = |bears: fn(&str, &str) -> String| {
        current().find(|(name, field)| plain(&bears(name.as_str(), &field.label)) == header)
    };
    let short = |name: &str, _: &str| name.split_once('.').map_or(name, |(_, rest)| rest).to_owned();
    let found = by(|_, label| label.to_owned())
        .or_else(|| by(|name, _| name.to_owned()))
        .or_else(|| by(short));
    found.map(|(name, field)| (name.clone(), field.kind.clone()))
}

fn system(plain: &[String]) -> System {
    let has = |name: &str| plain.iter().any(|p| p == name);
    if has("mqlid") {
        System::Olist
    } else if has("preferredlocale") || has("attributiondate") {
        System::Mautic
    } else if has("inferredcompany") || has("leadrating") {
        System::Marketo
    } else if (has("isdeleted") && has("masterrecordid")) || has("companyaccount") || has("leadowner") {
        System::Salesforce
    } else if has("contactowner") || has("recordid") || has("hubspotownerid") || has("propertyemail") {
        System::Hubspot
    } else {
        System::File
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping(header: &str) -> Mapping {
        mapping_with(header, &OwnFields::default())
    }

    fn mapping_with(header: &str, fields: &OwnFields) -> Mapping {
        Mapping::of(&header.split(',').map(str::to_owned).collect::<Vec<_>>(), fields)
    }

    #[test]
    fn a_column_may_hold_an_own_field_by_its_label_or_name() {
        let field = |label: &str, retired_at| rules::fields::OwnField {
            kind: FieldKind::Number,
            label: label.to_owned(),
            personal: false,
            indexed: false,
            retired_at,
        };
        let fields = OwnFields {
            fields: BTreeMap::from([
                ("company.trucks".to_owned(), field("Trucks owned", None)),
                ("company.docks".to_owned(), field("Docks", None)),
                ("company.ramps".to_owned(), field("Ramps", Some(rules::Instant(0)))),
            ]),
            ..OwnFields::default()
        };
        let found = mapping_with("Email,Trucks owned,company.docks,Ramps,", &fields);
        let names: Vec<(&str, usize)> = found.own.iter().map(|(name, _, n)| (name.as_str(), *n)).collect();
        assert_eq!(names, [("company.trucks", 1), ("company.docks", 2)]);
        assert_eq!(found.unmapped, ["Ramps", ""], "what is retired is written no more");
        assert_eq!(mapping_with("email,docks", &fields).own.len(), 1);
    }

    #[test]
    fn exports_are_recognised_by_their_headers() {
        let rows = [
            ("Record ID,First Name,Last Name,Email,Contact owner", System::Hubspot),
            ("Id,IsDeleted,MasterRecordId,LastName,Email", System::Salesforce),
            ("Lead Owner,First Name,Company / Account,Email", System::Salesforce),
            ("id,title,firstname,position,email,preferred_locale", System::Mautic),
            ("First Name,Email Address,Inferred Company", System::Marketo),
            ("mql_id,first_contact_date,landing_page_id,origin", System::Olist),
            ("email,name", System::File),
        ];
        for (header, system) in rows {
            assert_eq!(mapping(header).system, system, "{header}");
        }
    }

    #[test]
    fn an_owner_is_never_the_lead_and_a_position_outranks_a_title() {
        let owned = mapping("Lead Owner,Owner Email,Contact owner");
        assert!(!owned.knows_people());
        assert_eq!(owned.unmapped.len(), 3);
        let row = csv::StringRecord::from(vec!["Dr", "Head of Sales"]);
        assert_eq!(
            mapping("title,position").value(&row, Field::JobTitle),
            Some("Head of Sales")
        );
        let row = csv::StringRecord::from(vec!["", "+49 30 23125 001"]);
        assert_eq!(
            mapping("Phone,Mobile Phone").value(&row, Field::Phone),
            Some("+49 30 23125 001")
        );
    }
}
