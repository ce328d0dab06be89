//! Laws that hold for every text.

mod common;

use proptest::prelude::*;
use tertium::claim::Report;
use tertium::clean::{Markup, clean};
use tertium::model::Verdict;
use tertium::{finding, input, judge, pack};

/// Pieces of which texts are made: numbers, hedges, units, markup and noise in all scripts.
const PIECES: &[&str] = &[
    "über ",
    "mindestens ",
    "fünf",
    "zwanzig",
    "Millionen ",
    "1.234",
    "1,5 ",
    "Euro",
    "200.000 Grafikkarten",
    ". ",
    "am 3. Oktober 2024",
    "more than ",
    "twenty",
    "-one ",
    "billion ",
    "$5bn",
    "half a ",
    "hours",
    "in 2014",
    "18 months",
    "per cent",
    "almeno ",
    "ventuno ",
    "mila ",
    "metà ",
    "l'",
    "30%",
    "il 5 maggio",
    "约",
    "至少",
    "八名",
    "二十万",
    "20万",
    "亿美元",
    "年",
    "月",
    "日",
    "周二",
    "萬",
    "億",
    "百分之",
    "三分之一",
    "人",
    "約",
    "以上",
    "一億二千万円",
    "５０％",
    "令和",
    "半年",
    "カ月",
    "ヶ月",
    "第",
    "\u{00A0}",
    "\u{3000}",
    "\n",
    "\r\n",
    "\t",
    "(",
    ")",
    "（",
    "）",
    "-",
    "–",
    "〜",
    "/",
    ":",
    "&amp;",
    "&#x",
    "<b>",
    "</p>",
    "<!--",
    "**",
    "[x](y)",
    "e\u{301}",
    "\u{200B}",
    "\u{202E}",
    "🎉",
    "½",
    "², ",
    "٣",
    "९",
    "Москва ",
    "99999999999999999999999999999999999999999",
    "0",
    "-0",
];

fn text() -> impl Strategy<Value = String> {
    let piece =
        prop_oneof![8 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from), 1 => "[0-9.,]{1,9}"];
    prop::collection::vec(piece, 0..24).prop_map(|v| v.concat())
}

fn tag() -> impl Strategy<Value = Option<&'static str>> {
    let mut tags: Vec<Option<&'static str>> = pack::tags().map(Some).collect();
    tags.push(None);
    prop::sample::select(tags)
}

/// A report of one phrase a line, with the seams of its parts varied.
fn phrase() -> impl Strategy<Value = (&'static str, String)> {
    let figure = prop_oneof![(1u32..60).prop_map(|n| n.to_string()), (1u32..200).prop_map(|n| (n * 100).to_string())];
    let frame = prop::sample::select(vec![
        ("en", "at least {} hours"),
        ("en", "{} hours"),
        ("en", "about {} days"),
        ("en", "{} per cent"),
        ("en", "less than {} euros"),
        ("en", "{} researchers"),
        ("de", "mehr als {} Euro"),
        ("de", "{} Forscher"),
        ("de", "rund {} Prozent"),
        ("it", "oltre {} ricercatori"),
        ("it", "{} euro"),
        ("ja", "{}人以上"),
        ("ja", "約{}時間"),
        ("zh-Hans", "至少{}人"),
        ("zh-Hans", "{}天"),
    ]);
    (frame, figure).prop_map(|((lang, f), n)| (lang, f.replace("{}", &n)))
}

fn quotes(text: &str, r: &Report) {
    let mut last = 0;
    for c in &r.claims {
        assert_eq!(text.get(c.span.0..c.span.1), Some(c.text.as_str()), "{text:?}");
        assert!(!c.text.is_empty(), "an empty claim in {text:?}");
        let line = text.split('\n').nth(c.line - 1).expect("a line");
        let rest: String = line.chars().skip(c.column - 1).collect();
        let head = c.text.split('\n').next().unwrap_or("");
        assert!(rest.starts_with(head), "line and column of {:?} in {text:?}", c.text);
        assert!(c.clean.0 >= last, "claims overlap or are out of order in {text:?}");
        last = c.clean.0;
    }
}

fn round_trip(text: &str, markup: Markup) {
    let c = clean(text, markup);
    let mut before = 0;
    for (i, ch) in c.text.char_indices() {
        let (from, to) = c.map.source(i, i + ch.len_utf8());
        assert!(text.get(from..to).is_some(), "{from}..{to} is no place in {text:?}");
        assert!(from >= before, "the way back turns round at {i} in {text:?}");
        before = from;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_span_quotes_the_source(text in text(), tag in tag()) {
        quotes(&text, &common::read(&text, tag));
    }

    #[test]
    fn offsets_round_trip(text in text(), markdown in any::<bool>()) {
        round_trip(&text, if markdown { Markup::Markdown } else { Markup::Plain });
    }

    #[test]
    fn offsets_round_trip_in_html(text in text()) {
        round_trip(&text, Markup::Html);
    }

    #[test]
    fn judging_mirrors(a in phrase(), b in phrase()) {
        let (x, y) = (common::read(&a.1, Some(a.0)), common::read(&b.1, Some(b.0)));
        for p in &x.claims {
            for q in &y.claims {
                let (there, back) = (judge::judge(p, q), judge::judge(q, p));
                prop_assert_eq!(there.map(|j| j.verdict), back.map(|j| j.verdict), "{:?} {:?}", a, b);
            }
        }
        for p in &x.claims {
            if let Some(j) = judge::judge(p, p) {
                prop_assert_eq!(j.verdict, Verdict::Agree, "{:?} with itself", a);
            }
        }
    }

    #[test]
    fn order_of_reports_changes_no_finding(texts in prop::collection::vec(prop::collection::vec(phrase(), 1..4), 2..4)) {
        let reports: Vec<Report> = texts
            .iter()
            .enumerate()
            .map(|(n, lines)| {
                let text = lines.iter().map(|l| l.1.as_str()).collect::<Vec<_>>().join(".\n");
                let mut r = common::read(&text, Some(lines[0].0));
                r.path = format!("{n}.txt");
                r
            })
            .collect();
        let said = |refs: &[&Report]| -> Vec<String> {
            let mut v: Vec<String> = finding::check(refs, finding::Options::default()).iter().map(|f| format!("{} {}", f.verdict.name(), f.id)).collect();
            v.sort();
            v
        };
        let mut refs: Vec<&Report> = reports.iter().collect();
        let there = said(&refs);
        refs.reverse();
        prop_assert_eq!(there, said(&refs));
    }

    #[test]
    fn reading_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200), tag in tag()) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        quotes(&text, &common::read(&text, tag));
        if let Ok(text) = input::decode("bytes".as_ref(), bytes) {
            quotes(&text, &common::read(&text, tag));
        }
    }

    #[test]
    fn any_text_is_read(text in any::<String>(), tag in tag()) {
        quotes(&text, &common::read(&text, tag));
    }
}
