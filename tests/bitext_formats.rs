//! Files of aligned text in the shapes that translation tools write: what is found in them, and where.

use std::path::{Path, PathBuf};
use tertium::bitext::{self, Options};
use tertium::input::{self, stream::TextStream};
use tertium::model::{Answer, Verdict};
use tertium::report::{Answered, json};
use tertium::{check_bitext, pack};

/// What reading a file came to.
struct Read {
    answer: Answer,
    errors: Vec<String>,
    passed_over: Vec<String>,
    text: String,
}

fn data(name: &str) -> PathBuf {
    Path::new("tests/data/bitext").join(name)
}

fn gather(mut file: bitext::File, text: String) -> Read {
    let (mut all, mut errors) = (Answered::default(), Vec::new());
    while let Some(batch) = file.batch(&mut errors) {
        all.absorb(check_bitext(&batch, None));
    }
    let passed_over = file.passed_over().into_iter().map(|(what, n)| format!("{n} {what}")).collect();
    Read { answer: json::answer(&[all]), errors: errors.iter().map(ToString::to_string).collect(), passed_over, text }
}

fn read_with(name: &str, options: &Options) -> Read {
    let path = data(name);
    let stream = TextStream::open(&path, None).expect("the file");
    let text = input::decode(&path, std::fs::read(&path).expect("the file")).expect("text");
    gather(bitext::open(&path, Box::new(stream), options).expect("a reader"), text)
}

fn read(name: &str) -> Read {
    read_with(name, &Options::default())
}

fn read_text(name: &str, text: &str) -> Result<Read, String> {
    let stream = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
    let file = bitext::open(Path::new(name), stream, &Options::default()).map_err(|e| e.to_string())?;
    Ok(gather(file, text.to_owned()))
}

/// Findings of a verdict: segment, then each claim as line:column and the file's own wording.
fn found(r: &Read, verdict: Verdict) -> Vec<String> {
    let claim = |id: &String| {
        let c = r.answer.claims.iter().find(|c| c.id == *id).expect("a claim");
        let before = &r.text[..c.start];
        assert_eq!(c.line, before.matches('\n').count() + 1, "{}", c.text);
        assert_eq!(c.column, before.rsplit('\n').next().unwrap().chars().count() + 1, "{}", c.text);
        format!("{}:{} {}", c.line, c.column, &r.text[c.start..c.end])
    };
    let mut out: Vec<String> = r
        .answer
        .findings
        .iter()
        .filter(|f| f.verdict == verdict)
        .map(|f| format!("{}: {}", f.segment.as_deref().unwrap_or(""), f.claims.iter().map(claim).collect::<Vec<_>>().join(" | ")))
        .collect();
    out.sort();
    out
}

/// Nothing but what stands in the text is claimed.
fn claims(r: &Read) -> Vec<&str> {
    r.answer.claims.iter().map(|c| c.value.as_str()).collect()
}

#[test]
fn translation_memory() {
    let r = read("memory.tmx");
    assert!(r.errors.is_empty(), "{:?}", r.errors);
    assert_eq!(
        found(&r, Verdict::Contradiction),
        [
            "2: 28:57 35 | 30:57 35 | 31:70 45",
            "ferry-1: 15:53 60 cars | 18:54 80 Autos",
            "ferry-2: 23:82 4.2 million euros | 24:86 4,2 Milliarden Euro",
        ]
    );
    assert_eq!(r.passed_over, ["1 no pack knows the language `fr-FR`"]);
    let columns: Vec<_> = r.answer.reports.iter().map(|x| x.column.as_deref().unwrap()).collect();
    assert_eq!(columns, ["en-GB", "de-DE", "it-IT"]);
    // Neither properties nor notes nor codes are text.
    for other in ["88", "1234", "7", "17", "0", "99", "12"] {
        assert!(!claims(&r).contains(&other), "{other}");
    }
}

