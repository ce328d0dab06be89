//! Input that means harm, in sizes at which whatever grows faster than its input would take minutes: each ends in a result or a
//! clear error. What is larger still is measured in `docs/hostile.md`.

// A clock, for what takes too long is what is tested.
#![allow(clippy::disallowed_methods)]

use std::io::Cursor;
use std::path::Path;
use std::time::{Duration, Instant};
use tertium::bitext::{self, Options};
use tertium::claim::{self, Report};
use tertium::input;

/// More than any of these takes, even where the machine is busy and the build a slow one.
const LONG: Duration = Duration::from_secs(60);

fn read(name: &str, bytes: impl Into<Vec<u8>>) -> Result<Report, String> {
    let begun = Instant::now();
    let source = input::source(Path::new(name), bytes.into(), None).map_err(|e| e.to_string())?;
    let r = claim::read_report(&source, None);
    assert!(begun.elapsed() < LONG, "{name} took {:?}", begun.elapsed());
    Ok(r)
}

fn claims(name: &str, text: impl Into<Vec<u8>>) -> usize {
    read(name, text).unwrap_or_else(|e| panic!("{name}: {e}")).claims.len()
}

/// Errors and rows of aligned text.
fn aligned(name: &str, text: &str) -> (Vec<String>, usize) {
    let begun = Instant::now();
    let mut file = match bitext::open(Path::new(name), Box::new(Cursor::new(text.as_bytes().to_vec())), &Options::default()) {
        Ok(f) => f,
        Err(e) => return (vec![e.to_string()], 0),
    };
    let (mut errors, mut rows) = (Vec::new(), 0);
    while let Some(batch) = file.batch(&mut errors) {
        rows += batch.rows.len();
        let _ = tertium::check_bitext(&batch, None);
    }
    assert!(begun.elapsed() < LONG, "{name} took {:?}", begun.elapsed());
    (errors.iter().map(ToString::to_string).collect(), rows)
}

#[test]
fn everything_on_one_line() {
    let sentence = "The company in Berlin hired 120 engineers for 3.5 million euros. ";
    assert_eq!(claims("a.en.txt", sentence.repeat(8_000)), 16_000);
    // One sentence, as far as one can see.
    let clause = "the company in Berlin hired 120 engineers, and spent 3.5 million euros, ";
    let n = claims("b.en.txt", clause.repeat(4_000));
    assert!((7_800..=8_200).contains(&n), "{n}");
    assert!(claims("c.zh-Hans.txt", "该公司聘用一百二十名工程师花费三百五十万欧元".repeat(5_000)) > 9_000);
    assert!(claims("d.ja.txt", "約百二十人の技術者を三億五千万円で".repeat(5_000)) > 9_000);
    let years: Vec<String> = (0..60_000).map(|n| (1000 + n % 1000).to_string()).collect();
    assert!(claims("e.en.txt", format!("In {} it rained.", years.join(", "))) > 1_000);
}

#[test]
fn claims_of_one_line_are_listed() {
    let r = read("a.en.txt", "The company hired 120 engineers for 3.5 million euros, and ".repeat(30_000)).expect("a report");
    let a = tertium::report::Answered { reports: vec![r], ..tertium::report::Answered::default() };
    for format in tertium::report::ALL {
        let begun = Instant::now();
        let _ = format.claims(std::slice::from_ref(&a), &tertium::report::View::default());
        assert!(begun.elapsed() < LONG, "{} took {:?}", format.name(), begun.elapsed());
    }
}

