//! What is fuzzed: functions from any bytes to nothing, which panic where a law is broken. `fuzz/targets` hands them to
//! libFuzzer, `tests/fuzz.rs` runs them on stable with inputs of its own and with what has crashed before.

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use tertium::claim::{self, Claim, Report};
use tertium::clean::{self, Markup};
use tertium::report::{self, View};
use tertium::{accept, bitext, check_bitext, check_story, config, date, finding, input, judge, num, pack};
use zip::write::{SimpleFileOptions, ZipWriter};

/// A body.
pub type Body = fn(&[u8]);

/// All bodies by name.
pub const ALL: [(&str, Body); 8] = [
    ("cleaning", cleaning),
    ("reading", reading),
    ("packed", packed),
    ("aligned", aligned),
    ("numbers", numbers),
    ("judging", judging),
    ("stories", stories),
    ("settings", settings),
];

/// Cleaning loses no way back to the source.
pub fn cleaning(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(rest);
    let markup = [Markup::Plain, Markup::Markdown, Markup::Html, Markup::Subtitles][usize::from(first % 4)];
    let c = clean::clean(&text, markup);
    let mut before = 0;
    for (i, ch) in c.text.char_indices() {
        let (from, to) = c.map.source(i, i + ch.len_utf8());
        assert!(text.get(from..to).is_some(), "{from}..{to} is no place in the source");
        assert!(from >= before, "the way back turns round at {i}");
        before = from;
    }
}

/// Any bytes under any name are a report or an error, in any language and encoding.
pub fn reading(data: &[u8]) {
    const NAMES: [&str; 12] =
        ["a.txt", "b.de.txt", "c.it.md", "d.ja.md", "e.html", "f.zh-Hans.html", "g.srt", "h.vtt", "i.docx", "j.odt", "k.epub", "l.en"];
    let Some(([name, encoding], rest)) = data.split_first_chunk::<2>() else { return };
    let labels = ["utf-8", "utf-16le", "utf-16be", "shift_jis", "gb18030", "big5", "euc-jp", "windows-1252", "iso-2022-jp"];
    let declared = labels.get(usize::from(*encoding) % (labels.len() * 2)).map(|l| input::known_encoding(l).expect("a label"));
    read_as(NAMES[usize::from(*name) % NAMES.len()], rest.to_vec(), declared);
}

/// Documents whose parts are anything.
pub fn packed(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let container = r#"<container><rootfile full-path="o/p"/></container>"#;
    let (name, parts): (&str, Vec<(&str, &[u8])>) = match first % 5 {
        0 => ("a.docx", vec![("word/document.xml", rest)]),
        1 => ("a.docx", vec![("_rels/.rels", rest), ("word/document.xml", b"<document/>")]),
        2 => ("a.odt", vec![("content.xml", rest)]),
        3 => ("a.epub", vec![("META-INF/container.xml", container.as_bytes()), ("o/p", rest), ("o/a", b"<p>7 days</p>")]),
        _ => ("a.epub", vec![("META-INF/container.xml", rest)]),
    };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (part, bytes) in parts {
        if zip.start_file(part, SimpleFileOptions::default()).is_err() || zip.write_all(bytes).is_err() {
            return;
        }
    }
    if let Ok(archive) = zip.finish() {
        read_as(name, archive.into_inner(), None);
    }
}

fn read_as(name: &str, bytes: Vec<u8>, declared: Option<&'static input::Encoding>) {
    match input::source(Path::new(name), bytes, declared) {
        Ok(source) => quotes(&claim::read_report(&source, None)),
        Err(e) => assert!(!e.to_string().contains(|c: char| c.is_control()), "an error steers a terminal: {e}"),
    }
}

