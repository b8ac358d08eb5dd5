//! A draft as somebody works on it: its forms as a browser sends them, and what comes back.

use crate::books::house::{Got, House};
use axum::http::StatusCode;

/// The forms of a page as a browser would send them: every input with its value.
pub fn forms(page: &str) -> Vec<Vec<(String, String)>> {
    let forms = page
        .split("<form")
        .skip(1)
        .map(|form| form.split("</form>").next().unwrap());
    forms.map(inputs).collect()
}

pub fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = tag.split_once(&format!(" {name}=\""))?.1;
    Some(plain(rest.split('"').next()?))
}

pub fn plain(html: &str) -> String {
    let named = [
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#38;", "&"),
    ];
    named
        .iter()
        .fold(html.to_owned(), |text, (from, to)| text.replace(from, to))
}

pub fn inputs(form: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (at, _) in form.match_indices('<') {
        let tag = &form[at..at + form[at..].find('>').unwrap_or(0)];
        let Some(name) = attribute(tag, "name") else { continue };
        let inner = |end: &str| form[at + tag.len() + 1..].split(end).next().unwrap().to_owned();
        if tag.starts_with("<input") {
            let ticks = tag.contains("type=\"checkbox\"") || tag.contains("type=\"radio\"");
            if !ticks || tag.contains(" checked") {
                all.push((name, attribute(tag, "value").unwrap_or_default()));
            }
        } else if tag.starts_with("<textarea") {
            let text = inner("</textarea>");
            all.push((name, plain(text.strip_prefix('\n').unwrap_or(&text))));
        } else if tag.starts_with("<select") {
            let options = inner("</select>");
            let chosen = options.split("<option").skip(1).find(|one| one.contains(" selected"));
            let first = options.split("<option").nth(1);
            let value = chosen.or(first).and_then(|one| attribute(&format!(" {one}"), "value"));
            all.push((name, value.unwrap_or_default()));
        }
    }
    all
}

pub fn value<'a>(form: &'a [(String, String)], name: &str) -> &'a str {
    form.iter()
        .find(|(known, _)| known == name)
        .map_or("", |(_, value)| value)
}

pub fn with(form: &[(String, String)], changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut form = form.to_vec();
    for (name, value) in changes {
        match form.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => (*value).clone_into(old),
            None => form.push(((*name).to_owned(), (*value).to_owned())),
        }
    }
    form
}

pub async fn differences(house: &House) -> u64 {
    let report = engine::verify::verify(house.engine.ledger(), &mut |_, _| {})
        .await
        .unwrap();
    report.found
}

pub struct Desk<'a> {
    pub house: &'a House,
    pub who: rules::fact::Role,
    pub draft: String,
}

impl Desk<'_> {
    pub async fn begin(house: &House, who: rules::fact::Role) -> Desk<'_> {
        let begun = house.post(who, "/agreement/drafts", &[]).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
        let draft = begun.to;
        Desk { house, who, draft }
    }

    pub async fn text(&self) -> String {
        let page = self.house.get(self.who, &format!("{}/text", self.draft)).await;
        let forms = forms(&page.text);
        let form = forms.iter().find(|form| !value(form, "text").is_empty()).unwrap();
        value(form, "text").to_owned()
    }

    /// The card of a part that stands at this place; the new one where it says so.
    pub async fn card(&self, part: &str, at: &str, new: bool) -> Vec<(String, String)> {
        let page = self.house.get(self.who, &format!("{}/{part}", self.draft)).await;
        assert_eq!(page.status, StatusCode::OK);
        let is = |form: &Vec<(String, String)>| {
            !value(form, "_seen").is_empty() && value(form, "_at") == at && (value(form, "_new") == "yes") == new
        };
        forms(&page.text)
            .into_iter()
            .find(is)
            .unwrap_or_else(|| panic!("{part} {at}"))
    }

    pub async fn send(&self, part: &str, form: &[(String, String)], act: &str) -> Got {
        let mut form: Vec<(&str, &str)> = form
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        form.push(("_act", act));
        self.house
            .post(self.who, &format!("{}/{part}", self.draft), &form)
            .await
    }

    pub async fn change(&self, part: &str, at: &str, changes: &[(&str, &str)]) -> Got {
        let form = self.card(part, at, false).await;
        self.send(part, &with(&form, changes), "save").await
    }
}