#[test]
fn xliff_1() {
    let r = read("office.xlf");
    assert!(r.errors.is_empty(), "{:?}", r.errors);
    assert_eq!(
        found(&r, Verdict::Contradiction),
        [
            "1: 8:44 18 rooms | 9:56 13 Räume",
            "5/1: 30:112 30 desks | 31:118 35 <mrk mtype=\"term\">Schreibtische",
            "annex.docx/1: 42:50 25,000 books | 43:57 二万八千冊",
        ]
    );
    // A figure that is cut by codes is one figure.
    let agree = found(&r, Verdict::Agree);
    assert!(agree.iter().any(|f| f.starts_with("4: 25:32 5<bpt id=\"1\">&lt;b&gt;</bpt>.<ept id=\"1\">&lt;/b&gt;</ept>5 percent | ")), "{agree:?}");
    assert_eq!(r.passed_over, ["2 not translated yet", "1 not to be translated"]);
    for other in ["11", "12", "9", "1998", "4711", "77"] {
        assert!(!claims(&r).contains(&other), "{other}");
    }
}

#[test]
fn xliff_2() {
    let r = read("museum.xliff");
    assert!(r.errors.is_empty(), "{:?}", r.errors);
    let contradictions = found(&r, Verdict::Contradiction);
    assert_eq!(contradictions, ["u1/s1: 13:64 1.450 quadri | 14:62 1,540 paintings"]);
    let agree = found(&r, Verdict::Agree);
    assert_eq!(agree.iter().filter(|f| f.starts_with("u1/2: ")).count(), 2, "{agree:?}");
    assert!(agree.iter().any(|f| f.starts_with("u3: ")), "{agree:?}");
    assert_eq!(r.passed_over, ["1 not translated yet", "1 not to be translated"]);
    for other in ["12", "10", "80", "9", "8"] {
        assert!(!claims(&r).contains(&other), "{other}");
    }
}

#[test]
fn gettext() {
    let r = read("app.po");
    assert!(r.errors.is_empty(), "{:?}", r.errors);
    assert_eq!(
        found(&r, Verdict::Contradiction),
        [
            "%(count)d file will be kept for~013e1745[1]: 30:48 14 days | 32:37 15 Tage",
            "%d of %1$s files copied in 30 se~1d61e497: 16:35 30 seconds | 17:32 50 Sekunden",
            "The archive holds \"at most\" 4,00~d1534fad: 22:20 90 days | 26:2 60 Tagen",
        ]
    );
    let agree = found(&r, Verdict::Agree);
    assert!(agree.iter().any(|f| f.starts_with("%(count)d file will be kept for~013e1745[0]: 29:40 7 days | 31:33 7 Tage")), "{agree:?}");
    assert!(agree.iter().any(|f| f.contains("4,000 entries")), "{agree:?}");
    assert_eq!(r.passed_over, ["1 fuzzy", "1 obsolete", "1 not translated yet"]);
    // Neither comments nor contexts nor the header nor placeholders state a number.
    for other in ["44", "120", "2.14", "12", "0", "3"] {
        assert!(!claims(&r).contains(&other), "{other}");
    }
    assert!(found(&r, Verdict::Missing).is_empty(), "{:?}", found(&r, Verdict::Missing));
}

#[test]
fn what_is_added_elsewhere_changes_no_id() {
    let ids = |name: &str, text: &str| {
        let r = read_text(name, text).expect("a reader");
        let mut ids: Vec<String> = r.answer.findings.iter().filter(|f| f.verdict == Verdict::Contradiction).map(|f| f.id.clone()).collect();
        ids.sort();
        ids
    };
    let head = "msgid \"\"\nmsgstr \"Language: de\\n\"\n\n";
    let new = "msgid \"3 doors\"\nmsgstr \"3 Türen\"\n\n";
    let old = "msgctxt \"shelf\"\nmsgid \"5 boxes\"\nmsgstr \"6 Kisten\"\n\nmsgid \"5 boxes\"\nmsgstr \"7 Kisten\"\n";
    let before = ids("x.po", &format!("{head}{old}"));
    assert_eq!(before.len(), 2);
    assert_eq!(ids("x.po", &format!("{head}{new}{old}")), before);
    // Rows without ids go by what they say; rows that are alike are told apart.
    let row = "5 boxes\t6 Kisten\n";
    let before = ids("x.tsv", &format!("en\tde\n{row}{row}"));
    assert_eq!((before.len(), before[0] == before[1]), (2, false));
    assert_eq!(ids("x.tsv", &format!("en\tde\n3 doors\t3 Türen\n{row}{row}")), before);
}