/// Every claim quotes its source, in order.
fn quotes(r: &Report) {
    let mut last = 0;
    for c in &r.claims {
        assert_eq!(r.source.get(c.span.0..c.span.1), Some(c.text.as_str()));
        assert!(!c.text.is_empty() && c.clean.0 >= last, "claims are empty or out of order");
        last = c.clean.0;
        let line = r.source.split('\n').nth(c.line - 1).expect("a line");
        assert!(line.chars().skip(c.column - 1).collect::<String>().starts_with(c.text.split('\n').next().unwrap_or("")), "line and column");
    }
}

/// Any bytes are aligned text or an error, in every format.
pub fn aligned(data: &[u8]) {
    const NAMES: [&str; 6] = ["a.tsv", "a.csv", "a.tmx", "a.xlf", "a.po", "de.po"];
    let Some((first, rest)) = data.split_first() else { return };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let stream = Cursor::new(String::from_utf8_lossy(rest).into_owned().into_bytes());
    let Ok(mut file) = bitext::open(Path::new(name), Box::new(stream), &bitext::Options { source: None }) else { return };
    let mut errors = Vec::new();
    while let Some(batch) = file.batch(&mut errors) {
        let a = check_bitext(&batch, None);
        for r in &a.reports {
            for c in &r.claims {
                assert_eq!(r.source.get(c.span.0..c.span.1), Some(c.text.as_str()));
            }
        }
        for format in report::ALL {
            let _ = format.findings(std::slice::from_ref(&a), &View::default());
        }
    }
}

/// Pieces of numbers, amounts and dates in each language, and what is common to all.
const WORDS: [(&str, &[&str]); 6] = [
    (
        "de",
        &[
            "ein",
            "eine",
            "zwei",
            "und",
            "zwanzig",
            "hundert",
            "tausend",
            "Million",
            "Millionen",
            "Mrd.",
            "halbe",
            "Drittel",
            "rund ",
            "mehr als ",
            "bis ",
            "Uhr",
            "Januar",
            "Prozent",
            "Euro",
            "Jahre",
            "dreiviertel",
            "Dutzend",
            "-jährige",
            "erste",
            "mal",
        ],
    ),
    (
        "en",
        &[
            "one",
            "two",
            "twenty",
            "-",
            "hundred",
            "thousand",
            "million",
            "bn",
            "half",
            "third",
            "about ",
            "more than ",
            "to ",
            "pm",
            "January",
            "per cent",
            "dollars",
            "years",
            "dozen",
            "-year-old",
            "first",
            "fold",
            "'s",
            "th",
            "and a ",
        ],
    ),
    (
        "it",
        &[
            "uno",
            "due",
            "venti",
            "cento",
            "mila",
            "mille",
            "milione",
            "miliardi di ",
            "mezzo",
            "terzo",
            "circa ",
            "più di ",
            "tra ",
            "e ",
            "ore ",
            "gennaio",
            "per cento",
            "euro",
            "anni",
            "decina",
            "l'",
            "un'",
            "primo",
            "volte",
            "un quarto",
        ],
    ),
    (
        "ja",
        &[
            "一", "二", "十", "百", "千", "万", "億", "兆", "半", "分の", "約", "以上", "人", "円", "年", "月", "日", "時", "令和", "昭和", "第",
            "割", "歳", "倍", "から",
        ],
    ),
    (
        "zh-Hans",
        &[
            "一", "两", "十", "百", "千", "万", "亿", "半", "分之", "约", "至少", "多", "名", "元", "年", "月", "日", "点", "世纪", "第", "成", "岁",
            "倍", "几", "到",
        ],
    ),
    (
        "zh-Hant",
        &[
            "一", "兩", "十", "百", "千", "萬", "億", "半", "分之", "約", "至少", "多", "名", "元", "年", "月", "日", "點", "世紀", "第", "成", "歲",
            "倍", "幾", "到",
        ],
    ),
];
const COMMON: &[&str] = &[
    "0",
    "1",
    "7",
    "12",
    "19",
    "100",
    "2024",
    ".",
    ",",
    " ",
    "-",
    "–",
    "~",
    "/",
    ":",
    "%",
    "$",
    "€",
    "(",
    ")",
    "\u{a0}",
    "'",
    "+",
    "½",
    "III",
    "\n",
    "k",
    "'000",
    "9999999999999999999999",
    "0.00000000000000000001",
];

