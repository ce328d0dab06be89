//! Claims: quantities with what they are about.

mod money;
mod refer;

use crate::bitext::cell::Mask;
use crate::clean::{self, Clean, clean};
use crate::context::{self, Mark, What};
use crate::date::{Date, Day};
use crate::input::Source;
use crate::kind::Kind;
use crate::lang;
use crate::num::Num;
use crate::pack::{self, Pack};
use crate::quantity::{self, Lattice, Quantity, Reader, noun};
use crate::readings;
use crate::segment;
use crate::value::{Bound, Value};
use rayon::prelude::*;
use std::cell::Cell;

/// A report, read.
#[derive(Debug)]
pub struct Report {
    /// Its path as shown.
    pub path: String,
    /// Language tag.
    pub lang: &'static str,
    /// In bitext, the column's tag.
    pub column: Option<String>,
    /// Its date line.
    pub date: Option<Day>,
    /// Sentences, in order.
    pub sentences: Vec<Sentence>,
    /// Claims, in order.
    pub claims: Vec<Claim>,
    /// The file's text.
    pub source: String,
}

/// A sentence of a report.
#[derive(Debug)]
pub struct Sentence {
    /// What it mentions.
    pub marks: Vec<Mark>,
    /// The sentence whose names stand with it: itself, or the nearest one before it in the paragraph that has names.
    pub named_by: usize,
    /// Which paragraph (line) it is in.
    pub paragraph: usize,
    /// Its span in the source.
    pub span: (usize, usize),
    /// The tag of the language it is in.
    pub lang: &'static str,
}

/// A mention, its value and what it is about.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Index of its sentence.
    pub sentence: usize,
    /// Place in the clean text.
    pub clean: (usize, usize),
    /// Byte offsets in the source; in aligned text that is the cell.
    pub span: (usize, usize),
    /// Byte offsets in the file.
    pub file: (usize, usize),
    /// Line, 1-based.
    pub line: usize,
    /// Column in characters, 1-based.
    pub column: usize,
    /// The source's own wording.
    pub text: String,
    /// Kind.
    pub kind: Kind,
    /// Unit.
    pub unit: String,
    /// Value.
    pub value: Value,
    /// What the value comes to here, where that adds something.
    pub resolved: Option<Value>,
    /// Other values that its writing allows and the report's usage does not decide against.
    pub also: Vec<Value>,
    /// What is counted, as a concept.
    pub noun: Option<u16>,
    /// What is counted, as written.
    pub noun_text: String,
    /// Segment in bitext.
    pub segment: Option<usize>,
    /// Whether it is the report's own date line.
    pub dateline: bool,
    /// Restates, in brackets, the amount before it (index of that claim).
    pub restates: Option<usize>,
    /// Stands in a sentence that the report has already had (index of the claim there): a headline set twice.
    pub echoes: Option<usize>,
}

/// What is needed to place a clean text in its file.
struct Placing<'a> {
    source: &'a str,
    clean: &'a Clean,
    line_starts: &'a [usize],
    /// The last place that was asked for, and its column: lines can be long.
    last: Cell<(usize, usize)>,
}

fn line_starts(source: &str) -> Vec<usize> {
    let mut starts = vec![0];
    starts.extend(memchr::memchr_iter(b'\n', source.as_bytes()).map(|i| i + 1));
    starts
}

impl Placing<'_> {
    /// Line and column, 1-based, of a byte offset.
    fn line_column(&self, at: usize) -> (usize, usize) {
        let line = self.line_starts.partition_point(|s| *s <= at);
        let start = self.line_starts[line - 1];
        let (from, column) = self.last.get();
        let column =
            if (start..=at).contains(&from) { column + self.source[from..at].chars().count() } else { self.source[start..at].chars().count() + 1 };
        self.last.set((at, column));
        (line, column)
    }
}

/// Of which sentences a report keeps what they mention.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Keep {
    /// Of all: what is compared is weighed by what the whole report speaks of.
    All,
    /// Of those that claim something, and of those whose names stand with them.
    Claiming,
}

/// Reads a source: from file to claims.
pub fn read_report(source: &Source, lang: Option<&'static str>) -> Report {
    read_keeping(source, lang, Keep::All)
}

