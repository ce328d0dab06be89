//! How long each stage takes, on text made of the corpus. `cargo bench`; `docs/benchmarks.md` says how to read it.

mod mixed;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use std::path::{Path, PathBuf};
use tertium::clean::{Markup, clean};
use tertium::quantity::{self, Lattice, Reader};
use tertium::report::{self, Answered, json};
use tertium::{align, bitext, check_bitext, check_story, claim, context, finding, input, lang, pack, segment};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const LANGS: [&str; 5] = ["en", "de", "it", "ja", "zh-Hant"];
const SIZE: usize = 200_000;

fn main() {
    divan::main();
}

fn source(lang: &str) -> input::Source {
    let lang = pack::tags().find(|t| *t == lang);
    input::Source { path: PathBuf::from("text"), text: mixed::text(lang.unwrap_or("all"), SIZE), markup: Markup::Plain, lang }
}

#[divan::bench(args = LANGS)]
fn cleaning(b: Bencher, lang: &str) {
    let s = source(lang);
    b.counter(BytesCount::of_str(&s.text)).bench(|| clean(black_box(&s.text), Markup::Plain));
}

#[divan::bench(args = LANGS)]
fn language(b: Bencher, lang: &str) {
    let s = source(lang);
    b.counter(BytesCount::new(20_000usize)).bench(|| lang::detect(black_box(&s.text)));
}

#[divan::bench(args = LANGS)]
fn sentences(b: Bencher, lang: &str) {
    let (s, pack) = (source(lang), pack::find(lang).expect("a pack"));
    b.counter(BytesCount::of_str(&s.text)).bench(|| segment::sentences(black_box(&s.text), pack));
}

/// Runs a stage over all sentences of a text.
fn each_sentence<T>(lang: &str, text: &str, stage: impl Fn(&Reader) -> T) -> usize {
    let pack = pack::find(lang).expect("a pack");
    let folded = pack.fold(text);
    let mut lattice = Lattice::default();
    let all = segment::sentences(text, pack);
    for (start, end) in &all {
        lattice.fill(pack, text, &folded, *start, *end);
        black_box(stage(&Reader { pack, text, folded: &folded, start: *start, end: *end, lattice: &lattice }));
    }
    all.len()
}

/// Sentences and look-up of surfaces: what extraction and marks have in common.
#[divan::bench(args = LANGS)]
fn look_up(b: Bencher, lang: &str) {
    let s = source(lang);
    b.counter(BytesCount::of_str(&s.text)).bench(|| each_sentence(lang, black_box(&s.text), |_| ()));
}

#[divan::bench(args = LANGS)]
fn extraction(b: Bencher, lang: &str) {
    let s = source(lang);
    b.counter(BytesCount::of_str(&s.text)).bench(|| each_sentence(lang, black_box(&s.text), quantity::scan));
}

#[divan::bench(args = LANGS)]
fn marks(b: Bencher, lang: &str) {
    let s = source(lang);
    b.counter(BytesCount::of_str(&s.text)).bench_local(|| each_sentence(lang, black_box(&s.text), |r| context::Finder::default().marks(r, true)));
}

#[divan::bench(args = LANGS)]
fn claims(b: Bencher, lang: &str) {
    let s = source(lang);
    b.counter(BytesCount::of_str(&s.text)).bench(|| claim::read_report(black_box(&s), None));
}

/// Claims of a large mixed text, on one thread and on two, beside the least that any extraction has to do.
mod throughput {
    use super::*;

    const MIXED: usize = 50_000_000;

    /// Text of the corpus, or that of a file which `TERTIUM_TEXT` names, again and again.
    fn mixed_text() -> String {
        let Some(path) = std::env::var_os("TERTIUM_TEXT") else { return mixed::text("all", MIXED) };
        let own = std::fs::read_to_string(path).expect("a text") + "\n";
        own.repeat(MIXED / own.len() + 1)
    }

    #[divan::bench(args = [1, 2], sample_count = 3, sample_size = 1)]
    fn claims_of_mixed_text(b: Bencher, threads: usize) {
        let s = input::Source { text: mixed_text(), ..source("all") };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        b.counter(BytesCount::of_str(&s.text))
            .with_inputs(|| s.clone())
            .bench_values(|s| pool.install(|| claim::read_keeping(black_box(s), None, claim::Keep::Claiming)));
    }

    #[divan::bench(sample_count = 3, sample_size = 1)]
    fn digit_runs_by_regex(b: Bencher) {
        let text = mixed_text();
        let digits = regex::Regex::new("[0-9]+").expect("a pattern");
        b.counter(BytesCount::of_str(&text)).bench(|| digits.find_iter(black_box(&text)).map(|m| m.len()).sum::<usize>());
    }
}

fn reports() -> Vec<claim::Report> {
    let found = input::find(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/hiring")]);
    tertium::read_story(&found.stories[0], None).0
}

#[divan::bench]
fn evidence(b: Bencher) {
    let reports = reports();
    let refs: Vec<&claim::Report> = reports.iter().collect();
    b.bench(|| align::pairs(&align::features::Pairing::new(black_box(&refs))).len());
}

#[divan::bench]
fn alignment(b: Bencher) {
    let reports = reports();
    let refs: Vec<&claim::Report> = reports.iter().collect();
    b.bench(|| finding::check(black_box(&refs), finding::Options::default()));
}

fn answered() -> Vec<Answered> {
    vec![check_story("hiring".into(), reports(), finding::Options::default())]
}

#[divan::bench]
fn reporting_json(b: Bencher) {
    let answers = answered();
    b.bench(|| json::whole(black_box(&answers)));
}

#[divan::bench]
fn reporting_table(b: Bencher) {
    let answers = answered();
    b.bench(|| report::find("table").map(|r| r.findings(black_box(&answers), &report::View::default())));
}

#[divan::bench]
fn aligned_rows(b: Bencher) {
    let text = std::io::Cursor::new(mixed::bitext(200));
    let mut file = bitext::open(Path::new("rows.tsv"), Box::new(text), &bitext::Options::default()).expect("a table");
    let rows = file.batch(&mut Vec::new()).expect("rows");
    b.counter(ItemsCount::new(rows.rows.len())).bench(|| check_bitext(black_box(&rows), None));
}