/// A text of pieces, one for each byte.
fn of_pieces(tag: usize, bytes: &[u8]) -> (&'static str, String) {
    let (tag, words) = WORDS[tag % WORDS.len()];
    let pieces: Vec<&str> = words.iter().chain(COMMON).copied().collect();
    (tag, bytes.iter().take(200).map(|b| pieces[usize::from(*b) % pieces.len()]).collect())
}

fn read(tag: &str, text: String) -> Report {
    let source = input::Source { path: PathBuf::from("x.txt"), text, markup: Markup::Plain, lang: None };
    claim::read_report(&source, pack::tags().find(|t| *t == tag))
}

/// The grammar of numbers of each language reads anything that is put together of its words.
pub fn numbers(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let (tag, text) = of_pieces(usize::from(*first), rest);
    let r = read(tag, text);
    quotes(&r);
    for c in &r.claims {
        if let Some((Some(low), Some(high))) = c.value.ends() {
            assert!(low <= high, "{} has its ends the wrong way round", c.value);
        }
        assert!(!c.value.to_string().is_empty());
    }
}

/// Judging mirrors, and what is said twice agrees.
pub fn judging(data: &[u8]) {
    let Some(([a, b], rest)) = data.split_first_chunk::<2>() else { return };
    let (x, y) = rest.split_at(rest.len() / 2);
    let texts = [(a, x), (b, y)].map(|(t, bytes)| of_pieces(usize::from(*t), bytes));
    let reports = texts.map(|(tag, text)| read(tag, text));
    let verdict = |p: &Claim, q: &Claim| judge::judge(p, q).map(|j| j.verdict);
    for p in &reports[0].claims {
        for q in &reports[1].claims {
            assert_eq!(verdict(p, q), verdict(q, p), "{} and {}", p.value, q.value);
        }
        assert!(verdict(p, p).is_none_or(|v| v == tertium::model::Verdict::Agree), "{} with itself", p.value);
    }
}

/// Reports of anything make a story that every format shows.
pub fn stories(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let reports: Vec<Report> = text
        .split('\u{1}')
        .take(4)
        .enumerate()
        .map(|(n, t)| {
            let mut r = read(["en", "de", "it", "ja"][n], t.to_owned());
            r.path = format!("{n}.txt");
            r
        })
        .collect();
    let a = check_story("story".into(), reports, finding::Options::default());
    for f in &a.findings {
        assert!(f.claims.iter().all(|m| a.reports[m.0].claims.get(m.1).is_some()));
        assert!((0.0..=1.0).contains(&f.score), "a score of {}", f.score);
    }
    for format in report::ALL {
        let shown = format.findings(std::slice::from_ref(&a), &View::default());
        // JSON gives the wording as data, letter by letter.
        let data = matches!(format.name(), "json" | "jsonl");
        assert!(!shown.contains(['\u{7}', '\u{1b}']) && (data || !shown.contains('\u{202e}')), "{} shows a control character", format.name());
    }
}

/// What people write into settings, baselines and comments is taken or refused.
pub fn settings(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Err(e) = config::file::parse("tertium.toml", &text) {
        assert!(!e.to_string().contains(|c: char| c.is_control() && c != '\n'), "a mistake steers a terminal: {e}");
    }
    let _ = accept::baseline::Baseline::parse(Path::new("b.json"), &text).map_err(|e| e.to_string());
    let _ = accept::inline::read(&text);
    if let Some(n) = num::Num::parse(&text) {
        assert_eq!(num::Num::parse(&n.to_string()), Some(n), "a number is not what it is written as");
    }
    let _ = date::Date::parse(&text);
}