/// As [`read_report`], where it is said what is kept.
pub fn read_keeping(source: &Source, lang: Option<&'static str>, keep: Keep) -> Report {
    let cleaned = clean(&source.text, source.markup);
    let tag = lang.or(source.lang).unwrap_or_else(|| lang::detect(&cleaned.text));
    let mut report = Report {
        path: crate::input::shown(&source.path),
        lang: tag,
        column: None,
        date: None,
        sentences: Vec::new(),
        claims: Vec::new(),
        source: source.text.clone(),
    };
    if let Some(pack) = pack::find(tag) {
        let definite = read_text(&source.text, &cleaned, pack, keep, &mut report);
        readings::settle(&mut report.claims, pack);
        echoes(&mut report);
        refer::pronouns(&report.sentences, &mut report.claims, &definite);
        date_line(&mut report);
        resolve(&mut report);
    }
    report
}

/// Reads one cell of aligned text; what is masked (placeholders, codes) is read as what stands for it.
pub fn read_cell(text: &str, masks: &[Mask], pack: &'static Pack) -> Vec<(Sentence, Vec<Claim>)> {
    let cleaned = clean::masked(text, masks);
    let mut report = Report {
        path: String::new(),
        lang: pack.tag_static(),
        column: None,
        date: None,
        sentences: Vec::new(),
        claims: Vec::new(),
        source: String::new(),
    };
    let _ = read_text(text, &cleaned, pack, Keep::All, &mut report);
    readings::settle(&mut report.claims, pack);
    let mut claims: Vec<Vec<Claim>> = report.sentences.iter().map(|_| Vec::new()).collect();
    for c in report.claims {
        claims[c.sentence].push(c);
    }
    report.sentences.into_iter().zip(claims).collect()
}

/// Sentences that are read in one go; a long text has many such parts, which are read side by side.
const PART: usize = 256;

/// Reads a text; says which of its counts are of things known from before.
fn read_text(source: &str, cleaned: &Clean, own: &'static Pack, keep: Keep, report: &mut Report) -> Vec<usize> {
    let text = cleaned.text.as_str();
    let folded = own.fold(text);
    let line_starts = line_starts(source);
    let read = |sentences: &[(usize, usize)]| {
        let placing = Placing { source, clean: cleaned, line_starts: &line_starts, last: Cell::new((0, 1)) };
        let mut part = Part::default();
        read_part(&Text { text, folded: &folded, own, keep }, sentences, &placing, &mut part);
        part
    };
    let sentences = segment::sentences(text, own);
    let parts: Vec<Part> = if sentences.len() <= PART { vec![read(&sentences)] } else { sentences.par_chunks(PART).map(read).collect() };
    let (mut paragraph, mut counted) = (0, 0);
    let (mut open, mut definite) = (Vec::new(), Vec::new());
    for (part, spans) in parts.into_iter().zip(sentences.chunks(PART)) {
        let Some((start, _)) = spans.first() else { continue };
        paragraph += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..*start]).count();
        counted = *start;
        let (sentence, claim) = (report.sentences.len(), report.claims.len());
        report.sentences.reserve(part.sentences.len());
        for (mut s, named) in part.sentences {
            s.paragraph += paragraph;
            let index = report.sentences.len();
            let before = report.sentences.last().filter(|b| !named && b.paragraph == s.paragraph);
            s.named_by = before.map_or(index, |b| b.named_by);
            report.sentences.push(s);
        }
        open.extend(part.open.iter().map(|i| i + claim));
        definite.extend(part.definite.iter().map(|i| i + claim));
        report.claims.extend(part.claims.into_iter().map(|mut c| {
            c.sentence += sentence;
            c.restates = c.restates.map(|r| r + claim);
            c
        }));
    }
    money::complete(&report.sentences, &mut report.claims, &open);
    refer::parts(&report.sentences, &mut report.claims);
    definite
}

/// What a part of a text says, counted from its beginning.
#[derive(Default)]
struct Part {
    /// Sentences, and whether they have names.
    sentences: Vec<(Sentence, bool)>,
    claims: Vec<Claim>,
    /// Which claims are figures that may leave their currency out.
    open: Vec<usize>,
    /// Which claims count things known from before.
    definite: Vec<usize>,
}

