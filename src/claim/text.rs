//! From a cleaned text to its sentences and claims.

use super::{Claim, Keep, Report, Sentence, money, refer};
use crate::clean::Clean;
use crate::context::{Finder, Mark, What};
use crate::kind::Kind;
use crate::lang;
use crate::num::Num;
use crate::pack::{self, Pack};
use crate::quantity::{self, Lattice, Quantity, Reader, noun};
use crate::segment;
use crate::value::{Bound, Value};
use rayon::prelude::*;
use std::cell::{Cell, RefCell};

/// What is needed to place a clean text in its file.
struct Placing<'a> {
    source: &'a str,
    clean: &'a Clean,
    line_starts: &'a [usize],
    /// The last place that was asked for, and its column: lines can be long.
    last: Cell<(usize, usize)>,
    /// The line of that place, and the run of text that was asked for last: what comes next is near.
    line: Cell<usize>,
    run: Cell<usize>,
    /// Where the text that is read lies in the clean text.
    base: usize,
}

fn line_starts(source: &str) -> Vec<usize> {
    let mut starts = vec![0];
    starts.extend(memchr::memchr_iter(b'\n', source.as_bytes()).map(|i| i + 1));
    starts
}

impl Placing<'_> {
    /// The source's span of `from..to` of the text that is read.
    fn span(&self, from: usize, to: usize) -> (usize, usize) {
        self.clean.map.source_by(self.base + from, self.base + to, |runs, at| near(runs, &self.run, |r| r.starts_by(at)))
    }

    /// Line and column, 1-based, of a byte offset.
    fn line_column(&self, at: usize) -> (usize, usize) {
        let line = near(self.line_starts, &self.line, |s| *s <= at);
        let start = self.line_starts[line - 1];
        let (from, column) = self.last.get();
        let column =
            if (start..=at).contains(&from) { column + self.source[from..at].chars().count() } else { self.source[start..at].chars().count() + 1 };
        self.last.set((at, column));
        (line, column)
    }
}

/// How many of a sorted list pass, where the answer is likely to be near the last one.
fn near<T>(list: &[T], last: &Cell<usize>, passes: impl Fn(&T) -> bool) -> usize {
    /// How far ahead it is looked for one by one.
    const NEAR: usize = 8;
    let from = last.get();
    let found = match from.checked_sub(1).and_then(|i| list.get(i)) {
        Some(before) if passes(before) => list[from..].iter().take(NEAR).position(|x| !passes(x)).map(|n| from + n),
        _ => None,
    };
    let found = found.unwrap_or_else(|| list.partition_point(passes));
    last.set(found);
    found
}

/// Sentences that are read in one go; a long text has many such parts, which are read side by side.
const PART: usize = 256;
/// Parts that are held at a time until they are put together, so that the next ones have their memory.
const PARTS: usize = 64;

/// Reads a text; says which of its counts are of things known from before.
pub(super) fn read_text(source: &str, cleaned: &Clean, own: &'static Pack, keep: Keep, report: &mut Report) -> Vec<usize> {
    let text = cleaned.text.as_str();
    let line_starts = line_starts(source);
    let placing = |last: (usize, usize), base: usize| Placing {
        source,
        clean: cleaned,
        line_starts: &line_starts,
        last: Cell::new(last),
        line: Cell::new(0),
        run: Cell::new(0),
        base,
    };
    let read = |sentences: &[(usize, usize)], begin: (usize, usize)| {
        // A claim a sentence is much, and a list that grows is copied.
        let many = sentences.len();
        let mut part = Part { sentences: Vec::with_capacity(many), claims: Vec::with_capacity(many), ..Part::default() };
        let (Some((base, _)), Some((_, end))) = (sentences.first(), sentences.last()) else { return part };
        let text = &text[*base..*end];
        let own_sentences: Vec<(usize, usize)> = sentences.iter().map(|(from, to)| (from - base, to - base)).collect();
        read_part(&Text { text, folded: &own.fold(text), own, keep }, &own_sentences, &placing(begin, *base), &mut part);
        part.moved(*base);
        part
    };
    let sentences = segment::sentences(text, own);
    // Where each part begins, so that none counts the columns of a long line from its beginning.
    let from_top = placing((0, 1), 0);
    let begin = |part: &[(usize, usize)]| {
        from_top.line_column(cleaned.map.source(part[0].0, part[0].1).0);
        from_top.last.get()
    };
    report.sentences.reserve_exact(sentences.len());
    let mut whole = Whole { text, report, paragraph: 0, counted: 0, open: Vec::new(), definite: Vec::new() };
    let mut held: Option<(Vec<Part>, &[Span])> = None;
    for wave in sentences.chunks(PART * PARTS) {
        let begins: Vec<(usize, usize)> = wave.chunks(PART).map(begin).collect();
        let read_wave = || match begins[..] {
            [begin] => vec![read(wave, begin)],
            _ => wave.par_chunks(PART).zip(&begins).map(|(part, begin)| read(part, *begin)).collect::<Vec<Part>>(),
        };
        // The last wave is put to the others while the next is read.
        let (parts, ()) = match held.take() {
            Some((parts, spans)) => rayon::join(read_wave, || whole.take(parts, spans)),
            None => (read_wave(), ()),
        };
        if wave.len() < sentences.len() && whole.report.claims.is_empty() {
            // A list that grows is copied again and again: what comes will have as many.
            let found: usize = parts.iter().map(|p| p.claims.len()).sum();
            whole.report.claims.reserve(found.saturating_mul(sentences.len() / wave.len() + 1));
        }
        held = Some((parts, wave));
    }
    if let Some((parts, spans)) = held {
        whole.take(parts, spans);
    }
    let Whole { open, definite, report, .. } = whole;
    money::complete(&report.sentences, &mut report.claims, &open);
    refer::parts(source, &report.sentences, &mut report.claims);
    refer::shares(source, &report.sentences, &mut report.claims);
    definite
}

