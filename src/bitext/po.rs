//! Catalogues of gettext. Fuzzy and obsolete entries are passed over; plural forms are rows of their own.
//!
//! An own parser: a finding has to name its place in the file through escapes and continued lines, and a catalogue is
//! read entry by entry.

use super::{Cell, Columns, FileError, Options, Row, SegmentReader, Spot, language_of_name, placeholder, put};
use std::collections::VecDeque;
use std::io::{BufRead, Read};

/// By gettext's convention the keys are in this language; the call or the header may say otherwise.
const KEYS: &str = "en";
/// Characters of an entry's id; what is longer is told apart by a hash.
const LONGEST_KEY: usize = 32;
/// A line longer than this is none of a catalogue.
const LONGEST: usize = 4 << 20;

/// A catalogue, read entry by entry.
pub struct Po {
    path: String,
    stream: Box<dyn BufRead + Send>,
    spot: Spot,
    ended: bool,
    entry: Entry,
    /// Which string of the entry a continued line goes on with.
    part: Option<Part>,
    /// After a broken line the rest of its entry is left out.
    broken: bool,
    columns: Columns,
    /// The columns of keys and of translations, when the header has been read.
    places: Option<(usize, usize)>,
    source: Option<String>,
    by_name: Option<String>,
    plurals: Option<usize>,
    /// Entries so far, the header among them.
    entries: usize,
    pending: VecDeque<Result<Row, FileError>>,
    fuzzy: usize,
    obsolete: usize,
    untranslated: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Context,
    Id,
    Plural,
    Str(usize),
}

#[derive(Default)]
struct Entry {
    line: usize,
    context: Option<Cell>,
    id: Option<Cell>,
    plural: Option<Cell>,
    strs: Vec<Option<Cell>>,
    fuzzy: bool,
    format: bool,
}

/// Opens a catalogue.
pub fn open(path: &str, stream: Box<dyn BufRead + Send>, options: &Options) -> Result<Box<dyn SegmentReader>, FileError> {
    let mut po = Po {
        path: path.to_owned(),
        stream,
        spot: Spot::default(),
        ended: false,
        entry: Entry::default(),
        part: None,
        broken: false,
        columns: Columns::default(),
        places: None,
        source: options.source.clone(),
        by_name: language_of_name(path),
        plurals: None,
        entries: 0,
        pending: VecDeque::new(),
        fuzzy: 0,
        obsolete: 0,
        untranslated: 0,
    };
    // The header comes first; with it the languages are known.
    while po.places.is_none() && !po.ended && po.pending.is_empty() {
        po.line();
    }
    match po.pending.front() {
        Some(Err(e)) if po.places.is_none() => Err(e.clone()),
        None if po.places.is_none() => Err(FileError::new(path, 0, "there is no entry in this catalogue")),
        _ => Ok(Box::new(po)),
    }
}

impl SegmentReader for Po {
    fn columns(&self) -> &[String] {
        self.columns.tags()
    }

    fn next(&mut self) -> Option<Result<Row, FileError>> {
        loop {
            if let Some(row) = self.pending.pop_front() {
                return Some(row);
            }
            if self.ended {
                return None;
            }
            self.line();
        }
    }

    fn passed_over(&self) -> Vec<(String, usize)> {
        let counts = [("fuzzy", self.fuzzy), ("obsolete", self.obsolete), ("not translated yet", self.untranslated)];
        counts.into_iter().filter(|c| c.1 > 0).map(|(what, n)| (what.to_owned(), n)).collect()
    }
}

impl Po {
    fn fail(&mut self, line: usize, reason: impl Into<String>) {
        self.pending.push_back(Err(FileError::new(&self.path, line, reason)));
        self.broken = true;
    }

