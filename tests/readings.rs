//! Writing that can be read in two ways: both readings stay until the report's own usage decides, and what stays open
//! alone never makes a contradiction.

mod common;

use tertium::judge;
use tertium::model::Verdict;

/// Value and other readings of the last claim of a text.
fn last(text: &str, lang: &'static str) -> (String, Vec<String>) {
    let r = common::read(text, Some(lang));
    let c = r.claims.last().unwrap_or_else(|| panic!("no claim in {text}"));
    (format!("{} {}", c.value, c.unit).trim().to_owned(), c.also.iter().map(ToString::to_string).collect())
}

fn says(text: &str, lang: &'static str, value: &str, also: &[&str]) {
    let (v, a) = last(text, lang);
    assert_eq!((v.as_str(), a.iter().map(String::as_str).collect::<Vec<_>>()), (value, also.to_vec()), "{text}");
}

#[test]
fn one_mark_before_three_digits() {
    // Nothing decides.
    says("Der Preis liegt bei 1.234 Euro.", "de", "1234 EUR", &["1.234"]);
    says("Diesel kostete 1,234 Euro.", "de", "1.234 EUR", &["1234"]);
    says("The rate stood at $1.234.", "en", "1.234 USD", &["1234"]);
    // Another figure of the report does.
    says("Es waren 4,5 Prozent. Der Preis liegt bei 1.234 Euro.", "de", "1234 EUR", &[]);
    says("Es waren 1.234.567 Euro. Der Preis liegt bei 1.234 Euro.", "de", "1234 EUR", &[]);
    says("The rate was $1.25. Later it stood at $1.234.", "en", "1.234 USD", &[]);
    // Things that are counted one by one come in no thousandths.
    says("Es kamen 1.234 Menschen.", "de", "1234 person", &[]);
    says("1.234 people came.", "en", "1234 person", &["1.234"]);
    // The number of a version has a full stop in every language and says nothing of figures.
    says("Con la versione 4.0 del programma arrivarono 18.000 utenti.", "it", "18000 user", &[]);
    says("Mit Ausgabe 3.1 des Programms kamen 18.000 Nutzer.", "de", "18000 user", &[]);
    // A nought in front, or more digits, leave no doubt.
    says("Die Rate lag bei 0,234 Euro.", "de", "0.234 EUR", &[]);
    says("Es kostet 12345,678 Euro.", "de", "12345.678 EUR", &[]);
}

