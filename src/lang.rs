//! Which language a report and each of its sentences is in: by script, by characters, by function words.
//!
//! Knows scripts, not languages: what speaks for which comes from the packs.

use crate::clean::{is_han, is_kana};
use crate::pack::{self, Pack};
use std::collections::HashMap;
use std::sync::OnceLock;

static WORDS: OnceLock<HashMap<&'static str, u32>> = OnceLock::new();

/// Function word to the set of packs (bits of their place in the list) that have it.
fn words() -> &'static HashMap<&'static str, u32> {
    WORDS.get_or_init(|| {
        let mut map = HashMap::new();
        for (i, d) in pack::common().detect.iter().enumerate() {
            if d.script == "Latn" {
                for w in &d.words {
                    *map.entry(w.as_str()).or_insert(0) |= 1 << i;
                }
            }
        }
        map
    })
}

/// How much of a text speaks for each Latin pack.
fn latin_votes(text: &str) -> Vec<(usize, u32)> {
    let all = &pack::common().detect;
    let mut votes: Vec<(usize, u32)> = all.iter().enumerate().filter(|(_, d)| d.script == "Latn").map(|(i, _)| (i, 0)).collect();
    let lower = text.to_lowercase();
    for word in lower.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        let Some(bits) = words().get(word) else { continue };
        // A word that several languages have says less.
        let weight = if bits.count_ones() == 1 { 3 } else { 1 };
        for v in votes.iter_mut().filter(|v| bits & (1 << v.0) != 0) {
            v.1 += weight;
        }
    }
    for v in &mut votes {
        let chars = &all[v.0].chars;
        v.1 += lower.chars().filter(|c| !c.is_ascii() && chars.contains(*c)).count() as u32;
    }
    votes
}

/// The beginning of a text, at most `n` bytes of it.
fn head(text: &str, n: usize) -> &str {
    let mut end = n.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The tag of the pack that reads a report.
pub fn detect(text: &str) -> &'static str {
    let text = head(text, 20_000);
    let (mut han, mut kana, mut latin) = (0usize, 0usize, 0usize);
    for c in text.chars() {
        if is_han(c) {
            han += 1;
        } else if is_kana(c) {
            kana += 1;
        } else if c.is_alphabetic() {
            latin += 1;
        }
    }
    let all = &pack::common().detect;
    let by_script = |s: &str| all.iter().find(|d| d.script == s).map(|d| d.tag.as_str());
    if (han + kana) * 3 > latin {
        let jpan = all.iter().find(|d| d.script == "Jpan");
        let own = |d: &pack::table::Detect| text.chars().filter(|c| d.chars.contains(*c)).count();
        let only_japanese = jpan.map_or(0, own);
        let hans = all.iter().find(|d| d.script == "Hans").map_or(0, own);
        let hant = all.iter().find(|d| d.script == "Hant").map_or(0, own);
        if kana * 12 > han || (only_japanese > hans && only_japanese > hant && only_japanese > 0) {
            return by_script("Jpan").unwrap_or("");
        }
        if hans > hant {
            return by_script("Hans").unwrap_or("");
        }
        if hant > 0 {
            return by_script("Hant").unwrap_or("");
        }
        return by_script("Hani").or(by_script("Hans")).unwrap_or("");
    }
    latin_votes(text).into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).map_or("", |(i, _)| all[i].tag.as_str())
}

/// The pack for a sentence of a report: the report's own, unless the sentence speaks clearly for another.
pub fn of_sentence(sentence: &str, own: &'static Pack) -> &'static Pack {
    let latin = sentence.bytes().filter(u8::is_ascii_alphabetic).count();
    let wide = sentence.chars().filter(|c| is_han(*c) || is_kana(*c)).count();
    if latin < 12 || wide * 4 > latin {
        return own;
    }
    let votes = latin_votes(sentence);
    let all = &pack::common().detect;
    let mine = votes.iter().find(|v| all[v.0].tag == own.tag()).map_or(0, |v| v.1);
    let best = votes.iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
    match best {
        Some((i, v)) if *v >= 9 && *v >= mine * 2 + 3 => pack::find(&all[*i].tag).unwrap_or(own),
        _ => own,
    }
}