/// A text and how it is read.
struct Text<'a> {
    text: &'a str,
    folded: &'a str,
    own: &'static Pack,
    keep: Keep,
}

fn read_part(t: &Text, sentences: &[(usize, usize)], placing: &Placing, part: &mut Part) {
    let mut paragraph = 0;
    let mut counted = sentences.first().map_or(0, |s| s.0);
    let mut lattice = Lattice::default();
    // Which sentences have their marks.
    let mut marked = vec![false; sentences.len()];
    for (index, (start, end)) in sentences.iter().copied().enumerate() {
        paragraph += memchr::memchr_iter(b'\n', &t.text.as_bytes()[counted..start]).count();
        counted = start;
        let pack = lang::of_sentence(&t.text[start..end], t.own);
        lattice.fill(pack, t.text, t.folded, start, end);
        let reader = Reader { pack, text: t.text, folded: t.folded, start, end, lattice: &lattice };
        let quantities = quantity::scan(&reader);
        let span = placing.clean.map.source(start, end);
        let (mut marks, mut named) = (Vec::new(), false);
        let claims = !quantities.is_empty();
        if t.keep == Keep::All || claims {
            (marks, named) = marks_of(&reader);
            marked[index] = true;
        }
        part.sentences.push((Sentence { marks, named_by: index, paragraph, span, lang: pack.tag() }, named));
        let first = part.claims.len();
        for q in quantities {
            if money::open(&q) {
                part.open.push(part.claims.len());
            }
            if refer::definite(&q, &reader) {
                part.definite.push(part.claims.len());
            }
            part.claims.push(claim(q, &reader, index, placing));
        }
        restatements(&reader, &mut part.claims[first..], first);
        // The next part may go on with the paragraph, and look for names here.
        if claims && !named || index + 1 == sentences.len() {
            names_before(t, sentences, &mut marked, part, &mut lattice);
        }
    }
}

/// Marks of a sentence, and whether there are names among them.
fn marks_of(r: &Reader) -> (Vec<Mark>, bool) {
    let marks = context::marks(r);
    let named = marks.iter().any(|m| matches!(m.what, What::Listed(_) | What::Name(_)));
    (marks, named)
}

/// Reads what the sentences from the last one back mention, up to one with names or the paragraph's beginning.
fn names_before(t: &Text, sentences: &[(usize, usize)], marked: &mut [bool], part: &mut Part, lattice: &mut Lattice) {
    let Some(paragraph) = part.sentences.last().map(|s| s.0.paragraph) else { return };
    for (index, (s, named)) in part.sentences.iter_mut().enumerate().rev() {
        if s.paragraph != paragraph || *named {
            return;
        }
        if marked[index] {
            continue;
        }
        let (start, end) = sentences[index];
        let Some(pack) = pack::find(s.lang) else { return };
        lattice.fill(pack, t.text, t.folded, start, end);
        (s.marks, *named) = marks_of(&Reader { pack, text: t.text, folded: t.folded, start, end, lattice });
        marked[index] = true;
        if *named {
            return;
        }
    }
}

fn claim(mut q: Quantity, r: &Reader, sentence: usize, placing: &Placing) -> Claim {
    age(&mut q, r);
    // The noun belongs to the mention when it stands right beside it.
    let (mut from, mut to) = (q.start, q.end);
    let mut noun_text = String::new();
    if let Some(n) = q.noun {
        noun_text = r.text[n.span.0..n.span.1].to_owned();
        if matches!(q.kind, Kind::Count | Kind::Ordinal | Kind::Ratio) {
            let adjoins_after = n.span.0 >= to && r.text[to..n.span.0].chars().nth(24).is_none();
            if adjoins_after && (n.span.1 - to) < 60 {
                to = n.span.1;
            } else if n.span.1 <= from && from - n.span.1 <= 1 {
                from = n.span.0;
            }
        }
    }
    let span = placing.clean.map.source(from, to);
    let (line, column) = placing.line_column(span.0);
    let concept = q.noun.and_then(|n| n.concept).or_else(|| pack::concept_index(&q.unit).filter(|_| q.kind == Kind::Count));
    let unit = match q.kind {
        Kind::Count | Kind::Ordinal => match concept {
            Some(c) => pack::concept(c).to_owned(),
            None if !q.unit.is_empty() => q.unit,
            None => noun_text.to_lowercase(),
        },
        Kind::Percent | Kind::Money | Kind::Duration | Kind::Measure => q.unit,
        Kind::Age if q.unit.is_empty() => "year".to_owned(),
        Kind::Age => q.unit,
        _ => String::new(),
    };
    Claim {
        sentence,
        clean: (q.start, q.end),
        span,
        file: span,
        line,
        column,
        text: placing.source[span.0..span.1].to_owned(),
        kind: q.kind,
        unit,
        value: q.value,
        resolved: None,
        also: Vec::new(),
        noun: concept,
        noun_text,
        segment: None,
        dateline: false,
        restates: None,
        echoes: None,
    }
}