    /// Takes in the next line.
    fn line(&mut self) {
        let mut bytes = Vec::new();
        let read = (&mut self.stream).take(LONGEST as u64 + 1).read_until(b'\n', &mut bytes);
        if let Err(e) = read {
            self.pending.push_back(Err(FileError::io(&self.path, self.spot.line, &e)));
            self.ended = true;
            return;
        }
        if bytes.len() > LONGEST {
            let reason = format!("the line is longer than {} MiB, which no line of a catalogue is; check what kind of file this is", LONGEST >> 20);
            self.pending.push_back(Err(FileError::new(&self.path, self.spot.line, reason)));
            self.ended = true;
            return;
        }
        if bytes.is_empty() {
            self.flush();
            self.ended = true;
            return;
        }
        let line = String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned());
        let spot = self.spot;
        self.spot = spot.after(&line);
        let lead = line.len() - line.trim_start().len();
        let body = line.trim();
        if body.is_empty() {
            self.flush();
            self.broken = false;
            return;
        }
        if body.starts_with('#') {
            self.comment(body, spot.line);
        } else if !self.broken {
            self.string(body, spot.after(&line[..lead]));
        }
    }

    fn comment(&mut self, body: &str, line: usize) {
        if let Some(rest) = body.strip_prefix("#~") {
            let rest = rest.trim_start_matches('|').trim_start();
            if rest.starts_with("msgid") && !rest.starts_with("msgid_plural") && !body.starts_with("#~|") {
                self.flush();
                self.obsolete += 1;
            }
            return;
        }
        // Comments begin an entry.
        if self.part.is_some() {
            self.flush();
            self.broken = false;
        }
        if let Some(flags) = body.strip_prefix("#,") {
            for f in flags.split(',').map(str::trim) {
                self.entry.fuzzy |= f == "fuzzy";
                self.entry.format |= f.ends_with("-format") && !f.starts_with("no-");
            }
        }
        self.entry.line = line;
    }

    /// A line with a string, with or without a key word.
    fn string(&mut self, body: &str, spot: Spot) {
        let end = body.find('"').unwrap_or(body.len());
        let word = body[..end].trim_end();
        let part = match word {
            "" => self.part,
            "msgctxt" => Some(Part::Context),
            "msgid" => Some(Part::Id),
            "msgid_plural" => Some(Part::Plural),
            "msgstr" => Some(Part::Str(0)),
            _ => {
                let n = word.strip_prefix("msgstr[").and_then(|w| w.strip_suffix(']')).and_then(|n| n.trim().parse().ok());
                n.filter(|n| *n < 10).map(Part::Str)
            }
        };
        let Some(part) = part else {
            let shown: String = crate::report::escape_controls(body).chars().take(40).collect();
            let reason = match word {
                "" => "a string that belongs to no `msgid` or `msgstr`; put its key word before it".to_owned(),
                _ => format!("`{shown}` is no line of a catalogue; quote the text, or begin a comment with `#`"),
            };
            return self.fail(spot.line, reason);
        };
        // A new key begins a new entry.
        let begins = !word.is_empty() && (part == Part::Context || part == Part::Id && self.part != Some(Part::Context));
        if begins && self.part.is_some() {
            self.flush();
        }
        if !word.is_empty() {
            if matches!(part, Part::Str(_) | Part::Plural) && self.entry.id.is_none() {
                return self.fail(spot.line, format!("`{word}` without a `msgid` before it; add the `msgid`"));
            }
            if self.entry.id.is_none() && part == Part::Id || self.entry.line == 0 {
                self.entry.line = spot.line;
            }
        }
        self.part = Some(part);
        let cell = match part {
            Part::Context => self.entry.context.get_or_insert_with(Cell::default),
            Part::Id => self.entry.id.get_or_insert_with(Cell::default),
            Part::Plural => self.entry.plural.get_or_insert_with(Cell::default),
            Part::Str(n) => {
                if self.entry.strs.len() <= n {
                    self.entry.strs.resize_with(n + 1, || None);
                }
                self.entry.strs[n].get_or_insert_with(Cell::default)
            }
        };
        if let Err(reason) = quoted(&body[end..], spot.after(&body[..end]), cell) {
            self.fail(spot.line, reason);
        }
    }

    /// Ends an entry: its rows, or what the header says.
    fn flush(&mut self) {
        let entry = std::mem::take(&mut self.entry);
        if self.part.take().is_none() || self.broken {
            return;
        }
        let Some(id) = entry.id else { return self.fail(entry.line, "a `msgctxt` without a `msgid` after it; add the `msgid`") };
        if id.text.is_empty() && entry.plural.is_none() && self.entries == 0 {
            let header = entry.strs.into_iter().flatten().next().unwrap_or_default();
            self.entries += 1;
            return self.header(&header.text, entry.line);
        }
        self.entries += 1;
        if self.places.is_none() {
            self.header("", entry.line);
        }
        let Some((from, to)) = self.places else { return };
        if entry.fuzzy {
            self.fuzzy += 1;
            return;
        }
        if entry.strs.iter().flatten().all(|s| s.text.is_empty()) {
            self.untranslated += 1;
            return;
        }
        let forms = self.plurals.unwrap_or(entry.strs.len()).max(1);
        let plural = entry.plural.is_some();
        let key = key(entry.context.as_ref().map(|c| c.text.as_str()), &id.text);
        for (n, s) in entry.strs.into_iter().enumerate() {
            let Some(mut target) = s.filter(|s| !s.text.is_empty()) else { continue };
            // Where a language has one form for all numbers, it is that of many.
            let mut source = match &entry.plural {
                Some(p) if n > 0 || forms == 1 => p.clone(),
                _ => id.clone(),
            };
            for cell in [&mut source, &mut target] {
                cell.masks = placeholder::find(&cell.text, entry.format);
            }
            let mut cells = Vec::new();
            put(&mut cells, from, source);
            put(&mut cells, to, target);
            let id = if plural { format!("{key}[{n}]") } else { key.clone() };
            self.pending.push_back(Ok(Row { id, cells, ..Row::default() }));
        }
    }

    /// Takes the languages from the header, or from what else states them.
    fn header(&mut self, header: &str, line: usize) {
        let field = |name: &str| {
            header.lines().filter_map(|l| l.split_once(':')).find(|(k, _)| k.trim().eq_ignore_ascii_case(name)).map(|(_, v)| v.trim().to_owned())
        };
        self.plurals = field("Plural-Forms").and_then(|v| {
            let n = v.split(';').find_map(|p| p.trim().strip_prefix("nplurals"))?.trim_start().strip_prefix('=')?.trim().parse().ok();
            n.filter(|n| (1..=10).contains(n))
        });
        let stated = field("Language").filter(|l| !l.is_empty());
        // `sr@latin`: what follows the sign is no part of a tag.
        let tag = stated.or_else(|| self.by_name.clone()).map(|l| l.split(['@', '.']).next().unwrap_or("").to_owned());
        let Some(tag) = tag else {
            let reason = "no language is stated; add `Language:` to the header, or name the file after it, as in `<tag>.po`";
            self.fail(line, reason);
            self.ended = true;
            return;
        };
        let keys = self.source.clone().or_else(|| field("X-Source-Language").filter(|l| !l.is_empty())).unwrap_or_else(|| KEYS.to_owned());
        let (from, to) = (self.columns.place(&keys), self.columns.place(&tag));
        let problem = match (from, to) {
            (Some(a), Some(b)) if a != b => {
                self.places = Some((a, b));
                return;
            }
            (Some(_), Some(_)) => format!("keys and translations are both `{tag}`; name the language of the keys with --source"),
            (None, _) => format!("no pack knows the language `{keys}` of the keys; known are {}", super::known()),
            (_, None) => format!("no pack knows the language `{tag}`; known are {}", super::known()),
        };
        self.fail(line, crate::report::escape_controls(&problem));
        self.ended = true;
    }
}

