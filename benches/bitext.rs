//! How many segment pairs a second are read and checked, for each format. `cargo bench --bench bitext`.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use std::fmt::Write;
use std::io::Cursor;
use std::path::Path;
use tertium::{bitext, check_bitext};

const PAIRS: usize = 3_000;
const FORMATS: [&str; 4] = ["tsv", "tmx", "xlf", "po"];

fn main() {
    divan::main();
}

/// Pairs of segments, with other figures each time.
fn pairs() -> impl Iterator<Item = (String, String)> {
    (0..PAIRS).map(|n| {
        let (a, b) = (13 + n % 880, 3 + n % 56);
        match n % 3 {
            0 => (format!("The council approved {a} new flats in 2019."), format!("Der Rat genehmigte 2019 {a} neue Wohnungen.")),
            1 => (format!("About {b} million euros went to {a} schools."), format!("Etwa {b} Millionen Euro gingen an {a} Schulen.")),
            _ => ("It rained all day, so the fair was put off.".into(), "Es regnete den ganzen Tag, daher wurde das Fest verschoben.".into()),
        }
    })
}

fn file(format: &str) -> String {
    let mut out = match format {
        "tsv" => "en\tde\n",
        "tmx" => "<tmx version='1.4'><body>\n",
        "xlf" => "<xliff version='1.2'><file source-language='en' target-language='de'><body>\n",
        _ => "msgid \"\"\nmsgstr \"Language: de\\n\"\n\n",
    }
    .to_owned();
    for (n, (a, b)) in pairs().enumerate() {
        let _ = match format {
            "tsv" => writeln!(out, "{a}\t{b}"),
            "tmx" => writeln!(out, "<tu><tuv xml:lang='en'><seg>{a}</seg></tuv><tuv xml:lang='de'><seg>{b}</seg></tuv></tu>"),
            "xlf" => writeln!(out, "<trans-unit id='{n}'><source>{a}</source><target>{b}</target></trans-unit>"),
            _ => writeln!(out, "msgid \"{a}\"\nmsgstr \"{b}\"\n"),
        };
    }
    out + match format {
        "tmx" => "</body></tmx>",
        "xlf" => "</body></file></xliff>",
        _ => "",
    }
}

fn read(name: &str, text: &str, check: bool) -> usize {
    let stream = Box::new(Cursor::new(text.as_bytes().to_vec()));
    let mut file = bitext::open(Path::new(name), stream, &bitext::Options::default()).expect("a file");
    let (mut n, mut errors) = (0, Vec::new());
    while let Some(batch) = file.batch(&mut errors) {
        n += batch.rows.len();
        if check {
            black_box(check_bitext(&batch, None));
        }
    }
    assert_eq!(n, PAIRS, "{errors:?}");
    n
}

/// Reading alone.
#[divan::bench(args = FORMATS)]
fn reading(b: Bencher, format: &str) {
    let (name, text) = (format!("x.{format}"), file(format));
    b.counter(ItemsCount::new(PAIRS)).bench(|| read(&name, black_box(&text), false));
}

/// Reading and checking, on one core.
#[divan::bench(args = FORMATS, sample_count = 5)]
fn checking(b: Bencher, format: &str) {
    let (name, text) = (format!("x.{format}"), file(format));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
    b.counter(ItemsCount::new(PAIRS)).bench(|| pool.install(|| read(&name, black_box(&text), true)));
}