/// A number in brackets or between commas after a name is an age: `(33)`, `, 41, `; so are years there: `, 41 anni,`.
fn age(q: &mut Quantity, r: &Reader) {
    let years = q.kind == Kind::Duration && q.unit == "year";
    let bare = q.kind == Kind::Count && q.bare && q.digits;
    let plausible = q.value.num().is_some_and(|n| n.is_int() && n >= Num::int(1) && n <= Num::int(115));
    if !(years || bare) || !plausible || q.value.bound() != Bound::None {
        return;
    }
    let before = r.text[r.start..q.start].trim_end();
    let next = r.text[q.end..r.end].trim_start().chars().next();
    let (open, close) = (before.chars().next_back(), next);
    let bracketed = open == Some('(') && close == Some(')');
    let commas = matches!(open, Some(',' | '、')) && close.is_none_or(|c| matches!(c, ',' | '、' | '.' | ')' | ';' | '。'));
    if !(bracketed && bare && q.value.num() >= Some(Num::int(10)) || commas && r.pack.table.spaces) {
        return;
    }
    let name = before.trim_end_matches(['(', ',', '、']).trim_end();
    let last = name.rsplit(|c: char| !(c.is_alphanumeric() || c == '-')).next().unwrap_or("");
    let named = if r.pack.table.spaces {
        let at = r.start + name.len() - last.len();
        let listed = r.lexemes(at).find_map(|(e, l)| match l {
            crate::pack::table::Lexeme::Concept(c) if e >= at + last.len() => Some(*c),
            _ => None,
        });
        match listed.or_else(|| noun::concept_of(r, at, at + last.len())) {
            // The singer, 54, sold it: who is named by what he is.
            Some(c) => noun::is_person(c),
            None => last.chars().next().is_some_and(char::is_uppercase),
        }
    } else {
        !last.is_empty()
    };
    if named {
        q.kind = Kind::Age;
        q.unit = "year".into();
        q.bare = false;
    }
}

/// An amount in brackets after an amount, in another currency or unit, says the same again.
fn restatements(r: &Reader, claims: &mut [Claim], offset: usize) {
    for i in 1..claims.len() {
        let (a, b) = (&claims[i - 1], &claims[i]);
        if a.kind != b.kind || !matches!(a.kind, Kind::Money | Kind::Measure | Kind::Duration) || a.unit == b.unit {
            continue;
        }
        let between = r.text[a.clean.1..b.clean.0.max(a.clean.1)].trim();
        let after = r.text[b.clean.1..r.end].trim_start();
        let bracketed =
            between.starts_with('(') && between.chars().count() <= 12 && !between.contains(')') && after.find(')').is_some_and(|p| p <= 30);
        if bracketed {
            let base = claims[i - 1].restates.unwrap_or(offset + i - 1);
            claims[i].restates = Some(base);
        }
    }
}

/// A sentence that stands in a report twice, word for word, says what it says once.
fn echoes(report: &mut Report) {
    let mut seen: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
    let mut first = vec![None; report.sentences.len()];
    // A sentence that claims nothing says nothing twice.
    let mut last = None;
    let claiming = report.claims.iter().map(|c| c.sentence).filter(|s| last.replace(*s) != Some(*s)).collect::<Vec<_>>();
    for i in claiming {
        let s = &report.sentences[i];
        let Some(text) = report.source.get(s.span.0..s.span.1).map(str::trim).filter(|t| !t.is_empty()) else { continue };
        match seen.get(text) {
            Some(before) => first[i] = Some(*before),
            None => {
                seen.insert(text, i);
            }
        }
    }
    for i in 0..report.claims.len() {
        let own = report.claims[i].sentence;
        let Some(before) = first[own] else { continue };
        let nth = report.claims[..i].iter().rev().take_while(|c| c.sentence == own).count();
        let from = report.claims.partition_point(|c| c.sentence < before);
        let same = report.claims.get(from + nth).filter(|c| c.sentence == before && c.value == report.claims[i].value);
        report.claims[i].echoes = same.map(|_| from + nth);
    }
}

