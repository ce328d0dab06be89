//! XLIFF 1.2 and 2.x. Alternatives and notes are no text; what is not translated yet is passed over.

use super::inline::{self, Inline, Text};
use super::{Cell, Columns, FileError, Options, Row, SegmentReader, language_of_name, put};
use crate::xml::{Element, Node, Xml};
use std::collections::VecDeque;
use std::io::BufRead;

/// An XLIFF file, read unit by unit.
pub struct Xliff {
    xml: Xml,
    columns: Columns,
    ended: bool,
    /// 1 or 2; 0 before the root element.
    version: u8,
    /// The languages of the present file: source and target.
    places: [Option<usize>; 2],
    /// How many `<file>` have begun, and what the ids of the present one begin with.
    files: usize,
    prefix: String,
    /// Whether what stands in the present files and groups is translated, the innermost last.
    translate: Vec<bool>,
    unit: Unit,
    pending: VecDeque<Row>,
    untranslated: usize,
    locked: usize,
    /// Whether the present file does not say the language of its translations; what says so, and whether that was told.
    unnamed: bool,
    path: String,
    told: bool,
}

/// A `<trans-unit>` or `<unit>`.
#[derive(Default)]
struct Unit {
    id: String,
    translate: bool,
    segments: Vec<Segment>,
    /// The source of 1.2 in segments.
    segmented: Option<Text>,
}

/// A `<segment>`, or the whole of a unit of 1.2.
#[derive(Default)]
struct Segment {
    id: String,
    source: Option<Text>,
    target: Option<Text>,
    untranslated: bool,
}

/// Opens an XLIFF file.
pub fn open(path: &str, stream: Box<dyn BufRead + Send>, _: &Options) -> Result<Box<dyn SegmentReader>, FileError> {
    Ok(Box::new(Xliff {
        xml: Xml::new(path, stream),
        columns: Columns::default(),
        ended: false,
        version: 0,
        places: [None; 2],
        files: 0,
        prefix: String::new(),
        translate: Vec::new(),
        unit: Unit::default(),
        pending: VecDeque::new(),
        untranslated: 0,
        locked: 0,
        unnamed: false,
        path: path.to_owned(),
        told: false,
    }))
}

/// XLIFF's inline elements, of both versions.
fn rule(e: &Element) -> Inline {
    match e.name.as_str() {
        "bpt" | "ept" | "it" | "bx" | "ex" | "sc" | "ec" | "sm" | "em" | "cp" => Inline::Code(""),
        "ph" | "x" => inline::alone(e),
        "sub" => Inline::Beside,
        "mrk" if e.get("mtype") == Some("seg") => Inline::Segment(e.get("mid").unwrap_or("").to_owned()),
        _ => Inline::Through,
    }
}

impl SegmentReader for Xliff {
    fn columns(&self) -> &[String] {
        self.columns.tags()
    }

    fn next(&mut self) -> Option<Result<Row, FileError>> {
        loop {
            if let Some(row) = self.pending.pop_front() {
                return Some(Ok(row));
            }
            if self.ended {
                return None;
            }
            if let Err((e, fatal)) = self.step() {
                self.ended = fatal;
                return Some(Err(e));
            }
        }
    }

    fn passed_over(&self) -> Vec<(String, usize)> {
        let mut out = self.columns.others();
        for (what, n) in [("not translated yet", self.untranslated), ("not to be translated", self.locked)] {
            if n > 0 {
                out.push((what.to_owned(), n));
            }
        }
        out
    }
}

impl Xliff {
    /// Reads one event; an error says whether the file ends with it.
    fn step(&mut self) -> Result<(), (FileError, bool)> {
        let fatal = |e| (e, true);
        match self.xml.advance().map_err(fatal)?.node {
            Node::Start(e) if self.version == 0 => self.root(&e).map_err(fatal)?,
            Node::Start(e) => {
                if matches!(e.name.as_str(), "file" | "group") {
                    self.translate.push(self.translated(&e));
                }
                self.start(&e)?;
            }
            Node::End(name) if matches!(name.as_str(), "file" | "group") => _ = self.translate.pop(),
            Node::End(name) if matches!(name.as_str(), "trans-unit" | "unit") => self.finish(),
            Node::Eof => self.ended = true,
            _ => {}
        }
        Ok(())
    }

    /// Whether an element's text is translated, by what it says or by what it stands in.
    fn translated(&self, e: &Element) -> bool {
        e.get("translate").map_or_else(|| self.translate.last().copied().unwrap_or(true), |t| t != "no")
    }

    fn root(&mut self, e: &Element) -> Result<(), FileError> {
        if e.name != "xliff" {
            let name = crate::report::escape_controls(&e.name);
            return Err(self.xml.error(format!("the file begins with `<{name}>`, not with `<xliff>`; name it after what it is")));
        }
        self.version = if e.get("version").is_some_and(|v| v.starts_with('2')) { 2 } else { 1 };
        if self.version == 2 {
            self.languages(e.get("srcLang"), e.get("trgLang"), "srcLang", "trgLang")?;
        }
        Ok(())
    }

