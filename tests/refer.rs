//! Counts that say again what was said before, or count part of it.

mod common;

use tertium::claim::Report;

fn read(lang: &str, text: &str) -> Report {
    common::read(text, tertium::pack::find(lang).map(|p| p.tag_static()))
}

fn echoes(lang: &str, text: &str) -> Vec<Option<usize>> {
    read(lang, text).claims.iter().map(|c| c.echoes).collect()
}

#[test]
fn things_known_from_before_are_said_again() {
    assert_eq!(echoes("en", "Nine divers went down. These nine are safe."), [None, Some(0)]);
    assert_eq!(echoes("de", "Neun Taucher stiegen ab. Die neun sind wohlauf."), [None, Some(0)]);
    assert_eq!(echoes("zh-Hans", "九名潜水员下水。这九人都回来了。"), [None, Some(0)]);
}

#[test]
fn people_counted_by_a_measure_word_alone_were_named_before() {
    assert_eq!(echoes("zh-Hans", "九名潜水员下水。九人都回来了。"), [None, Some(0)]);
    assert_eq!(echoes("ja", "潜水士9人が潜った。9人は戻った。"), [None, Some(0)]);
    assert_eq!(echoes("zh-Hans", "九名潜水员下水。爆炸造成九人死亡。"), [None, None]);
    assert_eq!(echoes("zh-Hans", "九名潜水员下水。另有九人在岸上。"), [None, None]);
}

#[test]
fn others_are_not() {
    // Another figure, another thing, no word that says that they are known.
    assert_eq!(echoes("en", "Nine divers went down. These eight are safe."), [None, None]);
    assert_eq!(echoes("en", "Nine divers went down. These nine boats are safe."), [None, None]);
    assert_eq!(echoes("en", "Nine divers went down. Nine are safe."), [None, None]);
}

#[test]
fn a_part_counts_what_the_whole_counts() {
    let units = |lang, text| read(lang, text).claims.into_iter().map(|c| c.unit).collect::<Vec<_>>();
    assert_eq!(units("de", "46 Taucher kamen, davon sieben aus Kiel."), ["diver", "diver"]);
    assert_eq!(units("it", "Sono arrivati 46 medici, di cui sette da Bari."), ["doctor", "doctor"]);
}

#[test]
fn what_is_left_out_takes_no_other_claim_with_it() {
    let text = "In 2019 nine divers went down. These nine are safe.";
    let mut r = read("en", text);
    r.forget(|_, c| c.value.to_string() == "2019");
    assert_eq!(r.claims.iter().map(|c| c.echoes).collect::<Vec<_>>(), [None, Some(0)]);
    r.forget(|_, c| c.unit == "diver");
    assert_eq!(r.claims.iter().map(|c| c.echoes).collect::<Vec<_>>(), [None]);
}

#[test]
fn amounts_told_again_in_another_currency() {
    let restates = |lang, text| read(lang, text).claims.into_iter().map(|c| c.restates).collect::<Vec<_>>();
    assert_eq!(restates("ja", "建設には1億2000万ユーロ、日本円でおよそ190億円がかかる。"), [None, Some(0)]);
    assert_eq!(restates("zh-Hans", "票房达450万美元，约合人民币3200万元。"), [None, Some(0)]);
    assert_eq!(restates("de", "Sie zahlte 48 Millionen Franken, umgerechnet rund 50 Millionen Euro."), [None, Some(0)]);
    assert_eq!(restates("it", "Costa 48 milioni di franchi, pari a circa 50 milioni di euro."), [None, Some(0)]);
    assert_eq!(restates("en", "It cost £40m, or about $52m."), [None, Some(0)]);
    assert_eq!(restates("it", "Costa 48 milioni di franchi, circa 50 milioni di euro."), [None, Some(0)]);
    // Two sums.
    assert_eq!(restates("it", "Costa 48 milioni di franchi, 50 milioni di euro in più."), [None, None]);
    assert_eq!(restates("en", "It cost £40m and about $52m."), [None, None]);
    assert_eq!(restates("ja", "建設には1億2000万ユーロ、維持におよそ190億円がかかる。"), [None, None]);
}

#[test]
fn what_a_report_says_more_exactly_elsewhere() {
    let verdict = |first: &str| {
        let a = read("en", first);
        let b = read("de", "Der Autobauer Landers streicht 23.000 Stellen.");
        let claims = |r: &Report, at: usize| (0..r.claims.len()).map(|i| (at, i)).collect::<Vec<_>>();
        let members = [claims(&a, 0), claims(&b, 1)].concat();
        tertium::finding::assemble(&[&a, &b], members, 0.9, "").verdict
    };
    let loose = "The carmaker Landers cuts more than 20,000 jobs.";
    assert_eq!(verdict(loose), tertium::model::Verdict::Tension);
    assert_eq!(verdict(&format!("{loose} It said that 23,000 jobs would go.")), tertium::model::Verdict::Agree);
}

#[test]
fn the_same_moment_in_another_zone() {
    let restates = |lang, text| read(lang, text).claims.iter().map(|c| c.restates).collect::<Vec<_>>();
    assert_eq!(restates("ja", "午前7時(日本時間同10時)に始まった。"), [None, Some(0)]);
    assert_eq!(restates("ja", "午前7時(日本時間7日午後2時)に始まった。"), [None, None, Some(0)]);
    assert_eq!(restates("de", "Es begann um 7 Uhr (6 Uhr GMT)."), [None, Some(0)]);
    // No zone, or no brackets.
    assert_eq!(restates("de", "Es begann um 7 Uhr (einige kamen um 6 Uhr)."), [None, None]);
    assert_eq!(restates("de", "Es begann um 7 Uhr, nach London kam es um 6 Uhr GMT."), [None, None]);
}