#[test]
fn gettext_says_what_is_wrong_and_goes_on() {
    let head = "msgid \"\"\nmsgstr \"Language: de\\n\"\n\n";
    let cases = [
        ("msgid \"a\"\nmsgstr \"b\n", "x.po:5: the text is not closed by a double quote; close it"),
        ("msgstr \"b\"\n", "x.po:4: `msgstr` without a `msgid` before it; add the `msgid`"),
        ("\"b\"\n", "x.po:4: a string that belongs to no `msgid` or `msgstr`; put its key word before it"),
        ("msgid \"a\"\nfoo bar\nmsgstr \"b\"\n", "x.po:5: `foo bar` is no line of a catalogue; quote the text, or begin a comment with `#`"),
        ("msgid \"a\" b\nmsgstr \"b\"\n", "x.po:4: text after the closing double quote; write a quote within the text as \\\""),
        ("msgctxt \"a\"\n", "x.po:4: a `msgctxt` without a `msgid` after it; add the `msgid`"),
    ];
    for (text, error) in cases {
        let r = read_text("x.po", &format!("{head}{text}\nmsgid \"5 boxes\"\nmsgstr \"6 Kisten\"\n")).expect("a header");
        assert_eq!(r.errors, [error]);
        assert_eq!(found(&r, Verdict::Contradiction).len(), 1, "{text}");
    }
    let error = |name: &str, text: &str| read_text(name, text).err().unwrap_or_default();
    assert_eq!(
        error("x.po", "msgid \"a\"\nmsgstr \"b\"\n"),
        "x.po:1: no language is stated; add `Language:` to the header, or name the file after it, as in `<tag>.po`"
    );
    assert!(read_text("de.po", "msgid \"5 boxes\"\nmsgstr \"6 Kisten\"\n").is_ok_and(|r| found(&r, Verdict::Contradiction).len() == 1));
    assert!(error("x.po", "msgid \"\"\nmsgstr \"Language: fr\\n\"\n").starts_with("x.po:1: no pack knows the language `fr`; known are "));
    assert_eq!(
        error("x.po", "msgid \"\"\nmsgstr \"Language: en\\n\"\n"),
        "x.po:1: keys and translations are both `en`; name the language of the keys with --source"
    );
    let keys = Options { source: Some("it".into()) };
    let text = "msgid \"\"\nmsgstr \"Language: en\\n\"\n\nmsgid \"5 scatole\"\nmsgstr \"6 boxes\"\n";
    let file = bitext::open(Path::new("x.po"), Box::new(std::io::Cursor::new(text.as_bytes().to_vec())), &keys).expect("a reader");
    assert_eq!(found(&gather(file, text.to_owned()), Verdict::Contradiction), ["5 scatole: 4:8 5 scatole | 5:9 6 boxes"]);
}

#[test]
fn csv_with_mark_quotes_and_line_ends() {
    let r = read("quoted.csv");
    assert!(r.errors.is_empty(), "{:?}", r.errors);
    assert_eq!(found(&r, Verdict::Contradiction), ["q1: 2:15 12 boats | 2:50 15 Boote"]);
    assert_eq!(found(&r, Verdict::Agree), ["q2: 3:5 Two lines | 4:14 Zwei Zeilen", "q2: 4:1 16 metres | 5:1 16 Meter"]);
    let claim = r.answer.claims.iter().find(|c| c.text == "12 boats").expect("a claim");
    assert_eq!((claim.segment_start, claim.segment_end), (Some(9), Some(17)));
}

