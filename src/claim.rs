//! Claims: quantities with what they are about.

mod money;
mod refer;
mod text;

use crate::bitext::cell::Mask;
use crate::clean::{self, clean};
use crate::context::{Mark, What};
use crate::date::{Date, Day};
use crate::input::Source;
use crate::kind::Kind;
use crate::lang;
use crate::pack::{self, Pack};
use crate::readings;
use crate::value::Value;

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
    /// Place in the clean text of what is counted.
    pub counted: Option<(usize, usize)>,
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
    pub resolved: Option<Box<Value>>,
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

impl Claim {
    /// Whether it counts people.
    pub fn counts_people(&self) -> bool {
        self.kind == Kind::Count && self.noun.is_some_and(|n| pack::concept(pack::root(n)) == "person")
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
    read_keeping(source.clone(), lang, Keep::All)
}

/// As [`read_report`], where it is said what is kept.
pub fn read_keeping(source: Source, lang: Option<&'static str>, keep: Keep) -> Report {
    read_of_day(source, lang, keep, None)
}

/// As [`read_keeping`], of a report whose day is known; it goes before the date line, and that before what a page says of
/// itself.
pub fn read_of_day(source: Source, lang: Option<&'static str>, keep: Keep, day: Option<Day>) -> Report {
    let cleaned = clean(&source.text, source.markup);
    let tag = lang.or(source.lang).unwrap_or_else(|| lang::detect(&cleaned.text));
    let mut report = Report {
        path: crate::input::shown(&source.path),
        lang: tag,
        column: None,
        date: None,
        sentences: Vec::new(),
        claims: Vec::new(),
        source: String::new(),
    };
    let read = pack::find(tag).map(|pack| (pack, text::read_text(&source.text, &cleaned, pack, keep, &mut report)));
    report.source = source.text;
    if let Some((pack, definite)) = read {
        readings::settle(&mut report.claims, pack);
        echoes(&mut report);
        refer::pronouns(&report.sentences, &mut report.claims, &definite);
        date_line(&mut report);
        report.date = day.or(report.date).or(cleaned.published);
        resolve(&mut report);
        readings::open_weeks(&mut report);
        readings::told_months(&mut report);
    }
    report
}

/// Reads one cell of aligned text; what is masked (placeholders, codes) is read as what stands for it.
pub fn read_cell(text: &str, masks: &[Mask], pack: &'static Pack) -> Vec<(Sentence, Vec<Claim>)> {
    let report = read_part(text, masks, pack, Keep::All);
    let mut claims: Vec<Vec<Claim>> = report.sentences.iter().map(|_| Vec::new()).collect();
    for c in report.claims {
        claims[c.sentence].push(c);
    }
    report.sentences.into_iter().zip(claims).collect()
}

/// The claims of a piece of text by itself.
pub fn claims_of(text: &str, pack: &'static Pack) -> Vec<Claim> {
    read_part(text, &[], pack, Keep::Claiming).claims
}

fn read_part(text: &str, masks: &[Mask], pack: &'static Pack, keep: Keep) -> Report {
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
    let _ = text::read_text(text, &cleaned, pack, keep, &mut report);
    readings::settle(&mut report.claims, pack);
    report
}

/// A sentence that stands in a report twice, word for word, says what it says once.
fn echoes(report: &mut Report) {
    let mut first = vec![None; report.sentences.len()];
    // A sentence that claims nothing says nothing twice.
    let mut last = None;
    let claiming = report.claims.iter().map(|c| c.sentence).filter(|s| last.replace(*s) != Some(*s)).collect::<Vec<_>>();
    let mut seen: std::collections::HashMap<&str, usize> = std::collections::HashMap::with_capacity(claiming.len());
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

/// The report's own date: the first full date near its top. It is a date line, and no claim, where it stands by itself or
/// opens the text after a place; in a sentence that claims something else it is part of what is told.
fn date_line(report: &mut Report) {
    /// Paragraphs and bytes in which it is looked for.
    const NEAR: (usize, usize) = (14, 1_500);
    /// Characters of a line that holds little else, and before a date that opens a line.
    const LITTLE: (usize, usize) = (90, 40);
    let near = |c: &&Claim| report.sentences[c.sentence].paragraph <= NEAR.0 && c.span.0 <= NEAR.1;
    let line = |c: &Claim| {
        let from = report.source[..c.span.0].rfind('\n').map_or(0, |i| i + 1);
        (from, report.source[c.span.1..].find('\n').map_or(report.source.len(), |i| c.span.1 + i))
    };
    let chosen = report.claims.iter().take_while(near).find_map(|c| {
        let Value::Date { date: Date::Calendar(p), .. } = &c.value else { return None };
        let (Some(year), Some(month @ 1..=12), Some(day)) = (p.year_number(), p.month, p.day) else { return None };
        let (from, to) = line(c);
        let short = report.source[from..to].chars().nth(LITTLE.0).is_none();
        let opens = report.source[from..c.span.0].chars().nth(LITTLE.1).is_none();
        if !short && !opens {
            return None;
        }
        let when = |o: &Claim| matches!(o.kind, Kind::Date | Kind::Time);
        let alone = report.claims.iter().take_while(|o| o.span.0 < to).filter(|o| o.span.0 >= from).all(when);
        let bracket = report.source[from..c.span.0].trim_end().ends_with(['(', '（', '【', '〔']);
        let next = report.source[c.span.1..to].trim_start().chars().next();
        let marked = bracket || next.is_none_or(|c| matches!(c, '–' | '—' | '-' | ':' | '：' | '|' | '(' | '（' | ')' | '）' | '】' | '〕' | '/'));
        // Oslo, 3. Mai 2026. A day, perhaps behind a place, and no more is no sentence.
        let before = report.source[from..c.span.0].trim();
        let place = || before.ends_with(',') && before.split([' ', ',', '-']).all(|w| w.chars().next().is_none_or(char::is_uppercase));
        let ends = || report.source.get(c.span.1..report.sentences[c.sentence].span.1).is_some_and(|s| s.trim() == ".");
        // Where words are not separated a space sets the day apart from what is told.
        let unspaced = || pack::find(report.sentences[c.sentence].lang).is_some_and(|p| !p.table.spaces);
        let apart = || before.is_empty() && report.source[c.span.1..to].starts_with([' ', '\u{3000}']) && unspaced();
        let marked = marked || apart() || wired(report, c) || ends() && (before.is_empty() || place());
        Some((Day { year, month, day }, (short && alone || opens && marked).then_some(c.span)))
    });
    let Some((day, span)) = chosen else {
        // A wire's day without its year says no date, and claims nothing either.
        let day = report.claims.iter().take_while(near).find(|c| matches!(&c.value, Value::Date { date: Date::Calendar(p), .. } if p.day.is_some()));
        let wire = day.filter(|c| report.source[line(c).0..c.span.0].chars().nth(LITTLE.1).is_none() && wired(report, c)).map(|c| c.span);
        report.claims.iter_mut().filter(|c| Some(c.span) == wire).for_each(|c| c.dateline = true);
        return;
    };
    report.date = Some(day);
    let Some((from, to)) = span else { return };
    // The weekday beside it is of the date line, too.
    let weekday = |c: &Claim| matches!(&c.value, Value::Date { date: Date::Weekday(_), .. });
    let beside = |c: &Claim| c.span.1 <= from && from - c.span.1 <= 4 || c.span.0 >= to && c.span.0 - to <= 4;
    report.claims.iter_mut().filter(|c| c.span == (from, to) || weekday(c) && beside(c)).for_each(|c| c.dateline = true);
}

/// Whether behind a day stands what wires put there: 奥斯陆5月3日电.
fn wired(report: &Report, c: &Claim) -> bool {
    let Some(pack) = pack::find(report.sentences[c.sentence].lang) else { return false };
    let behind = &report.source[c.span.1..];
    pack.table
        .date_line_after
        .iter()
        .any(|w| behind.strip_prefix(w.as_str()).is_some_and(|rest| rest.starts_with([' ', '\u{3000}', '\n', '（', '(', '：', ':', '】', '＝', '='])))
}

fn resolve(report: &mut Report) {
    let Some(on) = report.date else { return };
    for c in &mut report.claims {
        if let Value::Date { bound, date } = &c.value
            && let Some(d) = date.resolve(on)
        {
            c.resolved = Some(Box::new(Value::Date { bound: *bound, date: d }));
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