    fn languages(&mut self, source: Option<&str>, target: Option<&str>, s: &str, t: &str) -> Result<(), FileError> {
        let Some(source) = source else {
            return Err(self.xml.error(format!("`{s}` is lacking, which names the language of the source; add it")));
        };
        // Extracted and filled in by hand, many a file leaves that to its name.
        let by_name = || language_of_name(&self.path).filter(|n| !n.eq_ignore_ascii_case(source));
        self.places = [self.columns.place(source), None];
        self.unnamed = target.is_none();
        let Some(target) = target.map(str::to_owned).or_else(by_name) else { return Ok(()) };
        self.unnamed = false;
        self.places[1] = self.columns.place(&target);
        if self.places[0].is_some() && self.places[0] == self.places[1] {
            let tag = crate::report::escape_controls(source);
            return Err(self.xml.error(format!("`{s}` and `{t}` are both `{tag}`; correct the one that is wrong")));
        }
        Ok(())
    }

    fn start(&mut self, e: &Element) -> Result<(), (FileError, bool)> {
        let fatal = |e| (e, true);
        match (e.name.as_str(), self.xml.parent(1)) {
            ("file", _) => {
                self.files += 1;
                if self.files > 1 {
                    let name = e.get("original").or(e.get("id")).unwrap_or("");
                    self.prefix = format!("{name}/");
                }
                if self.version == 1 {
                    self.places = [None; 2];
                    let languages = self.languages(e.get("source-language"), e.get("target-language"), "source-language", "target-language");
                    languages.map_err(|e| (e, false))?;
                }
            }
            ("trans-unit" | "unit", _) => {
                let segments = if self.version == 1 { vec![Segment::default()] } else { Vec::new() };
                let id = e.get("id").unwrap_or("").to_owned();
                self.unit = Unit { id, translate: self.translated(e), segments, segmented: None };
            }
            ("segment", _) if self.version == 2 => {
                let untranslated = e.get("state") == Some("initial");
                self.unit.segments.push(Segment { id: e.get("id").unwrap_or("").to_owned(), untranslated, ..Segment::default() });
            }
            ("source" | "target" | "seg-source", "trans-unit" | "segment") => {
                let text = inline::read(&mut self.xml, rule).map_err(fatal)?;
                let Some(last) = self.unit.segments.last_mut() else { return Ok(()) };
                match e.name.as_str() {
                    "source" => last.source = Some(text),
                    "target" => {
                        if self.unnamed && !text.cell.text.trim().is_empty() {
                            let named = e.get("xml:lang").map(str::to_owned);
                            self.name_target(named).map_err(|e| (e, false))?;
                        }
                        let Some(last) = self.unit.segments.last_mut() else { return Ok(()) };
                        last.untranslated |= matches!(e.get("state"), Some("new" | "needs-translation"));
                        last.target = Some(text);
                    }
                    _ => self.unit.segmented = Some(text),
                }
            }
            (
                "alt-trans" | "note" | "notes" | "matches" | "ignorable" | "originalData" | "prop-group" | "context-group" | "skeleton" | "header",
                _,
            ) => {
                inline::skip(&mut self.xml).map_err(fatal)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// The language of the translations by the first of them, where the file does not say it.
    fn name_target(&mut self, tag: Option<String>) -> Result<(), FileError> {
        if let Some(tag) = tag {
            self.unnamed = false;
            self.places[1] = self.columns.place(&tag);
            return Ok(());
        }
        if std::mem::replace(&mut self.told, true) {
            return Ok(());
        }
        let attribute = if self.version == 2 { "trgLang" } else { "target-language" };
        let reason =
            format!("`{attribute}` is lacking, which names the language of the translation; add it, or name the file after it, as in `<tag>.xlf`");
        Err(self.xml.error(reason))
    }

    /// The rows of a unit that ended.
    fn finish(&mut self) {
        let unit = std::mem::take(&mut self.unit);
        if self.unnamed {
            self.untranslated += unit.segments.iter().filter(|s| s.target.is_none()).count();
        }
        let [Some(from), Some(to)] = self.places else { return };
        if !unit.translate {
            self.locked += 1;
            return;
        }
        let id = format!("{}{}", self.prefix, unit.id);
        let many = unit.segments.len() > 1;
        for (n, s) in unit.segments.into_iter().enumerate() {
            let (Some(source), Some(target)) = (s.source, s.target.filter(|t| !t.cell.text.trim().is_empty() && !s.untranslated)) else {
                self.untranslated += 1;
                continue;
            };
            // Segments that both sides mark are rows of their own.
            let marked = unit.segmented.as_ref().filter(|t| t.segments.len() > 1 && same_ids(t, &target));
            if let Some(t) = marked {
                for (mid, ..) in &t.segments {
                    if let (Some(a), Some(b)) = (t.segment(mid), target.segment(mid)) {
                        self.row(format!("{id}/{mid}"), (from, a), (to, b));
                    }
                }
                continue;
            }
            let id = match (many, s.id.as_str()) {
                (false, _) => id.clone(),
                (true, "") => format!("{id}/{}", n + 1),
                (true, own) => format!("{id}/{own}"),
            };
            self.row(id, (from, source.cell), (to, target.cell));
        }
    }

    fn row(&mut self, id: String, source: (usize, Cell), target: (usize, Cell)) {
        let mut cells = Vec::new();
        put(&mut cells, source.0, source.1.trimmed());
        put(&mut cells, target.0, target.1.trimmed());
        self.pending.push_back(Row { id, cells, ..Row::default() });
    }
}

/// Whether two texts are cut into the same segments.
fn same_ids(a: &Text, b: &Text) -> bool {
    let ids = |t: &Text| t.segments.iter().map(|s| s.0.clone()).collect::<std::collections::BTreeSet<_>>();
    ids(a) == ids(b) && ids(a).len() == a.segments.len()
}
