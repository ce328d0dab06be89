//! Whole answers on the stories of the corpus, as the terminal and as programs see them.

mod common;

use tertium::model::Verdict;
use tertium::report::{json, table};

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// One test a story, so that one change shows all its snapshots.
macro_rules! stories {
    ($($test:ident = $name:literal),* $(,)?) => {
        $(#[test]
        fn $test() {
            let mut answered = common::checked($name);
            snapshot(concat!($name, ".json"), &json::whole(std::slice::from_ref(&answered)));
            answered.findings.retain(|f| f.verdict != Verdict::Unmatched);
            snapshot(concat!($name, ".table"), &table::findings(&[answered], Some(120), false));
        })*

        #[test]
        fn every_story_has_snapshots() {
            assert_eq!(common::stories(), [$($name),*]);
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
