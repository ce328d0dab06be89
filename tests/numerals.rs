//! The law of numerals: what is spelled in words reads back as the same value, in every language.
//!
//! `TERTIUM_NUMBERS=1000000 cargo test --test numerals` takes a million numbers a language.

mod common;
#[path = "common/speller.rs"]
mod speller;

use speller::Style;
use tertium::num::Num;
use tertium::pack;
use tertium::quantity::{Lattice, Reader, number};

const TAGS: [&str; 6] = ["de", "en", "it", "ja", "zh-Hans", "zh-Hant"];

/// A small generator: the same numbers in every run.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        self.0 >> 24
    }

    /// Of any length up to fifteen digits, with many noughts.
    fn number(&mut self) -> u64 {
        let len = self.next() % 15 + 1;
        (0..len).fold(0, |n, _| n * 10 + if self.next().is_multiple_of(3) { 0 } else { self.next() % 10 })
    }
}

fn read(tag: &str, text: &str) -> Option<(Num, bool)> {
    let pack = pack::find(tag)?;
    let folded = pack.fold(text);
    let mut lattice = Lattice::default();
    lattice.fill(pack, text, &folded, 0, text.len());
    let r = Reader { pack, text, folded: &folded, lattice: &lattice, start: 0, end: text.len() };
    let n = number::number(&r, 0)?;
    (n.end == text.len() && n.high.is_none() && !n.vague).then_some((n.num, n.ordinal))
}

fn wanted() -> u64 {
    std::env::var("TERTIUM_NUMBERS").ok().and_then(|n| n.parse().ok()).unwrap_or(4_000)
}

fn report(wrong: &[String], of: u64) {
    // Some of each language.
    let some = |tag: &str| wrong.iter().filter(|w| w.starts_with(&format!("{tag}:"))).take(8).cloned().collect::<Vec<_>>();
    let shown = TAGS.iter().flat_map(|t| some(t)).collect::<Vec<_>>().join("\n");
    assert!(wrong.is_empty(), "{} of {of} wrong:\n{shown}", wrong.len());
}

#[test]
fn whole_numbers_read_back() {
    let mut wrong = Vec::new();
    for tag in TAGS {
        let mut dice = Dice(17);
        for i in 0..wanted() {
            let n = if i < 1_200 { i } else { dice.number() };
            let style = Style(dice.next() as u32);
            let text = speller::whole(tag, n, style);
            let got = read(tag, &text);
            let want = Num::parse(&n.to_string());
            // One in words that stands apart may be the article: not known to be a numeral yet.
            if got.map(|g| g.0) != want && n != 1 {
                wrong.push(format!("{tag}: {n} «{text}» read as {}", got.map_or("nothing".into(), |g| g.0.to_string())));
            }
        }
    }
    report(&wrong, wanted() * 6);
}

#[test]
fn decimals_read_back() {
    let mut wrong = Vec::new();
    let count = wanted() / 4;
    for tag in TAGS {
        let mut dice = Dice(23);
        for _ in 0..count {
            let n = dice.number() % 10_000;
            let digits: Vec<u8> = (0..dice.next() % 4 + 1).map(|_| (dice.next() % 10) as u8).collect();
            let text = speller::decimal(tag, n, &digits, Style(0));
            let tail: String = digits.iter().map(u8::to_string).collect();
            let want = Num::parse(&format!("{n}.{tail}"));
            let got = read(tag, &text).map(|g| g.0);
            if got != want {
                wrong.push(format!("{tag}: {n}.{tail} «{text}» read as {}", got.map_or("nothing".into(), |g| g.to_string())));
            }
        }
    }
    report(&wrong, count * 6);
}

#[test]
fn halves_of_a_million_read_back() {
    let mut wrong = Vec::new();
    for tag in TAGS {
        for n in 1..100 {
            let Some(text) = speller::half_million(tag, n) else { continue };
            let want = Num::int((n * 1_000_000 + 500_000) as i64);
            let got = read(tag, &text).map(|g| g.0);
            if got != Some(want) {
                wrong.push(format!("{tag}: {want} «{text}» read as {}", got.map_or("nothing".into(), |g| g.to_string())));
            }
        }
    }
    report(&wrong, 300);
}

#[test]
fn fractions_read_back() {
    let mut wrong = Vec::new();
    for tag in TAGS {
        for bottom in 3..=10u64 {
            for top in 1..bottom {
                let text = speller::fraction(tag, top, bottom);
                let claims = common::read(&text, pack::tags().find(|t| *t == tag)).claims;
                let got: Vec<String> = claims.iter().map(|c| format!("{} {}", c.kind, c.value)).collect();
                if got != [format!("ratio {top}/{bottom}")] {
                    wrong.push(format!("{tag}: {top}/{bottom} «{text}» read as {got:?}"));
                }
            }
        }
    }
    report(&wrong, 264);
}

#[test]
fn ordinals_read_back() {
    let mut wrong = Vec::new();
    for tag in TAGS {
        for n in 1..400u64 {
            let Some(word) = speller::ordinal(tag, n) else { continue };
            let text = match tag {
                "de" => format!("das {word} Buch"),
                "en" => format!("the {word} book"),
                "it" => format!("il {word} libro"),
                _ => word,
            };
            let claims = common::read(&text, pack::tags().find(|t| *t == tag)).claims;
            let got: Vec<String> = claims.iter().map(|c| format!("{} {}", c.kind, c.value)).collect();
            if got != [format!("ordinal {n}")] {
                wrong.push(format!("{tag}: {n} «{text}» read as {got:?}"));
            }
        }
    }
    report(&wrong, 2394);
}
