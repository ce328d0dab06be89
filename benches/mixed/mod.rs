//! Texts of any size out of the reports of `corpus/`: for the benchmarks, and for `examples/make_corpus.rs`.

#![allow(dead_code)]

use std::fs;
use std::path::Path;

/// Pseudo-random numbers that are the same everywhere.
pub struct Dice(pub u64);

impl Dice {
    /// One of the numbers below.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }
}

/// The reports of each story: file name and text, in order.
fn corpus() -> Vec<Vec<(String, String)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let sorted = |p: &Path| {
        let mut paths: Vec<_> = fs::read_dir(p).expect("the corpus is there").flatten().map(|e| e.path()).collect();
        paths.sort();
        paths
    };
    let report = |p: &Path| {
        let name = p.file_name()?.to_str()?.to_owned();
        (p.extension()? == "txt").then(|| (name, fs::read_to_string(p).expect("a report")))
    };
    sorted(&root).iter().filter(|p| p.is_dir()).map(|p| sorted(p).iter().filter_map(|f| report(f)).collect()).collect()
}

/// All lines of a language, or of all.
fn lines(lang: &str) -> Vec<String> {
    let wanted = |name: &str| lang == "all" || name.strip_suffix(".txt") == Some(lang);
    let reports = corpus().into_iter().flatten().filter(|r| wanted(&r.0));
    reports.flat_map(|r| r.1.lines().filter(|l| !l.trim().is_empty()).map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// A text of about this many bytes: lines of the corpus in a shuffled order.
pub fn text(lang: &str, size: usize) -> String {
    let lines = lines(lang);
    assert!(!lines.is_empty(), "no report of the corpus is in `{lang}`");
    let (mut dice, mut out) = (Dice(7), String::with_capacity(size + 4_000));
    while out.len() < size {
        out += &lines[dice.below(lines.len())];
        out += "\n\n";
    }
    out
}

/// Stories, each a story of the corpus whose reports lack a paragraph here and there.
pub fn stories(n: usize) -> impl Iterator<Item = Vec<(String, String)>> {
    let (corpus, mut dice) = (corpus(), Dice(11));
    (0..n).map(move |i| {
        let story = corpus[i % corpus.len()].iter();
        story
            .map(|(name, text)| {
                let kept = text.split_inclusive('\n').enumerate().filter(|(l, _)| *l < 3 || dice.below(12) > 0);
                (name.clone(), kept.map(|(_, l)| l).collect())
            })
            .collect()
    })
}

/// Aligned rows: lines of one place in the reports of a story, where all its languages have one.
pub fn bitext(rows: usize) -> String {
    const LANGS: [&str; 5] = ["de", "en", "it", "ja", "zh-Hant"];
    let mut known: Vec<Vec<String>> = Vec::new();
    for story in corpus() {
        let columns: Vec<Vec<&str>> = LANGS
            .iter()
            .filter_map(|l| story.iter().find(|r| r.0.strip_suffix(".txt") == Some(l)))
            .map(|r| r.1.lines().filter(|l| !l.trim().is_empty()).collect())
            .collect();
        let depth = columns.iter().map(Vec::len).min().unwrap_or(0);
        if columns.len() == LANGS.len() {
            known.extend((0..depth).map(|i| columns.iter().map(|c| c[i].replace('\t', " ")).collect()));
        }
    }
    let (mut dice, mut out) = (Dice(13), format!("id\t{}\n", LANGS.join("\t")));
    for i in 0..rows {
        out += &format!("{i}\t{}\n", known[dice.below(known.len())].join("\t"));
    }
    out
}
