//! Laws that hold for any text.

use proptest::prelude::*;
use std::path::PathBuf;
use tertium::claim::{Report, read_report};
use tertium::clean::Markup;
use tertium::input::Source;
use tertium::{check_story, finding, judge, report::json};

const PIECES: [&str; 34] = [
    "über 200.000 Grafikkarten",
    "at least seven researchers",
    "至(zhì)少八名研究员",
    "4,4 Mrd. Euro",
    "$ 4.4 billion",
    "20万以上のGPU",
    "3月5日",
    "am 8. Juli 2025",
    "nel 2017",
    "un milione e mezzo",
    "三十几万",
    "12:30",
    " ",
    "\n",
    ". ",
    "。",
    "(33)",
    "１２％",
    "\u{00A0}",
    "GPT-4",
    "—",
    "-",
    "1.234.567,89",
    "½",
    "vor zwei Jahren",
    "去年",
    "&nbsp;",
    "<b>",
    "](",
    "1'200'000",
    "zwischen 10 und 15",
    "'",
    "\u{202E}",
    "3,5",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop_oneof![4 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned), 1 => "\\PC{0,6}"], 0..14)
        .prop_map(|v| v.concat())
}

fn read(text: &str, markup: Markup) -> Report {
    read_report(&Source { path: PathBuf::from("a.txt"), text: text.to_owned(), markup, lang: None }, None)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spans_quote_the_source(t in text()) {
        for markup in [Markup::Plain, Markup::Markdown, Markup::Html] {
            let r = read(&t, markup);
            for c in &r.claims {
                prop_assert!(c.span.0 < c.span.1 && c.span.1 <= t.len());
                prop_assert_eq!(&t[c.span.0..c.span.1], c.text.as_str());
                let lines = t[..c.span.0].matches('\n').count() + 1;
                prop_assert_eq!(c.line, lines);
            }
        }
    }

    #[test]
    fn judging_is_mirrored(a in text(), b in text()) {
        let (x, y) = (read(&a, Markup::Plain), read(&b, Markup::Plain));
        for p in &x.claims {
            for q in &y.claims {
                let (there, back) = (judge::judge(p, q), judge::judge(q, p));
                prop_assert_eq!(there.map(|j| j.verdict), back.map(|j| j.verdict));
            }
        }
    }

    #[test]
    fn a_report_agrees_with_itself(t in text()) {
        for c in &read(&t, Markup::Plain).claims {
            if let Some(j) = judge::judge(c, c) {
                prop_assert_eq!(j.verdict, tertium::model::Verdict::Agree);
            }
        }
    }

    #[test]
    fn anything_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(text) = tertium::input::decode(&PathBuf::from("x"), bytes) {
            read(&text, Markup::Plain);
            read(&text, Markup::Html);
        }
    }
}

/// The same answer for any number of threads and any order of the arguments.
#[test]
fn order_and_threads_change_nothing() {
    let files = ["en", "de", "it", "ja", "zh-Hans", "zh-Hant"].map(|l| PathBuf::from(format!("corpus/hiring/{l}.txt")));
    let answer = |threads: usize, reverse: bool| {
        let mut files = files.to_vec();
        if reverse {
            files.reverse();
        }
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| {
            let found = tertium::input::find(&files);
            let (reports, errors) = tertium::read_story(&found.stories[0], None);
            assert!(errors.is_empty());
            json::whole(&[check_story(String::new(), reports, finding::Options::default())])
        })
    };
    let first = answer(1, false);
    assert!(first.contains("\"contradiction\""));
    for (threads, reverse) in [(1, true), (2, false), (8, true)] {
        assert!(answer(threads, reverse) == first, "{threads} threads, reversed {reverse}");
    }
}
