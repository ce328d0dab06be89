//! What stands around a claim, as alignment sees it: names across scripts, deeds, ends of states, parts and wholes.

mod common;

use tertium::align::context::Sort;
use tertium::align::features::{Pairing, people_and_houses, people_and_things, place};
use tertium::align::{group, pairs};
use tertium::claim::{Claim, Report};
use tertium::pack;

fn read(lang: &str, text: &str) -> Report {
    common::read(text, pack::find(lang).map(|p| p.tag_static()))
}

/// The evidence of one name between the only claims of two reports.
fn evidence(name: &str, a: (&str, &str), b: (&str, &str)) -> f64 {
    let (a, b) = (read(a.0, a.1), read(b.0, b.1));
    let reports = [&a, &b];
    let pairing = Pairing::new(&reports);
    let all = pairs(&pairing);
    let across: Vec<_> = all.iter().filter(|p| p.a.0 != p.b.0).collect();
    assert_eq!(across.len(), 1, "{} claims and {}", a.claims.len(), b.claims.len());
    across[0].features[place(name)]
}

/// The same for reports, the first in English, that go on: of names that stand in every sentence nothing is told.
fn among(name: &str, a: &str, b: (&str, &str)) -> f64 {
    let report = |text: &str| format!("{text} The sky was clear. The dome stood open. The lamps were out. It was cold. Nobody spoke.");
    evidence(name, ("en", &report(a)), (b.0, &report(b.1)))
}

/// The names that stand with a claim of a report, as the story calls them.
fn names(reports: &[&Report], report: usize, claim: usize) -> Vec<String> {
    let story = Pairing::new(reports).story;
    story.around[report][claim].tokens.iter().filter(|t| t.token.sort == Sort::Name).map(|t| story.names[t.token.id as usize].clone()).collect()
}

#[test]
fn a_short_name_in_kana_is_known_by_what_stands_before_it() {
    let en = read("en", "Martin Mau leads the mill. Mau hired 31 millers.");
    let ja = read("ja", "マーティン・マウは製粉所を率いる。マウは製粉工31人を雇った。");
    let reports = [&en, &ja];
    assert_eq!(names(&reports, 1, 0), names(&reports, 0, 0));
    // With another given name two letters of sound are no evidence.
    let other = read("ja", "アントン・マウは製粉所を率いる。マウは製粉工31人を雇った。");
    let reports = [&en, &other];
    assert!(!names(&reports, 1, 0).contains(&"mau".to_owned()));
}

#[test]
fn what_is_counted_is_no_deed() {
    let deed = |lang, text: &str| {
        let r = read(lang, text);
        let around = &Pairing::new(&[&r]).story.around[0][0];
        around.deed.map(|d| pack::common().deeds[usize::from(d)].id.clone())
    };
    assert_eq!(deed("it", "Il museo ha assunto otto ricercatori.").as_deref(), Some("hire"));
    assert_eq!(deed("en", "The yard dismissed 14 researchers.").as_deref(), Some("dismiss"));
    assert_eq!(deed("de", "Der Verein hat drei Trainer entlassen.").as_deref(), Some("dismiss"));
}

#[test]
fn who_joined_in_a_year_has_been_there_since() {
    let evidence = |name, lang, text: &str| among(name, "Berta Halm joined the observatory in 2011.", (lang, text));
    assert_eq!(evidence("edge", "de", "Berta Halm ist seit 2012 an der Sternwarte."), 1.0);
    assert_eq!(evidence("clash-period", "de", "Berta Halm ist seit 2012 an der Sternwarte."), 0.0);
    assert_eq!(evidence("edge", "en", "Berta Halm left the observatory in 2012."), -1.0);
    assert_eq!(evidence("edge", "en", "Berta Halm painted the observatory in 2012."), 0.0);
    // Many join something.
    assert_eq!(evidence("edge", "en", "Someone else joined the observatory in 2012."), 0.0);
}

#[test]
fn who_leaves_one_house_for_another_is_hired_by_it() {
    let evidence = |name, lang, text: &str| among(name, "Kessington hired 14 gardeners from Larvessa.", (lang, text));
    assert_eq!(evidence("flow", "de", "14 Gärtner von Larvessa wechseln zu Kessington."), 2.0);
    assert_eq!(evidence("flow", "it", "Da Larvessa sono arrivati 14 giardinieri."), 1.0);
    assert_eq!(evidence("flow", "en", "14 Larvessa gardeners joined Kessington."), 2.0);
    assert_eq!(evidence("deed-opposite", "en", "14 gardeners left Larvessa."), 0.0);
    // One comes, the other goes.
    assert_eq!(evidence("flow", "en", "Larvessa hired 14 gardeners from Kessington."), -2.0);
    assert_eq!(evidence("flow", "en", "14 gardeners left Kessington."), -2.0);
    // Where nothing moves nothing is said.
    assert_eq!(evidence("flow", "en", "Kessington praised 14 gardeners."), 0.0);
}