#[test]
fn texts_that_nobody_aligned() {
    let paths = [data("harbour.en.md"), data("harbour.de.md")];
    let sources = paths.iter().map(|p| input::read(p).expect("a text")).collect();
    let r = gather(bitext::align::open(sources).expect("texts"), String::new());
    let at = |value: &str, column: &str| {
        let report = r.answer.reports.iter().find(|x| x.column.as_deref() == Some(column)).expect("a report");
        let c = r.answer.claims.iter().find(|c| c.value == value && c.report == report.id).expect("a claim");
        let text = std::fs::read_to_string(&report.path).expect("its own file");
        (text[c.start..c.end].to_owned(), c.line, c.column)
    };
    assert_eq!(at("412", "en"), ("412 ships".into(), 3, 23));
    assert_eq!(at("421", "de"), ("421 Schiffe".into(), 3, 23));
    assert_eq!(at("12000000000", "de"), ("12 Milliarden Euro".into(), 9, 53));
    let contradictions = r.answer.findings.iter().filter(|f| f.verdict == Verdict::Contradiction).count();
    assert_eq!(contradictions, 2, "{:#?}", r.answer.findings);
    assert!(r.answer.findings.iter().all(|f| f.verdict != Verdict::Missing), "{:#?}", r.answer.findings);
    let one = vec![input::read(&paths[0]).expect("a text")];
    assert!(bitext::align::open(one).err().is_some_and(|e| e.to_string().contains("one text alone")));
    let same = vec![input::read(&paths[0]).expect("a text"), input::read(&paths[0]).expect("a text")];
    assert!(bitext::align::open(same).err().is_some_and(|e| e.to_string().contains("it is in `en`, as ")));
}

#[test]
fn xml_says_what_is_wrong() {
    let error = |name: &str, text: &str| read_text(name, text).map_or_else(|e| vec![e], |r| r.errors);
    assert_eq!(error("x.tmx", "<a/>"), ["x.tmx:1: the file begins with `<a>`, not with `<tmx>`; name it after what it is"]);
    assert_eq!(error("x.xlf", "<a/>"), ["x.xlf:1: the file begins with `<a>`, not with `<xliff>`; name it after what it is"]);
    assert_eq!(error("x.tmx", "<tmx><body/></tmx>"), ["x.tmx: there is no segment in it that can be checked"]);
    assert_eq!(
        error("x.tmx", "<tmx>\n<tu><tuv><seg>5</seg></tuv></tu></tmx>"),
        ["x.tmx:2: a `<tuv>` without `xml:lang`; export the memory with its languages"]
    );
    let no_target = "<xliff version='1.2'>\n<file source-language='en'><body><trans-unit id='1'><source>5 boxes</source>\
         <target>6 Kisten</target></trans-unit></body></file></xliff>";
    let lacking = "`target-language` is lacking, which names the language of the translation; add it, or name the file after it, as in `<tag>.xlf`";
    assert_eq!(error("x.xlf", no_target), [format!("x.xlf:2: {lacking}")]);
    // The name of the file, or the first translation, may say it.
    for name in ["messages.de.xlf", "de.locallang.xlf", "i18n/de.xliff"] {
        assert_eq!(found(&read_text(name, no_target).expect("a reader"), Verdict::Contradiction).len(), 1, "{name}");
    }
    let tagged = no_target.replace("<target>", "<target xml:lang='de-AT'>");
    assert_eq!(found(&read_text("x.xlf", &tagged).expect("a reader"), Verdict::Contradiction).len(), 1);
    // A file that was only extracted has nothing to check.
    let extracted = no_target.replace("<target>6 Kisten</target>", "");
    let r = read_text("messages.xlf", &extracted).expect("a reader");
    assert_eq!(r.errors, ["messages.xlf: there is no segment in it that can be checked: not translated yet (1)"]);
    assert_eq!(r.passed_over, ["1 not translated yet"]);
    assert_eq!(
        error("x.xlf", "<xliff version='2.0' srcLang='en' trgLang='en'></xliff>"),
        ["x.xlf:1: `srcLang` and `trgLang` are both `en`; correct the one that is wrong"]
    );
    let tu = "<tu><tuv xml:lang='en'><seg>5 boxes</seg></tuv><tuv xml:lang='de'><seg>6 Kisten</seg></tuv></tu>";
    // What stands before a broken place is checked.
    let r = read_text("x.tmx", &format!("<tmx><body>{tu}\n<tu></body></tmx>")).expect("a reader");
    assert_eq!(found(&r, Verdict::Contradiction).len(), 1);
    assert!(r.errors[0].starts_with("x.tmx:2: the XML is broken: "), "{:?}", r.errors);
    let bomb = format!("<!DOCTYPE tmx [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\n<tmx><body>{tu}\n{}</body></tmx>", tu.replace("5 ", "&b; "));
    let r = read_text("x.tmx", &bomb).expect("a reader");
    assert_eq!(r.errors, ["x.tmx:3: `&b;` is no entity of XML itself, and no other is read; write the character"]);
    let unknown = bitext::open(Path::new("x.doc"), Box::new(std::io::empty()), &Options::default()).err().map(|e| e.to_string());
    assert!(unknown.is_some_and(|e| e.starts_with("x.doc: no reader for aligned text knows this ending; known are .tsv ")));
}