#[test]
fn which_week_last_tuesday_is_in() {
    let told = |lang, on: &str, text: &str| {
        let r = common::read(&format!("{on}\n\n{text}"), Some(lang));
        r.claims.last().expect("a claim").clone()
    };
    // The tenth of July 2025 is a Thursday.
    let english = told("en", "OLVERA, July 10, 2025 (AP)", "The council approved the bridge last Tuesday.");
    let german = told("de", "Olvera, 10. Juli 2025 (dpa)", "Der Rat hat die Brücke am vergangenen Dienstag genehmigt.");
    let italian = told("it", "Olvera, 10 luglio 2025 (ANSA)", "Il consiglio ha approvato il ponte martedì scorso.");
    let chinese = told("zh-Hans", "新华社奥尔韦拉2025年7月10日电", "市议会上周二批准了大桥。");
    for c in [&english, &german, &italian] {
        assert_eq!(c.also.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2025-07-01"], "{}", c.text);
        assert_eq!(judge::verdict(c, &chinese), Some(Verdict::Tension), "{}", c.text);
    }
    let bare = told("en", "OLVERA, July 10, 2025 (AP)", "The council approved the bridge on Tuesday.");
    assert_eq!(judge::verdict(&bare, &chinese), Some(Verdict::Contradiction));
    // Told on a Monday the two are one day.
    assert!(told("en", "OLVERA, July 7, 2025 (AP)", "The council approved the bridge last Tuesday.").also.is_empty());
    assert!(told("en", "OLVERA, July 10, 2025 (AP)", "The last vote was on Tuesday.").also.is_empty());
}

#[test]
fn weekdays_that_are_not_of_this_week() {
    let told = |lang, on: &str, text: &str| {
        let r = common::read(&format!("{on}\n\n{text}"), Some(lang));
        r.claims.last().and_then(|c| c.resolved.clone()).expect("a day").to_string()
    };
    // The 13th of July 2025 is a Sunday: last Sunday is not that day, nor is the next.
    assert_eq!(told("it", "Olvera, 13 luglio 2025 (ANSA)", "La diga ha ceduto domenica scorsa."), "2025-07-06");
    assert_eq!(told("it", "Olvera, 13 luglio 2025 (ANSA)", "Domenica prossima si vota."), "2025-07-20");
    assert_eq!(told("de", "Olvera, 10. Juli 2025 (dpa)", "Am kommenden Dienstag wird gewählt."), "2025-07-15");
    assert_eq!(told("de", "Olvera, 10. Juli 2025 (dpa)", "Am Dienstag wurde gewählt."), "2025-07-08");
    assert_eq!(told("en", "OLVERA, July 10, 2025 (AP)", "They vote this coming Sunday."), "2025-07-13");
    // A bare one may be ahead.
    let claim = |lang, on: &str, text: &str| common::read(&format!("{on}\n\n{text}"), Some(lang)).claims.last().expect("a claim").clone();
    let bare = claim("en", "OLVERA, July 10, 2025 (AP)", "Talks are due to resume on Tuesday.");
    let coming = claim("de", "Olvera, 10. Juli 2025 (dpa)", "Am kommenden Dienstag wird verhandelt.");
    assert_eq!(judge::verdict(&bare, &coming), Some(Verdict::Agree));
    let past = claim("de", "Olvera, 10. Juli 2025 (dpa)", "Am kommenden Mittwoch wird verhandelt.");
    assert_eq!(judge::verdict(&bare, &past), Some(Verdict::Contradiction));
}

#[test]
fn day_and_month_in_figures() {
    says("It was signed on 04/05/2024.", "en", "2024-04-05", &["2024-05-04"]);
    says("It began on 25/12/2023. It was signed on 04/05/2024.", "en", "2024-05-04", &[]);
    says("It began on 12/25/2023. It was signed on 04/05/2024.", "en", "2024-04-05", &[]);
    says("It began on 3 March 2023. It was signed on 04/05/2024.", "en", "2024-05-04", &[]);
    says("It was signed on 04/04/2024.", "en", "2024-04-04", &[]);
    says("Unterzeichnet am 04.05.2024.", "de", "2024-05-04", &[]);
}

#[test]
fn share_or_day() {
    says("3/4", "en", "3/4", &["XXXX-04-03", "XXXX-03-04"]);
    says("3/4 of the voters came.", "en", "3/4", &[]);
}

#[test]
fn scale_words_of_two_sizes() {
    says("一共2兆个。", "zh-Hans", "2000000000000", &["2000000"]);
    says("总额达2兆日元。", "zh-Hans", "2000000000000 JPY", &[]);
    says("一共2兆個。", "zh-Hant", "2000000000000", &[]);
}

#[test]
fn the_bare_word_for_money() {
    says("股價收在312元。", "zh-Hant", "312 XXX", &[]);
    says("營收新台幣5億元。股價收在312元。", "zh-Hant", "312 TWD", &[]);
    says("市值5億港元。股價收在312元。", "zh-Hant", "312 HKD", &[]);
    says("市值5億港元,約新台幣20億元。股價收在312元。", "zh-Hant", "312 XXX", &[]);
    says("股价收在312元。", "zh-Hans", "312 CNY", &[]);
}

#[test]
fn what_stays_open_makes_no_contradiction() {
    let verdict = |a: (&str, &'static str), b: (&str, &'static str)| {
        let (a, b) = (common::read(a.0, Some(a.1)), common::read(b.0, Some(b.1)));
        let (a, b) = (&a.claims[a.claims.len() - 1], &b.claims[b.claims.len() - 1]);
        let (there, back) = (judge::judge(a, b).map(|j| j.verdict), judge::judge(b, a).map(|j| j.verdict));
        assert_eq!(there, back);
        there
    };
    // One of the readings agrees.
    assert_eq!(verdict(("Der Preis liegt bei 1,234 Euro.", "de"), ("The price is 1234 euros.", "en")), Some(Verdict::Tension));
    assert_eq!(verdict(("It was signed on 04/05/2024.", "en"), ("Unterzeichnet am 4. Mai 2024.", "de")), Some(Verdict::Tension));
    // None of them does.
    assert_eq!(verdict(("Der Preis liegt bei 1.234 Euro.", "de"), ("The price is 1700 euros.", "en")), Some(Verdict::Contradiction));
    assert_eq!(verdict(("It was signed on 04/05/2024.", "en"), ("Unterzeichnet am 9. Mai 2024.", "de")), Some(Verdict::Contradiction));
    // The report itself decides.
    assert_eq!(
        verdict(("Es waren 4,5 Prozent. Der Preis liegt bei 1,234 Euro.", "de"), ("The price is 1234 euros.", "en")),
        Some(Verdict::Contradiction)
    );
}