#[test]
fn numbers_without_end() {
    for (name, text) in [
        ("a.en.txt", format!("It cost {} euros.", "7".repeat(1_000_000))),
        ("b.en.txt", format!("It cost 1{} euros.", ",234".repeat(150_000))),
        ("c.de.txt", format!("Es kostete 0,{} Euro.", "3".repeat(500_000))),
        ("d.en.txt", format!("It cost {}euros.", "million ".repeat(60_000))),
        ("e.de.txt", format!("Es kostete {} Euro.", "hundert".repeat(60_000))),
        ("f.it.txt", format!("Costava {} euro.", "cento".repeat(60_000))),
        ("g.ja.txt", format!("費用は{}円。", "億万千百".repeat(40_000))),
        ("h.zh-Hans.txt", format!("花费{}元。", "一二三四五".repeat(40_000))),
        ("i.en.txt", "1-".repeat(200_000)),
        ("j.en.txt", "1/2 ".repeat(100_000)),
        ("k.en.txt", "between 1 and ".repeat(40_000)),
        ("l.de.txt", "mehr als ".repeat(60_000)),
        ("m.en.txt", "12:30:".repeat(100_000)),
    ] {
        let _ = claims(name, text);
    }
}

#[test]
fn words_of_words_without_end() {
    let unit = |noun: &str| {
        let report = read("x.de.txt", format!("Am Ufer standen 37 {noun} herum.")).expect("a report");
        report.claims.into_iter().find(|c| c.value.to_string() == "37").map(|c| c.unit)
    };
    assert_eq!(unit("Wasserhausenten").as_deref(), Some("duck"));
    // Heads before heads, of which none is a first part: looked for a few times, not over and over.
    let endless = unit(&format!("X{}", "enten".repeat(20_000))).expect("a claim");
    assert!(endless.starts_with("xenten"), "{}", &endless[..20]);
    assert_eq!(claims("y.de.txt", format!("37 X{} kamen.\n\n", "enten".repeat(12)).repeat(500)), 500);
}

#[test]
fn nested_and_never_closed() {
    let n = 200_000;
    for (name, text) in [
        ("a.html", format!("{}7 days{}", "<div>".repeat(n), "</div>".repeat(n))),
        ("b.html", format!("{}7 days", "<".repeat(n))),
        ("c.html", format!("{}7 days", "<!--".repeat(n))),
        ("d.html", format!("{}7 days", "<ruby><rt>".repeat(n))),
        ("e.html", format!("7 days {}", "&#x".repeat(n))),
        ("f.html", format!("<p title='{}7 days", "x='".repeat(n))),
        ("g.md", format!("{}7 days{}", "[".repeat(n), "](".repeat(n))),
        ("h.md", format!("7 days {}", "<!--".repeat(n))),
        ("i.md", format!("7 days {}", "<!-- tertium-accept".repeat(n / 4))),
        ("j.md", format!("7 days {}", "> ".repeat(n))),
        ("k.md", format!("7 days {}", "*`_".repeat(n))),
        ("l.txt", format!("{}7 days{}", "(".repeat(n), ")".repeat(n))),
        ("m.zh-Hans.txt", format!("七天{}", "山(de".repeat(n / 2))),
        ("n.txt", format!("7 days http://{}", "a.".repeat(n))),
        ("o.txt", format!("7 days {}@", "a.".repeat(n))),
        ("p.srt", format!("1\n00:00:01,000 --> 00:00:02,000\n{}7 days\n", "<i>".repeat(n))),
        ("q.txt", "7 days\n".repeat(20_000)),
        ("r.txt", format!("7 days{}", "\n".repeat(1_000_000))),
        ("s.txt", format!("7 days e{}", "\u{301}".repeat(n))),
    ] {
        let _ = claims(name, text);
    }
}

