//! Aligned text: what is equal though written otherwise stays silent, what differs though it looks alike is found, and
//! the errors that translators make are found in text of their kind.
//!
//! `tests/data/bitext.tsv` and `bitext-items.tsv`, which goes item by item through all pairs of languages, say for pairs of
//! sentences what is to be said of them. `tests/data/bitext-rows.tsv` is text in
//! five languages; here errors are put into it, a digit, a scale word, a kanji numeral, a currency, a bound, a unit, a
//! month, an era at a time, and floors say how many are found and how seldom the right text is flagged.

mod common;

use std::collections::BTreeMap;
use tertium::bitext::check::{Checked, Layout, check_row};
use tertium::bitext::{Cell, Row, Spot};
use tertium::model::Verdict;

fn row(cells: &[&str]) -> Row {
    let cell = |text: &&str| {
        let mut cell = Cell::default();
        cell.take(text, Spot::default());
        cell
    };
    Row { id: "0".into(), cells: cells.iter().map(cell).collect(), ..Row::default() }
}

fn checked(langs: &[&str], cells: &[&str], source: Option<&str>) -> Checked {
    let columns: Vec<String> = langs.iter().map(|l| (*l).to_owned()).collect();
    check_row(&Layout::new("rows.tsv", &columns, source), &row(cells), 0)
}

fn worst(c: &Checked) -> Verdict {
    c.findings.iter().map(|f| f.verdict).max().unwrap_or(Verdict::Unmatched)
}