/// The report's own date: the first full date near its top.
fn date_line(report: &mut Report) {
    let mut seen = std::collections::BTreeSet::new();
    let mut at = None;
    for c in &mut report.claims {
        let paragraph = report.sentences[c.sentence].paragraph;
        seen.insert(paragraph);
        if paragraph > 14 || c.span.0 > 1_500 {
            break;
        }
        if let Value::Date { date: Date::Calendar(p), .. } = &c.value
            && let (Some(y), Some(m @ 1..=12), Some(d)) = (p.year_number(), p.month, p.day)
        {
            // A date line stands by itself: little else is in its line, or it opens the text after a place.
            let (from, to) = report.sentences[c.sentence].span;
            let line_from = report.source[..c.span.0].rfind('\n').map_or(0, |i| i + 1);
            let line_to = report.source[c.span.1..].find('\n').map_or(report.source.len(), |i| c.span.1 + i);
            let lead = report.source[line_from..c.span.0].chars().count();
            let short = report.source[line_from..line_to].chars().nth(90).is_none();
            let _ = (from, to);
            if short || lead <= 40 {
                c.dateline = short || lead <= 40;
                report.date = Some(Day { year: y, month: m, day: d });
                at = c.dateline.then_some(c.span);
                break;
            }
        }
    }
    // The weekday beside it is of the date line, too.
    if let Some((from, to)) = at {
        let weekday = |c: &Claim| matches!(&c.value, Value::Date { date: Date::Weekday(_), .. });
        let beside = |c: &Claim| c.span.1 <= from && from - c.span.1 <= 4 || c.span.0 >= to && c.span.0 - to <= 4;
        report.claims.iter_mut().filter(|c| weekday(c) && beside(c)).for_each(|c| c.dateline = true);
    }
}

fn resolve(report: &mut Report) {
    let Some(on) = report.date else { return };
    for c in &mut report.claims {
        if let Value::Date { bound, date } = &c.value
            && let Some(d) = date.resolve(on)
        {
            c.resolved = Some(Value::Date { bound: *bound, date: d });
        }
    }
}

impl Report {
    /// A report of nothing.
    pub fn empty() -> Report {
        let (path, source) = (String::new(), String::new());
        Report { path, lang: "", column: None, date: None, sentences: Vec::new(), claims: Vec::new(), source }
    }

    /// Takes claims out.
    pub fn forget(&mut self, unwanted: impl Fn(&Report, &Claim) -> bool) {
        let stays: Vec<bool> = self.claims.iter().map(|c| !unwanted(self, c)).collect();
        if stays.iter().all(|s| *s) {
            return;
        }
        // Where each claim that stays goes.
        let place: Vec<usize> = stays.iter().scan(0, |n, s| Some(std::mem::replace(n, *n + usize::from(*s)))).collect();
        let mut index = 0;
        self.claims.retain_mut(|c| {
            for of in [&mut c.restates, &mut c.echoes] {
                *of = of.filter(|r| stays[*r]).map(|r| place[r]);
            }
            index += 1;
            stays[index - 1]
        });
    }

    /// As [`Report::names`], each as often as it stands there.
    pub fn names_with(&self, claim: &Claim) -> impl Iterator<Item = &What> {
        let by = self.sentences[claim.sentence].named_by;
        self.sentences[by].marks.iter().map(|m| &m.what).filter(|w| matches!(w, What::Listed(_) | What::Name(_)))
    }

    /// Names that stand with a claim: those of its sentence, else of the sentence before in the same paragraph.
    pub fn names(&self, claim: &Claim) -> Vec<&What> {
        let mut names: Vec<&What> = self.names_with(claim).collect();
        names.dedup();
        names
    }
}