#[test]
fn any_words_sound_like_some_name() {
    let en = read("en", "The firm Ranfeles sold 14 mills. Ranfeles grew.");
    // Written in characters that foreign names are written in, and in those of ordinary words with the same sound.
    let name = read("zh-Hans", "兰弗勒斯出售了14座磨坊。");
    let words = read("zh-Hans", "然而分了数14座磨坊。");
    assert_eq!(names(&[&en, &name], 1, 0), ["ranfeles"]);
    assert!(names(&[&en, &words], 1, 0).is_empty());
}

/// Names of the lists that a text mentions.
fn listed(lang: &str, text: &str) -> Vec<String> {
    use tertium::context::What;
    let r = read(lang, text);
    let id = |w: &What| if let What::Listed(n) = w { Some(pack::common().names[usize::from(*n)].id.clone()) } else { None };
    r.sentences.iter().flat_map(|s| &s.marks).filter_map(|m| id(&m.what)).collect()
}

#[test]
fn what_only_looks_like_a_listed_name() {
    // A small word has a capital where a sentence or a quotation begins.
    assert!(listed("en", "He hired 31 millers.").is_empty());
    assert!(listed("de", "Kurz nach der Messe kamen 31 Frauen.").is_empty());
    assert!(listed("it", "«Ma i mugnai sono 31».").is_empty());
    assert_eq!(listed("de", "Danach stellte Kurz 31 Frauen ein."), ["sebastian-kurz"]);
    // A verb before what it costs.
    assert!(listed("it", "Costa 31 milioni di euro.").is_empty());
    assert_eq!(listed("it", "Ieri Costa ha assunto 31 mugnai."), ["costa"]);
}

#[test]
fn a_given_name_in_characters_may_be_how_a_longer_name_begins() {
    let en = read("en", "The firm Martinelli sold 14 mills. Martinelli grew.");
    let longer = read("zh-Hans", "马丁内利出售了14座磨坊。");
    assert_eq!(names(&[&en, &longer], 1, 0), ["martinelli"]);
    let martin = read("en", "Martin sold 14 mills. Martin Brandt grew.");
    assert!(names(&[&martin, &longer], 1, 0).iter().all(|n| n != "martin"));
    for given in ["马丁出售了14座磨坊。", "马丁·布兰特出售了14座磨坊。", "马丁达成了14项协议。"] {
        assert!(names(&[&martin, &read("zh-Hans", given)], 1, 0).contains(&"martin".to_owned()), "{given}");
    }
}

#[test]
fn people_are_no_things() {
    let of = |apart: fn(&Claim, &Claim) -> bool, a: (&str, &str), b: (&str, &str)| apart(&read(a.0, a.1).claims[0], &read(b.0, b.1).claims[0]);
    let one = |a, b| of(people_and_things, a, b);
    assert!(one(("en", "Eleven directors sailed."), ("de", "Elf Schiffe sanken.")));
    assert!(one(("it", "Sono arrivati quattordici elicotteri."), ("en", "Fourteen people waited.")));
    // Of some things there are as many as of people.
    assert!(!one(("en", "They found 27 bodies."), ("de", "27 Menschen starben.")));
    assert!(!one(("it", "Il piano taglia 2.400 posti."), ("en", "2,400 people lose their work.")));
    // What has no name in the lexicon may be anything.
    assert!(!one(("en", "Eleven directors sailed."), ("de", "Elf Zwurbel sanken.")));
    let house = |a, b| of(people_and_houses, a, b);
    assert!(house(("ja", "現在は400人いる。"), ("zh-Hant", "牽涉380家公司。")));
    assert!(house(("en", "Four nurses work there."), ("de", "Das gilt in drei Ländern.")));
    assert!(!house(("en", "The crew of four was saved."), ("de", "Drei Menschen wurden gerettet.")));
}

#[test]
fn a_hedge_excludes_nothing() {
    let bare = ("en", "The ferry carried 40 lorries.");
    assert_eq!(evidence("clash-all", bare, ("en", "The ferry carried more than 40 lorries.")), 0.0);
    assert_eq!(evidence("clash-all", bare, ("it", "Il traghetto trasportava almeno 40 camion.")), 0.0);
}

#[test]
fn which_people_matters_where_people_are_counted() {
    let a = ("en", "The fund paid young residents $40 million.");
    assert_eq!(evidence("clash-who", a, ("en", "The fund paid $40 million.")), 0.0);
    let a = ("en", "The school taught 40 young people.");
    assert!(evidence("clash-who", a, ("en", "The school taught 40 people.")) > 0.0);
}

#[test]
fn a_part_is_not_the_whole() {
    let de = "Das Konsortium baut den Vardal-Tunnel. Für den Vardal-Tunnel sind in der ersten Phase 40 Millionen Euro geplant, insgesamt 120 \
              Millionen Euro.";
    let en = "The consortium is building the Vardal tunnel. It plans to spend 120 million euros on the Vardal tunnel in total.";
    let it = "Il consorzio costruisce il tunnel Vardal. Per il tunnel Vardal sono previsti oltre 40 milioni di euro.";
    let (a, b, c) = (read("de", de), read("en", en), read("it", it));
    let reports = [&a, &b, &c];
    let pairing = Pairing::new(&reports);
    let money = |id: &(usize, usize)| reports[id.0].claims[id.1].value.to_string();
    for g in group::form(&pairing, &pairs(&pairing)) {
        let values: Vec<String> = g.members.iter().map(money).collect();
        assert!(!(values.contains(&"40000000".to_owned()) && values.contains(&">40000000".to_owned())), "{values:?}");
    }
    let part = a.claims.iter().position(|c| c.value.to_string() == "40000000").expect("the first phase");
    assert!(pairing.partial((0, part)));
    assert!(!pairing.partial((1, 0)));
}

