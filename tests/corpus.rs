//! Whole answers on the stories of the corpus, as the terminal and as programs see them.

mod common;

use tertium::model::Verdict;
use tertium::report::{self, View, json};

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

fn said(format: &str, answers: &[report::Answered], view: &View) -> String {
    report::find(format).expect("a format").findings(answers, view)
}

/// The whole answers on five stories; `gold.rs` reads all. One test a story, so that one change shows all its snapshots.
macro_rules! stories {
    ($($test:ident = $name:literal),* $(,)?) => {
        $(#[test]
        fn $test() {
            let mut answered = common::checked($name);
            snapshot(concat!($name, ".json"), &json::whole(std::slice::from_ref(&answered)));
            answered.findings.retain(|f| f.verdict != Verdict::Unmatched);
            snapshot(concat!($name, ".table"), &said("table", &[answered], &View::default()));
        })*

        #[test]
        fn snapshots_are_of_stories_that_are_there() {
            let all = common::stories();
            for name in [$($name),*] {
                assert!(all.iter().any(|s| s == name), "{name}");
            }
        }
    };
}

stories! {
    bakery_takeover = "bakery-takeover",
    dam_inspection = "dam-inspection",
    ferry_grounding = "ferry-grounding",
    hiring = "hiring",
    marathon_record = "marathon-record",
}

/// Every other format, on the story with the fewest reports.
#[test]
fn every_format_has_a_snapshot() {
    let name = "marathon-record";
    for r in report::ALL.iter().filter(|r| !["json", "table"].contains(&r.name())) {
        let mut answered = common::checked(name);
        answered.findings.retain(|f| f.verdict >= r.mildest());
        snapshot(&format!("{name}.{}", r.name()), &r.findings(&[answered], &View::default()));
    }
}

#[test]
fn the_table_at_other_widths() {
    for width in [60, 80, 160] {
        let mut answered = common::checked("hiring");
        answered.findings.retain(|f| f.verdict >= Verdict::Tension);
        let text = said("table", &[answered], &View { width, ..View::default() });
        // Nothing is wider than the terminal.
        for l in text.lines() {
            assert!(unicode_width::UnicodeWidthStr::width(l) <= width, "{width}: {l}");
        }
        snapshot(&format!("hiring.table-{width}"), &text);
    }
}

/// Aligned text in every format: both texts, the segment, what differs.
#[test]
fn aligned_text_in_every_format() {
    let table = "id\ten\tde\tja\n\
        s1\tIt paid 5 billion dollars.\tSie zahlte 5 Millionen Dollar.\t同社は50億ドルを支払った。\n\
        s2\tThe bridge, built in 1932, was closed.\tDie Brücke wurde gesperrt.\t1932年に建てられた橋が閉鎖された。\n\
        s3\tMore than 200,000 people came.\t200.000 Menschen kamen.\t20万人以上が訪れた。\n";
    for r in report::ALL {
        let mut answered = common::aligned("paid.tsv", table);
        answered.findings.retain(|f| f.verdict >= r.mildest());
        let text = r.findings(&[answered], &View::default());
        for word in ["s1", "s2", "s3"] {
            assert!(r.name() == "rdjsonl" || text.contains(word), "{}: {word}\n{text}", r.name());
        }
        snapshot(&format!("aligned.{}", r.name()), &text);
    }
}