#[test]
fn bytes_that_are_no_text() {
    // Not UTF-8, and no encoding that it could be instead.
    let mut bytes = b"It cost 12 euros. ".repeat(50);
    bytes.extend([0xFF, 0xC0, 0xED, 0xA0, 0x80, 0xF5, 0x81]);
    bytes.extend(b" And 30 days.");
    let r = read("a.en.txt", bytes).expect("a report");
    assert_eq!(r.claims.len(), 51);
    // UTF-16 with half of a pair, in both orders, and a byte too many.
    for (mark, order) in [([0xFF, 0xFE], u16::to_le_bytes as fn(u16) -> [u8; 2]), ([0xFE, 0xFF], u16::to_be_bytes)] {
        let units: Vec<u16> =
            "Es kostete 12 Euro ".encode_utf16().chain([0xD800, 0x20, 0xDC00, 0x20, 0xD83D]).chain(" und 30 Tage.".encode_utf16()).collect();
        let mut bytes = mark.to_vec();
        bytes.extend(units.into_iter().flat_map(order));
        bytes.push(0x41);
        let r = read("b.de.txt", bytes).expect("a report");
        assert_eq!(r.claims.iter().map(|c| c.value.to_string()).collect::<Vec<_>>(), ["12", "30"]);
        assert!(r.source.contains('\u{FFFD}'));
    }
    assert!(read("c.txt", b"\0".repeat(1000)).expect_err("no text").contains("not a text file (NUL byte at offset 0)"));
    assert!(read("d.txt", " \n\t \u{3000}").expect_err("nothing").contains("the file is empty"));
}

#[test]
fn aligned_text_that_is_none() {
    let cell = "7 days ".repeat(10_000);
    let (errors, rows) = aligned("a.tsv", &format!("en\tde\n{cell}\t8 Tage\nin 3 years\tin 3 Jahren\n"));
    assert_eq!(errors, ["a.tsv:2: a text of 68 KiB is no segment, and no more than 32 are compared; align it by sentence"]);
    assert_eq!(rows, 1, "the other row is checked");
    let cell = "7 days ".repeat(4_000);
    assert_eq!(aligned("b.tsv", &format!("en\tde\n{cell}\t{cell}\n")), (vec![], 1));
    let deep = "<g>".repeat(1_000_000);
    let xliff = |s: &str| {
        format!(
            "<xliff version=\"1.2\"><file source-language=\"en\" target-language=\"de\"><body><trans-unit id=\"1\"><source>{s}7 days</source><target>8 Tage</target></trans-unit></body></file></xliff>"
        )
    };
    let tmx = |s: &str| {
        format!(
            "<tmx version=\"1.4\"><body><tu><tuv xml:lang=\"en\"><seg>{s}7 days</seg></tuv><tuv xml:lang=\"de\"><seg>8 Tage</seg></tuv></tu></body></tmx>"
        )
    };
    let laughs: String = (1..12).map(|i| format!("<!ENTITY a{i} \"{}\">", format!("&a{};", i - 1).repeat(10))).collect();
    let laughs = format!("<!DOCTYPE x [<!ENTITY a0 \"ha\">{laughs}]>");
    for (name, plain, nested, bomb) in
        [("a.xlf", xliff(""), xliff(&deep), laughs.clone() + &xliff("&a11;")), ("a.tmx", tmx(""), tmx(&deep), laughs.clone() + &tmx("&a11;"))]
    {
        assert_eq!(aligned(name, &plain), (vec![], 1), "{name}");
        assert_eq!(aligned(name, &nested).0, [format!("{name}:1: more than 200 elements within each other; no document is nested so deep")]);
        assert_eq!(aligned(name, &bomb).0, [format!("{name}:1: `&a11;` is no entity of XML itself, and no other is read; write the character")]);
        // Cut off anywhere, it is an error or what was whole.
        for cut in (0..plain.len()).step_by(7) {
            let _ = aligned(name, &plain[..cut]);
        }
    }
    let row = vec!["7 days"; 3_000].join("\t");
    let (errors, rows) = aligned("c.tsv", &format!("{}\n{row}\n", vec!["en"; 3_000].join("\t")));
    assert!(errors.len() == 1 && errors[0].contains("two columns are headed `en`") && rows == 0, "{errors:?}");
    let po = format!("msgid \"\"\nmsgstr \"\"\n\"Language: de\\n\"\n\nmsgid \"{}\"\nmsgstr \"x\"\n", "7 days ".repeat(700_000));
    assert!(aligned("a.po", &po).0[0].contains("the line is longer than 4 MiB"));
    let unclosed = format!("en,de\n\"{}", "7 days\n".repeat(200_000));
    assert!(aligned("d.csv", &unclosed).0[0].contains("is never closed"));
}
