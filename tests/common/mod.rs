//! What several tests need. Paths are relative to the crate's root, which is where `cargo test` runs them.
#![allow(dead_code)]

use std::path::PathBuf;
use tertium::claim::Report;
use tertium::report::Answered;
use tertium::{check_story, claim, clean, finding, input, read_story};

/// The stories of the corpus, by name.
pub fn stories() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir("corpus")
        .expect("the corpus")
        .flatten()
        .filter(|e| e.path().is_dir())
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// A story of the corpus, read and checked.
pub fn checked(name: &str) -> Answered {
    let found = input::find(&[PathBuf::from("corpus").join(name)]);
    assert!(found.errors.is_empty(), "{:?}", found.errors);
    let (reports, errors) = read_story(&found.stories[0], None);
    assert!(errors.is_empty(), "{errors:?}");
    check_story(input::shown(&found.stories[0].path), reports, finding::Options::default())
}

/// A text read as a report in a language.
pub fn read(text: &str, lang: Option<&'static str>) -> Report {
    let source = input::Source { path: PathBuf::from("text.txt"), text: text.to_owned(), markup: clean::Markup::Plain, lang: None };
    claim::read_report(&source, lang)
}

/// Aligned text from a table, checked.
pub fn aligned(path: &str, tsv: &str) -> Answered {
    let stream = std::io::Cursor::new(tsv.as_bytes().to_vec());
    let mut file = tertium::bitext::open(std::path::Path::new(path), Box::new(stream), &tertium::bitext::Options::default()).expect("a table");
    tertium::check_bitext(&file.batch(&mut Vec::new()).expect("rows"), None)
}