/// Where a sentence begins and ends.
type Span = (usize, usize);

/// A text as its parts are put together.
struct Whole<'a> {
    text: &'a str,
    report: &'a mut Report,
    /// The paragraph at the place up to which they are counted.
    paragraph: usize,
    counted: usize,
    /// As in [`Part`], of the report.
    open: Vec<usize>,
    definite: Vec<usize>,
}

impl Whole<'_> {
    /// Takes the next parts, which are of these sentences.
    fn take(&mut self, parts: Vec<Part>, spans: &[(usize, usize)]) {
        for (part, spans) in parts.into_iter().zip(spans.chunks(PART)) {
            let Some((start, _)) = spans.first() else { continue };
            self.paragraph += memchr::memchr_iter(b'\n', &self.text.as_bytes()[self.counted..*start]).count();
            self.counted = *start;
            let Report { sentences, claims, .. } = &mut *self.report;
            let (sentence, claim) = (sentences.len(), claims.len());
            for (mut s, named) in part.sentences {
                s.paragraph += self.paragraph;
                let index = sentences.len();
                let before = sentences.last().filter(|b| !named && b.paragraph == s.paragraph);
                s.named_by = before.map_or(index, |b| b.named_by);
                sentences.push(s);
            }
            self.open.extend(part.open.iter().map(|i| i + claim));
            self.definite.extend(part.definite.iter().map(|i| i + claim));
            claims.extend(part.claims.into_iter().map(|mut c| {
                c.sentence += sentence;
                c.restates = c.restates.map(|r| r + claim);
                c
            }));
        }
    }
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

impl Part {
    /// Counts places from so far before.
    fn moved(&mut self, by: usize) {
        for c in &mut self.claims {
            c.clean = (c.clean.0 + by, c.clean.1 + by);
            c.counted = c.counted.map(|(from, to)| (from + by, to + by));
        }
        for m in self.sentences.iter_mut().flat_map(|(s, _)| &mut s.marks) {
            (m.start, m.end) = (m.start + by, m.end + by);
        }
    }
}

/// A text and how it is read.
struct Text<'a> {
    text: &'a str,
    folded: &'a str,
    own: &'static Pack,
    keep: Keep,
}

fn read_part(t: &Text, sentences: &[(usize, usize)], placing: &Placing, part: &mut Part) {
    thread_local! {
        /// What a thread reads its texts with: it knows the words of those before.
        static ROOM: RefCell<(Lattice, Finder)> = RefCell::default();
    }
    ROOM.with_borrow_mut(|(lattice, finder)| read_sentences(t, sentences, placing, part, (lattice, finder)));
}