#[test]
fn a_file_is_the_same_in_batches() {
    let tags: Vec<&str> = pack::tags().filter(|t| ["en", "de"].contains(t)).collect();
    let mut text = format!("id\t{}\n", tags.join("\t"));
    for i in 0..2_500 {
        text += &format!("r{i}\t{} Kisten\t{} boxes\n", i + 23, if i % 100 == 0 { i + 24 } else { i + 23 });
    }
    let r = read_text("x.tsv", &text).expect("a table");
    assert_eq!(r.answer.reports.len(), 2);
    assert_eq!(found(&r, Verdict::Contradiction).len(), 25, "{:?}", &r.answer.findings[..3]);
    assert!(found(&r, Verdict::Contradiction).contains(&"r2400: 2402:7 2423 Kisten | 2402:19 2424 boxes".to_owned()));
    let ids: std::collections::BTreeSet<_> = r.answer.findings.iter().map(|f| &f.id).collect();
    assert_eq!(ids.len(), r.answer.findings.len());
}

#[test]
fn a_group_that_is_not_translated_holds_no_segment() {
    let unit = |id: &str, more: &str| format!("<unit id='{id}' {more}><segment><source>5 boats</source><target>6 Boote</target></segment></unit>");
    let text = format!(
        "<xliff version='2.0' srcLang='en' trgLang='de'><file id='f'><group id='g' translate='no'>{}{}</group>{}</file></xliff>",
        unit("a", ""),
        unit("b", "translate='yes'"),
        unit("c", "")
    );
    let r = read_text("x.xlf", &text).expect("a reader");
    assert_eq!(claims(&r).len(), 4);
    let unknown = text.replace("trgLang='de'", "trgLang='fr'");
    let r = read_text("x.xlf", &unknown).expect("a reader");
    assert!(r.errors[0].starts_with("x.xlf: there is no segment in it that can be checked: no pack knows the language `fr` (1)"), "{:?}", r.errors);
}

#[test]
fn what_a_picture_is_called_is_text_in_a_code() {
    let seg = |n: u8, lang: &str, words: &str| {
        format!(
            "<tuv xml:lang='{lang}'><seg>Go <ph type='image'>&lt;img src='7.png' alt='<sub>{n} {words}</sub>'></ph><it pos='end'>9</it></seg></tuv>"
        )
    };
    let text = format!("<tmx><body><tu tuid='a'>{}{}</tu></body></tmx>", seg(5, "en", "boats"), seg(6, "de", "Boote"));
    let r = read_text("x.tmx", &text).expect("a reader");
    assert_eq!(claims(&r), ["5", "6"]);
    assert_eq!(found(&r, Verdict::Contradiction).len(), 1);
}
