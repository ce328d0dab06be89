//! A report of another story among the files of one: it belongs to no finding.

mod common;

use tertium::{claim, finding, input};

fn reports(story: &str) -> Vec<claim::Report> {
    let found = input::find(&[std::path::PathBuf::from(format!("corpus/{story}"))]);
    found.stories[0].files.iter().map(|f| claim::read_report(&input::read(f).expect("a report"), None)).collect()
}

#[test]
fn a_stray_report_belongs_to_no_finding() {
    let names = common::stories();
    for (n, story) in names.iter().enumerate() {
        let mut own = reports(story);
        let strays = own.len();
        own.push(reports(&names[(n + 1) % names.len()]).swap_remove(n % 5));
        let refs: Vec<&claim::Report> = own.iter().collect();
        let found = finding::check(&refs, finding::Options::default());
        let across = found.iter().filter(|f| f.claims.iter().any(|c| c.0 == strays) && f.claims.iter().any(|c| c.0 != strays));
        assert_eq!(across.count(), 0, "{story} and {}", own[strays].path);
        assert!(found.iter().any(|f| f.claims.len() > 2), "{story}: nothing found at all");
    }
}