fn read_sentences(t: &Text, sentences: &[(usize, usize)], placing: &Placing, part: &mut Part, (lattice, finder): (&mut Lattice, &mut Finder)) {
    let mut paragraph = 0;
    let mut counted = sentences.first().map_or(0, |s| s.0);
    // Which sentences have their marks.
    let mut marked = vec![false; sentences.len()];
    for (index, (start, end)) in sentences.iter().copied().enumerate() {
        paragraph += memchr::memchr_iter(b'\n', &t.text.as_bytes()[counted..start]).count();
        counted = start;
        lattice.divide(t.text, start, end);
        let pack = lang::of_sentence(t.text, lattice.words(), lattice.letters(), t.own);
        lattice.look_up(pack, t.text, t.folded);
        let reader = Reader { pack, text: t.text, folded: t.folded, start, end, lattice };
        let quantities = quantity::scan(&reader);
        let span = placing.span(start, end);
        let (mut marks, mut named) = (Vec::new(), false);
        let claims = !quantities.is_empty();
        if t.keep == Keep::All || claims {
            // What else an amount may be of is decided by the things beside it.
            let concepts = t.keep == Keep::All || quantities.iter().any(money::open);
            (marks, named) = marks_of(finder, &reader, concepts);
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
            names_before(t, sentences, &mut marked, part, (lattice, finder));
        }
    }
}

/// Marks of a sentence, and whether there are names among them.
fn marks_of(finder: &mut Finder, r: &Reader, concepts: bool) -> (Vec<Mark>, bool) {
    let marks = finder.marks(r, concepts);
    let named = marks.iter().any(|m| matches!(m.what, What::Listed(_) | What::Name(_)));
    (marks, named)
}

/// Reads what the sentences from the last one back mention, up to one with names or the paragraph's beginning.
fn names_before(t: &Text, sentences: &[(usize, usize)], marked: &mut [bool], part: &mut Part, (lattice, finder): (&mut Lattice, &mut Finder)) {
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
        (s.marks, *named) = marks_of(finder, &Reader { pack, text: t.text, folded: t.folded, start, end, lattice }, false);
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
    let span = placing.span(from, to);
    let (line, column) = placing.line_column(span.0);
    let counter = || if q.kind == Kind::Count && !q.unit.is_empty() { pack::concept_index(&q.unit) } else { None };
    let concept = q.noun.and_then(|n| n.concept).or_else(counter);
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
        counted: q.noun.map(|n| n.span),
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

/// Characters between two amounts of which the second says the first again.
const RESTATING: usize = 24;

/// An amount in brackets after an amount, in another currency or unit, says the same again; so does one behind a word for that.
fn restatements(r: &Reader, claims: &mut [Claim], offset: usize) {
    for i in 1..claims.len() {
        // 午前7時(日本時間7日午前10時): the same moment elsewhere, perhaps with its day.
        if let Some(told) = (i.saturating_sub(2)..i).rev().find(|t| claims[*t].kind == Kind::Time)
            && matches!(&claims[i].value, Value::Time { zone, .. } if !zone.is_empty())
            && r.text
                .get(claims[told].clean.1..claims[i].clean.0)
                .is_some_and(|b| b.trim_start().starts_with(['(', '（']) && !b.contains([')', '）']))
        {
            claims[i].restates = Some(claims[told].restates.unwrap_or(offset + told));
            continue;
        }
        let (a, b) = (&claims[i - 1], &claims[i]);
        if a.kind != b.kind || !matches!(a.kind, Kind::Money | Kind::Measure | Kind::Duration) || a.unit == b.unit {
            continue;
        }
        let between = r.text[a.clean.1..b.clean.0.max(a.clean.1)].trim();
        let after = r.text[b.clean.1..r.end].trim_start();
        let bracketed =
            between.starts_with('(') && between.chars().count() <= 12 && !between.contains(')') && after.find(')').is_some_and(|p| p <= 30);
        let said = || {
            let words = r.folded[a.clean.1..b.clean.1.max(a.clean.1)].chars().take(RESTATING).collect::<String>();
            r.pack.table.restating.iter().any(|w| words.find(w.as_str()).is_some_and(|at| a.clean.1 + at < b.clean.1))
        };
        // 640 million pounds, about 760 million euros.
        let apposed = || between == "," && r.pack.table.spaces && b.value.bound() == Bound::About;
        if bracketed || a.kind == Kind::Money && between.chars().count() <= RESTATING && (said() || apposed()) {
            let base = claims[i - 1].restates.unwrap_or(offset + i - 1);
            claims[i].restates = Some(base);
        }
    }
}