#[test]
fn verdicts_on_pairs_of_sentences() {
    let mut wrong = Vec::new();
    for line in [include_str!("data/bitext.tsv"), include_str!("data/bitext-items.tsv")]
        .iter()
        .flat_map(|t| t.lines().skip(1))
        .filter(|l| !l.starts_with('#'))
    {
        let [expect, langs, a, b] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("four fields: {line}") };
        let langs: Vec<&str> = langs.split(',').collect();
        // The verdict is the same from either side.
        for (langs, cells) in [(langs.clone(), [a, b]), (langs.iter().rev().copied().collect(), [b, a])] {
            let verdict = worst(&checked(&langs, &cells, None));
            let said = match verdict {
                Verdict::Unmatched | Verdict::Agree | Verdict::Rounded => "silent",
                Verdict::Qualifier => "note",
                Verdict::Missing => "missing",
                Verdict::Tension | Verdict::Contradiction => "differ",
            };
            if said != expect {
                wrong.push(format!("{expect} expected, {verdict:?} said: {} | {}", cells[0], cells[1]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn who_stands_alone_is_said() {
    let langs = ["en", "de", "ja", "it"];
    let cells =
        ["The fair drew 1,240 visitors.", "Die Messe zog 1240 Besucher an.", "見本市には1270人が訪れた。", "La fiera ha attirato 1.240 visitatori."];
    let c = checked(&langs, &cells, None);
    let f = c.findings.iter().find(|f| f.verdict == Verdict::Contradiction).expect("the Japanese figure differs");
    assert_eq!(f.sides, vec![vec![(0, 0), (1, 0), (3, 0)], vec![(2, 0)]]);
    assert!(f.explanation.contains("ja stands alone"), "{}", f.explanation);
    assert_eq!(c.findings.len(), 1, "one fact, one finding");
}

#[test]
fn a_source_is_right_by_definition() {
    let langs = ["en", "de", "it"];
    let cells = ["The fair drew 1,240 visitors.", "Die Messe zog 1270 Besucher an.", "La fiera ha attirato 1.270 visitatori."];
    let c = checked(&langs, &cells, Some("it"));
    let f = c.findings.iter().find(|f| f.verdict == Verdict::Contradiction).expect("the English figure differs");
    assert_eq!(f.sides[0][0].0, 2, "the source stands first");
    assert!(f.explanation.contains("it is the source"), "{}", f.explanation);
    // What two translations say of each other is nobody's question.
    let c = checked(&langs, &["The fair was a success.", "Die Messe dauerte 3 Tage.", "La fiera è durata 5 giorni."], Some("en"));
    assert!(c.findings.iter().all(|f| f.verdict == Verdict::Missing), "{:?}", c.findings);
}

#[test]
fn what_a_column_lacks_is_said_with_its_name() {
    let langs = ["en", "de", "it"];
    let c = checked(&langs, &["The fair drew 1,240 visitors.", "Die Messe zog 1240 Besucher an.", "La fiera è stata un successo."], None);
    assert_eq!(worst(&c), Verdict::Missing);
    assert!(c.findings[0].explanation.contains("not in it"), "{}", c.findings[0].explanation);
    // An empty cell is not translated yet and lacks nothing.
    assert!(checked(&langs, &["It drew 1,240 visitors.", "", ""], None).findings.is_empty());
}

#[test]
fn a_cell_full_of_numbers_contradicts_nothing() {
    let many = |sep: &str| (1000..2500).map(|n| n.to_string()).collect::<Vec<_>>().join(sep);
    let (a, b) = (many(" cats, "), many(" Katzen, "));
    let found = checked(&["en", "de"], &[&a, &b], None).findings;
    assert!(found.iter().all(|f| f.verdict != tertium::model::Verdict::Contradiction), "{found:?}");
}

/// An error of one sort in a sentence: the first place where it can be made.
fn spoiled(sort: &str, text: &str) -> Option<String> {
    // A unit stands behind its figure, and a hedge behind no negation.
    let fits = |before: &str| match sort {
        "unit" => before.ends_with(|c: char| c.is_ascii_digit() || "万億亿".contains(c)),
        "bound" => !before.ends_with('不'),
        _ => true,
    };
    let swap = |pairs: &[(&'static str, &'static str)]| {
        let first = |(f, t): &(&'static str, &'static str)| text.match_indices(f).find(|(at, _)| fits(&text[..*at])).map(|(at, _)| (at, *f, *t));
        let (at, from, to) = pairs.iter().filter_map(first).min_by_key(|x| (x.0, std::cmp::Reverse(x.1.len())))?;
        Some(format!("{}{to}{}", &text[..at], &text[at + from.len()..]))
    };
    let digit = |nth: usize| {
        let (at, c) = text.char_indices().filter(|(_, c)| matches!(c, '1'..='9')).nth(nth)?;
        let d = (c as u8 - b'0' + 3) % 10;
        Some(format!("{}{}{}", &text[..at], if d == 0 { 4 } else { d }, &text[at + 1..]))
    };
    match sort {
        "digit" => digit(0),
        "digit-2" => digit(1),
        "digit-3" => digit(2),
        "scale" => swap(&[
            ("Milliarden", "Millionen"),
            ("Millionen", "Milliarden"),
            ("miliardi", "milioni"),
            ("milioni", "miliardi"),
            ("億", "万"),
            ("亿", "万"),
            ("万", "億"),
        ]),
        "kanji" => {
            let kanji: Vec<char> = "一二三四五六七八九".chars().collect();
            // In a number, not in a word: 一緒, 三角.
            let (at, c) = text.char_indices().find(|(at, c)| {
                let next = text[at + c.len_utf8()..].chars().next();
                kanji[1..].contains(c) && next.is_some_and(|n| "人个名隻只本頭头匹台件年月日回次歳岁万亿億千百十つ件时時小家位分度".contains(n))
            })?;
            let n = (kanji.iter().position(|k| *k == c)? + 3) % 9;
            Some(format!("{}{}{}", &text[..at], kanji[n.max(1)], &text[at + c.len_utf8()..]))
        }
        "currency" => swap(&[
            (" Euro", " Dollar"),
            (" Dollar", " Euro"),
            (" euro", " dollari"),
            (" dollari", " euro"),
            ("ユーロ", "ドル"),
            ("ドル", "ユーロ"),
            ("欧元", "美元"),
            ("美元", "欧元"),
        ]),
        "bound" => swap(&[
            ("mehr als", "weniger als"),
            ("mindestens", "höchstens"),
            ("weniger als", "mehr als"),
            ("più di", "meno di"),
            ("almeno", "al massimo"),
            ("meno di", "più di"),
            ("以上", "未満"),
            ("超过", "不到"),
            ("至少", "最多"),
            ("不到", "超过"),
        ]),
        "unit" => swap(&[
            (" Kilometer", " Meter"),
            (" Meter", " Kilometer"),
            (" Stunden", " Minuten"),
            (" chilometri", " metri"),
            (" metri", " chilometri"),
            (" ore", " minuti"),
            ("キロメートル", "メートル"),
            ("メートル", "キロメートル"),
            ("時間", "分間"),
            ("公里", "米"),
            ("米", "公里"),
            ("小时", "分钟"),
        ]),
        "month" => swap(&[
            (" März", " Mai"),
            (" Juni", " Juli"),
            (" Oktober", " November"),
            (" marzo", " maggio"),
            (" giugno", " luglio"),
            (" ottobre", " novembre"),
            ("3月", "5月"),
            ("6月", "7月"),
            ("10月", "11月"),
        ]),
        "era" => swap(&[("v. Chr.", "n. Chr."), ("a.C.", "d.C."), ("紀元前", "西暦"), ("公元前", "公元")]),
        _ => None,
    }
}

#[test]
fn errors_put_into_text_are_found() {
    let rows: Vec<Vec<&str>> =
        include_str!("data/bitext-rows.tsv").lines().skip(1).filter(|l| !l.is_empty()).map(|l| l.split('\t').collect()).collect();
    let langs = ["en", "de", "it", "ja", "zh"];
    let (mut alarms, mut clean) = (Vec::new(), 0);
    let mut found: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut missed = Vec::new();
    for r in &rows {
        assert_eq!(r.len(), langs.len(), "{r:?}");
        for k in 1..langs.len() {
            let pair = [langs[0], langs[k]];
            clean += 1;
            let right = checked(&pair, &[r[0], r[k]], None);
            if let Some(f) = right.findings.iter().find(|f| f.verdict >= Verdict::Missing) {
                alarms.push(format!("{:?} {}: {} | {}", f.verdict, f.explanation, r[0], r[k]));
            }
            for sort in ["digit", "digit-2", "digit-3", "scale", "kanji", "currency", "bound", "unit", "month", "era"] {
                let Some(bad) = spoiled(sort, r[k]) else { continue };
                let n = found.entry(sort).or_default();
                n.1 += 1;
                if worst(&checked(&pair, &[r[0], &bad], None)) >= Verdict::Tension {
                    n.0 += 1;
                } else {
                    missed.push(format!("{sort}: {} | {bad}", r[0]));
                }
            }
        }
    }
    let (hit, all) = found.values().fold((0, 0), |s, n| (s.0 + n.0, s.1 + n.1));
    let report = format!("{found:?}\n{}\nalarms {} of {clean}\n{}", missed.join("\n"), alarms.len(), alarms.join("\n"));
    println!("{report}");
    assert!(all >= 900, "{all} errors are too few to measure\n{report}");
    assert!(hit * 1000 >= all * 985, "{hit} of {all} errors found\n{report}");
    for (sort, (n, of)) in &found {
        assert!(n * 100 >= of * 85, "{sort}: {n} of {of} found\n{report}");
    }
    assert!(alarms.len() * 200 <= clean, "right text flagged\n{report}");
}

#[test]
fn months_and_shorter_spans_are_told_in_a_unit_that_people_use() {
    let why = |en: &str, it: &str| {
        let a = common::aligned("x.tsv", &format!("en\tit\n{en}\t{it}\n"));
        a.findings.iter().map(|f| f.explanation.clone()).collect::<Vec<_>>().join("; ")
    };
    let weeks = why("The bridge was closed for six weeks.", "Il ponte è rimasto chiuso quattro mesi.");
    assert!(weeks.contains("42 days and 121.75 days"), "{weeks}");
    let hours = why("The bridge was closed for 36 hours.", "Il ponte è rimasto chiuso due mesi.");
    assert!(hours.contains("36 hours and 1461 hours"), "{hours}");
}
