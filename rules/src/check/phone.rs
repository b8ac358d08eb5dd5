//! Telephone numbers to E.164, with the country they belong to.

use super::code::Code;
use super::plan::{self, Plan};
use super::written;

/// A telephone number that could be in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct E164 {
    /// `+` and digits.
    pub number: String,
    /// ISO alpha-2; `None` where the calling code belongs to no country (800, 882 …).
    pub country: Option<&'static str>,
    /// Behind the switchboard, digits.
    pub extension: Option<String>,
}

/// Reads a telephone number as written in a country (alpha-2); with a plus the country is not needed.
///
/// # Errors
/// A code. `not_in_plan` says that the length is right and the range is not in use as far as our data knows.
pub fn phone(text: &str, country: Option<&str>) -> Result<E164, Code> {
    let written = written::read(text)?;
    let found = if written.plus {
        international(&written.digits)
    } else {
        match country.and_then(plan::of_region) {
            Some(home) => at_home(home, &written.digits),
            None => written
                .digits
                .strip_prefix("00")
                .map_or(Err(Code::NoCountry), international),
        }
    };
    found.map(|number| E164 {
        extension: written.extension,
        ..number
    })
}

/// Digits that begin with a calling code. After a plus some write the prefix for calls abroad as well.
fn international(digits: &str) -> Result<E164, Code> {
    let digits = digits.trim_start_matches('0');
    let (plans, rest) = plan::of_digits(digits).ok_or(Code::CallingCode)?;
    let main = plans.first().ok_or(Code::CallingCode)?;
    among(plans, &main.without_prefix(rest))
        .or_else(|| among(plans, rest))
        .ok_or_else(|| why_not(plans, rest))
}

/// Digits as dialled in a country: abroad by its prefix, at home, or abroad with the plus forgotten.
fn at_home(home: &'static Plan, digits: &str) -> Result<E164, Code> {
    if let Some(Ok(number)) = home.abroad(digits).map(international) {
        return Ok(number);
    }
    let national = home.without_prefix(digits);
    let plans = plan::of_calling_code(home.code);
    if home.holds(&national) && home.leads(&national) != Some(false) {
        return Ok(number(home, &national));
    }
    if let Some(found) = among(plans, &national) {
        return Ok(found);
    }
    forgotten_plus(home, digits).ok_or_else(|| why_not(plans, &national))
}

/// `0041 …` where the prefix for calls abroad is another, `41 …` without its plus. Only the home's own code: more would be guessing.
fn forgotten_plus(home: &Plan, digits: &str) -> Option<E164> {
    if let Some(rest) = digits.strip_prefix("00") {
        return international(rest).ok();
    }
    let code = home.code.to_string();
    if digits.starts_with(&code) {
        international(digits).ok()
    } else {
        None
    }
}

/// The first country of a shared code to which the number belongs.
fn among(plans: &'static [Plan], national: &str) -> Option<E164> {
    let belongs = |plan: &&Plan| match plan.leads(national) {
        Some(leads) => leads && plan.holds(national),
        None => plan.holds(national),
    };
    plans.iter().find(belongs).map(|plan| number(plan, national))
}

fn number(plan: &'static Plan, national: &str) -> E164 {
    let country = (plan.region != "001").then_some(plan.region);
    E164 {
        number: format!("+{}{national}", plan.code),
        country,
        extension: None,
    }
}

fn why_not(plans: &[Plan], national: &str) -> Code {
    let fits = |digits: &str| plans.iter().any(|plan| plan.length_fits(digits));
    let possible = fits(national) || plans.first().is_some_and(|main| fits(&main.without_prefix(national)));
    if possible { Code::NotInPlan } else { Code::WrongLength }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, country: &str) -> Result<(String, Option<&'static str>), Code> {
        phone(text, Some(country).filter(|code| !code.is_empty())).map(|found| (found.number, found.country))
    }

    #[test]
    fn numbers_as_people_write_them() {
        let rows: &[(&str, &str, &str, &str)] = &[
            ("030 123456", "DE", "+4930123456", "DE"),
            ("+49 (0)30 123456", "", "+4930123456", "DE"),
            ("0049 30 123456", "", "+4930123456", "DE"),
            ("0049 30 123456", "US", "+4930123456", "DE"),
            ("4930123456", "DE", "+4930123456", "DE"),
            ("Tel.: 030/123 456", "DE", "+4930123456", "DE"),
            ("(415) 555-2671", "US", "+14155552671", "US"),
            ("1-415-555-2671", "US", "+14155552671", "US"),
            ("604 555 2671", "US", "+16045552671", "CA"),
            ("011 44 20 7946 0958", "US", "+442079460958", "GB"),
            ("+44 (0)20 7946 0958", "DE", "+442079460958", "GB"),
            ("044 668 18 00", "CH", "+41446681800", "CH"),
            ("06 4200 1234", "IT", "+390642001234", "IT"),
            ("+39 06 4200 1234", "", "+390642001234", "IT"),
            ("+7 701 511 22 33", "", "+77015112233", "KZ"),
            ("8 (495) 123-45-67", "RU", "+74951234567", "RU"),
            ("011 15-2345-6789", "AR", "+5491123456789", "AR"),
            ("٠٥٠ ١٢٣ ٤٥٦٧", "AE", "+971501234567", "AE"),
            ("\u{202a}+49 30 123456\u{202c}", "", "+4930123456", "DE"),
        ];
        for (text, country, number, belongs) in rows {
            assert_eq!(
                read(text, country),
                Ok(((*number).to_owned(), Some(*belongs))),
                "{text} in {country}"
            );
        }
    }

    #[test]
    fn a_number_that_is_none_says_why() {
        let rows: &[(&str, &str, Code)] = &[
            ("", "DE", Code::Missing),
            ("12", "DE", Code::TooShort),
            ("call me", "DE", Code::NotANumber),
            ("030 123456 or 030 123457", "DE", Code::NotANumber),
            ("030 123456", "", Code::NoCountry),
            ("+999 123456", "", Code::CallingCode),
            ("+1 415 555", "", Code::WrongLength),
            ("+1 015 555 2671", "", Code::NotInPlan),
            ("2012-01-02 08:00", "US", Code::NotANumber),
            ("anna@acme.example", "DE", Code::NotANumber),
            ("1234567890123456789012345", "DE", Code::TooLong),
        ];
        for (text, country, code) in rows {
            assert_eq!(read(text, country), Err(*code), "{text} in {country}");
        }
    }

    #[test]
    fn extensions_are_kept_beside_the_number() {
        for text in [
            "030 123456 ext. 78",
            "030 123456 x78",
            "030 123456, 78",
            "030 123456 #78",
            "030 123456 Durchwahl 78",
        ] {
            let found = phone(text, Some("DE")).unwrap();
            assert_eq!(
                (found.number.as_str(), found.extension.as_deref()),
                ("+4930123456", Some("78")),
                "{text}"
            );
        }
        assert_eq!(
            phone("tel:+49-30-123456;ext=78", None).unwrap().extension.as_deref(),
            Some("78")
        );
        assert_eq!(
            phone("tel:30123456;phone-context=+49", None).unwrap().number,
            "+4930123456"
        );
    }

    #[test]
    fn a_freephone_number_of_no_country() {
        assert_eq!(phone("+800 1234 5678", None).unwrap().country, None);
    }
}
