//! How long each stage takes, on text made of the corpus. `cargo bench`.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use std::path::{Path, PathBuf};
use tertium::clean::{Markup, clean};
use tertium::{claim, finding, input, lang, read_story};

const STORY: &str = "corpus/hiring";
const FILES: [&str; 3] = ["en.txt", "de.txt", "ja.txt"];

fn main() {
    divan::main();
}

/// A report of the corpus, ten times over.
fn source(file: &str) -> input::Source {
    let mut s = input::read(&Path::new(STORY).join(file)).expect("the corpus is there");
    s.text = s.text.repeat(10);
    s
}

#[divan::bench(args = FILES)]
fn cleaning(b: Bencher, file: &str) {
    let s = source(file);
    b.counter(BytesCount::of_str(&s.text)).bench(|| clean(black_box(&s.text), Markup::Plain));
}

#[divan::bench(args = FILES)]
fn language(b: Bencher, file: &str) {
    let s = source(file);
    b.bench(|| lang::detect(black_box(&s.text)));
}

#[divan::bench(args = FILES)]
fn claims(b: Bencher, file: &str) {
    let s = source(file);
    b.counter(BytesCount::of_str(&s.text)).bench(|| claim::read_report(black_box(&s), None));
}

#[divan::bench]
fn story(b: Bencher) {
    let found = input::find(&[PathBuf::from(STORY)]);
    let reports = read_story(&found.stories[0], None).0;
    let refs: Vec<&claim::Report> = reports.iter().collect();
    b.bench(|| finding::check(black_box(&refs), finding::Options::default()));
}