#[test]
fn two_ages_beside_two_people_are_no_one_fact() {
    let together = |en: &str, it: &str| {
        let (a, b) = (read("en", en), read("it", it));
        let reports = [&a, &b];
        let pairing = Pairing::new(&reports);
        let age = |id: &(usize, usize)| reports[id.0].claims[id.1].kind == tertium::kind::Kind::Age;
        group::form(&pairing, &pairs(&pairing)).iter().any(|g| g.members.iter().filter(|m| age(m)).count() > 1)
    };
    let en = "Selma Tavik, 41, won the Oslo marathon on Sunday. She beat Gerda Holub in the rain.";
    let it = "Selma Tavik ha vinto domenica la maratona di Oslo.";
    assert!(together(en, "Selma Tavik, 43 anni, ha vinto domenica la maratona di Oslo davanti a Gerda Holub."));
    assert!(!together(en, &format!("{it} Gerda Holub, 43 anni, è arrivata seconda.")));
}

#[test]
fn a_number_that_begins_a_sentence_is_not_what_a_finding_is_about() {
    let (en, de) = (read("en", "Eight bakers left in 2014."), read("de", "Acht Bäcker gingen 2014."));
    let found = tertium::finding::check(&[&en, &de], tertium::finding::Options::default());
    assert!(found.iter().any(|f| f.about.contains("baker")), "{:?}", found.iter().map(|f| &f.about).collect::<Vec<_>>());
    for f in found {
        assert!(!f.about.contains("eight") && !f.about.contains("acht"), "{}", f.about);
    }
}

#[test]
fn a_minus_sign_says_of_a_share_what_words_say() {
    let verdict = |a: (&str, &str), b: (&str, &str)| {
        let (a, b) = (read(a.0, a.1), read(b.0, b.1));
        let percent = |r: &Report| r.claims.iter().find(|c| c.kind == tertium::kind::Kind::Percent).cloned().expect("a share");
        tertium::judge::verdict(&percent(&a), &percent(&b))
    };
    use tertium::model::Verdict::{Agree, Contradiction};
    let (fewer, minus) = (("en", "The yard built 2% fewer boats than a year earlier."), ("it", "Il cantiere ha varato 412 barche (-2%)."));
    assert_eq!(verdict(fewer, minus), Some(Agree));
    assert_eq!(verdict(minus, ("de", "Die Werft baute 2 Prozent weniger Boote.")), Some(Agree));
    assert_eq!(verdict(minus, ("de", "Die Werft baute 4 Prozent weniger Boote.")), Some(Contradiction));
    assert_eq!(verdict(minus, ("de", "Die Werft baute 412 Boote (+2 %).")), Some(Contradiction));
}

#[test]
fn a_zero_that_is_written_behind_the_mark_was_measured() {
    use tertium::model::Verdict::{Agree, Contradiction, Rounded};
    let verdict = |a: &str, b: &str| {
        let (a, b) = (read("en", &format!("Prices rose by {a}% in May.")), read("de", &format!("Die Preise stiegen im Mai um {b} Prozent.")));
        let percent = |r: &Report| r.claims.iter().find(|c| c.kind == tertium::kind::Kind::Percent).cloned().expect("a share");
        tertium::judge::verdict(&percent(&a), &percent(&b))
    };
    assert_eq!(verdict("4.2", "4,0"), Some(Contradiction));
    assert_eq!(verdict("4.1", "4,0"), Some(Contradiction));
    assert_eq!(verdict("4.1", "4"), Some(Rounded));
    assert_eq!(verdict("4.04", "4,0"), Some(Rounded));
    assert_eq!(verdict("4.0", "4"), Some(Agree));
}

#[test]
fn behind_an_article_a_noun_with_a_capital_is_no_name() {
    let listed = |text: &str| {
        let r = read("de", text);
        let marks = r.sentences[0].marks.iter();
        marks
            .filter_map(|m| if let tertium::context::What::Listed(n) = m.what { Some(pack::common().names[usize::from(n)].id.clone()) } else { None })
            .collect::<Vec<_>>()
    };
    for text in
        ["Er nahm um acht den Zug.", "Sie sahen das Bild.", "Die 30 Gäste waren in der Halle.", "Der Koch kam um neun.", "Als Nummer 17 der Welt."]
    {
        assert_eq!(listed(text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(listed("Er wohnt in Zug und Essen."), ["zug", "essen"]);
    assert_eq!(listed("Das schrieb Bild am Montag."), ["bild"]);
}