/// An entry's id: its context and its key, which no other entry has, whatever is added before it; long ones are cut.
fn key(context: Option<&str>, id: &str) -> String {
    let whole = context.map_or_else(|| id.to_owned(), |c| format!("{c}|{id}"));
    let line = whole.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST_KEY && line == whole {
        return line;
    }
    let head: String = line.chars().take(LONGEST_KEY).collect();
    format!("{}~{}", head.trim_end(), crate::finding::hash(&whole))
}

/// Adds a quoted string to a cell.
fn quoted(body: &str, spot: Spot, cell: &mut Cell) -> Result<(), String> {
    let Some(inner) = body.strip_prefix('"') else { return Err("a key word without a text in double quotes; add it".into()) };
    let mut spot = spot.after("\"");
    let mut plain = 0;
    let mut chars = inner.char_indices();
    while let Some((i, c)) = chars.next() {
        if c == '"' {
            cell.take(&inner[plain..i], spot);
            return match inner[i + 1..].trim() {
                "" => Ok(()),
                _ => Err("text after the closing double quote; write a quote within the text as \\\"".into()),
            };
        }
        if c != '\\' {
            continue;
        }
        cell.take(&inner[plain..i], spot);
        spot = spot.after(&inner[plain..i]);
        let (len, text) = escape(&inner[i + 1..])?;
        cell.put(text.encode_utf8(&mut [0; 4]), spot, len + 1);
        let end = i + 1 + len;
        spot = spot.after(&inner[i..end]);
        plain = end;
        while chars.as_str().len() > inner.len() - end {
            chars.next();
        }
    }
    Err("the text is not closed by a double quote; close it".into())
}

/// What the characters after a backslash stand for, and how many they are.
fn escape(rest: &str) -> Result<(usize, char), String> {
    let first = rest.chars().next().ok_or("a backslash at the line's end; complete it")?;
    let code = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32).unwrap_or('\u{FFFD}');
    Ok(match first {
        'n' => (1, '\n'),
        't' => (1, '\t'),
        'r' => (1, '\r'),
        'a' | 'b' | 'f' | 'v' => (1, ' '),
        '0'..='7' => {
            let n = rest.bytes().take(3).take_while(|b| matches!(b, b'0'..=b'7')).count();
            (n, code(&rest[..n], 8))
        }
        'x' => {
            let n = rest[1..].bytes().take(2).take_while(u8::is_ascii_hexdigit).count();
            (1 + n, code(&rest[1..1 + n], 16))
        }
        other => (other.len_utf8(), other),
    })
}
