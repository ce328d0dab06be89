//! A text and its translation as two reports: nothing in them is held against each other, and a wrong figure is found.

mod common;

use tertium::claim::{self, Report};
use tertium::clean::Markup;
use tertium::model::Verdict;
use tertium::{finding, input};

const ROWS: &str = include_str!("data/bitext-rows.tsv");
const LANGUAGES: [&str; 5] = ["en", "de", "it", "ja", "zh-Hans"];

/// The rows in texts of so many sentences each, a text in each language.
fn texts(sentences: usize) -> Vec<Vec<Vec<&'static str>>> {
    let rows: Vec<Vec<&str>> = ROWS.lines().skip(1).map(|l| l.split('\t').collect()).collect();
    rows.chunks(sentences).map(|rows| (0..LANGUAGES.len()).map(|l| rows.iter().map(|r| r[l]).collect()).collect()).collect()
}

fn report(sentences: &[String], lang: &'static str) -> Report {
    let source = input::Source { path: format!("{lang}.txt").into(), text: sentences.join("\n\n"), markup: Markup::Plain, lang: Some(lang) };
    claim::read_report(&source, None)
}

fn owned(sentences: &[&str]) -> Vec<String> {
    sentences.iter().map(|s| (*s).to_owned()).collect()
}

fn found(x: &Report, y: &Report) -> Vec<finding::Finding> {
    finding::check(&[x, y], finding::Options::default())
}

#[test]
fn a_translation_agrees_with_its_text() {
    let (mut agree, mut claims) = (0, 0);
    for text in texts(14) {
        for a in 0..LANGUAGES.len() {
            for b in a + 1..LANGUAGES.len() {
                let (x, y) = (report(&owned(&text[a]), LANGUAGES[a]), report(&owned(&text[b]), LANGUAGES[b]));
                for f in found(&x, &y) {
                    let said = || f.claims.iter().map(|c| [&x, &y][c.0].claims[c.1].text.as_str()).collect::<Vec<_>>().join(" | ");
                    assert!(f.verdict < Verdict::Tension || f.claims.len() < 2, "{:?} {}: {}", f.verdict, said(), f.explanation);
                    agree += if f.claims.len() > 1 { f.claims.len() } else { 0 };
                    claims += f.claims.len();
                }
            }
        }
    }
    println!("{agree} of {claims} claims stand in a finding");
    assert!(agree * 100 > claims * 90, "{agree} of {claims}");
}

/// The sentence with another digit in the place of its last one.
fn another_figure(sentence: &str) -> Option<String> {
    let at = sentence.rfind(|c: char| c.is_ascii_digit())?;
    let digit = sentence.as_bytes()[at] - b'0';
    Some(format!("{}{}{}", &sentence[..at], if digit == 9 { 2 } else { (digit + 4) % 10 }, &sentence[at + 1..]))
}

#[test]
fn a_wrong_figure_in_a_translation_is_found() {
    let (mut caught, mut all) = (0, 0);
    for text in texts(14) {
        for a in 0..LANGUAGES.len() {
            let b = (a + 1) % LANGUAGES.len();
            for n in 0..text[b].len() {
                let mut wrong = owned(&text[b]);
                let Some(other) = another_figure(&wrong[n]) else { continue };
                wrong[n] = other;
                let (x, y) = (report(&owned(&text[a]), LANGUAGES[a]), report(&wrong, LANGUAGES[b]));
                all += 1;
                caught += usize::from(found(&x, &y).iter().any(|f| f.verdict >= Verdict::Tension && f.claims.len() > 1));
            }
        }
    }
    println!("{caught} of {all} wrong figures found");
    assert!(caught * 100 > all * 75, "{caught} of {all}");
}

#[test]
fn two_reports_of_one_story_are_no_translations() {
    // Written apart: each figure goes where it fits, not where it stands.
    let en = "The mill burned down on 3 May. Eleven engines came, and 46 firefighters. Nobody was hurt. The damage comes to 2 million euros. \
              The mill employed 130 people. It was built in 1904.";
    let de = "1904 gebaut, am 3. Mai abgebrannt: die Mühle. 130 Menschen arbeiteten dort. Der Schaden liegt bei 3 Millionen Euro. \
              46 Feuerwehrleute löschten. Elf Wagen waren im Einsatz. Verletzt wurde niemand.";
    let (x, y) = (common::read(en, Some("en")), common::read(de, Some("de")));
    let one = |f: &finding::Finding| f.claims.len() > 1 && f.explanation.contains("translation");
    assert!(!found(&x, &y).iter().any(one));
}
