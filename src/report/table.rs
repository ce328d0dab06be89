//! What an editor acts on, for the terminal: findings by story, gravest first; of each the sides with what they say, where,
//! in which words, and why that is so.

use super::facts::{self, Row};
use super::place::{Place, Quoted};
use super::text::{Line, Paint, escaped, head, middle, tail, width, wrap};
use super::{Answered, Detail, Reporter, View, parts};
use crate::finding::Finding;
use crate::model::Verdict;
use comfy_table::{ContentArrangement, presets};
use rayon::prelude::*;
use std::borrow::Cow;

/// The table.
#[derive(Debug)]
pub struct Table;

impl Reporter for Table {
    fn name(&self) -> &'static str {
        "table"
    }

    fn doc(&self) -> &'static str {
        "For the terminal: findings by story, gravest first, with their sides"
    }

    fn extension(&self) -> &'static str {
        "txt"
    }

    fn findings(&self, answers: &[Answered], view: &View) -> String {
        // What stands in a quotation is looked at closely, so that this takes a while: stories and findings side by side.
        let stories: Vec<String> = answers.par_iter().filter(|a| !a.findings.is_empty()).map(|a| story(a, view)).collect();
        let shown = stories.len();
        let mut out = stories.concat();
        if shown > 1 && view.detail > Detail::Quiet {
            out += &summary(answers, view);
            out.push('\n');
        }
        Line::of(Paint::Bold, &facts::count_line(answers)).print(view.color, &mut out);
        out
    }

    fn claims(&self, answers: &[Answered], view: &View) -> Option<String> {
        Some(claims(answers, view))
    }
}

/// The colour of a verdict.
pub(super) fn paint(v: Verdict) -> Paint {
    match v {
        Verdict::Contradiction => Paint::Color(1),
        Verdict::Tension => Paint::Color(3),
        Verdict::Missing => Paint::Color(5),
        Verdict::Qualifier => Paint::Color(4),
        Verdict::Rounded | Verdict::Agree => Paint::Color(2),
        Verdict::Unmatched => Paint::Dim,
    }
}

fn story(a: &Answered, view: &View) -> String {
    let mut out = String::new();
    let mut title = Line::of(Paint::Bold, &a.name);
    let read: Vec<&str> = if a.is_bitext() {
        a.columns.iter().map(String::as_str).collect()
    } else {
        a.reports.iter().map(|r| r.lang).collect::<std::collections::BTreeSet<_>>().into_iter().collect()
    };
    title.push(Paint::Dim, &format!("  {}: {}", facts::plural(a.texts(), if a.is_bitext() { "column" } else { "report" }), read.join(", ")));
    title.print(view.color, &mut out);
    let stated: Vec<Vec<Stated>> = a.findings.par_iter().map(|f| Stated::all(a, f, view)).collect();
    let measures = Measures::of(stated.iter().flatten(), view);
    let texts: Vec<String> = a.findings.par_iter().zip(&stated).map(|(f, stated)| finding(a, f, stated, &measures, view)).collect();
    for v in Verdict::ALL {
        let of: Vec<&String> = a.findings.iter().zip(&texts).filter(|(f, _)| f.verdict == v).map(|(_, text)| text).collect();
        if of.is_empty() {
            continue;
        }
        if view.detail > Detail::Quiet {
            out.push('\n');
            section(v, of.len(), view, &mut out);
        }
        for (n, text) in of.into_iter().enumerate() {
            if n > 0 && view.detail > Detail::Quiet {
                out.push('\n');
            }
            out += text;
        }
    }
    out.push('\n');
    out
}

fn section(v: Verdict, n: usize, view: &View, out: &mut String) {
    let rule = if view.unicode { "\u{2500}" } else { "-" };
    let words = format!(" {} ", facts::counted(v, n));
    let mut l = Line::of(paint(v), &rule.repeat(2));
    l.push(paint(v), &words).push(paint(v), &rule.repeat(view.width.saturating_sub(2 + width(&words))));
    l.print(view.color, out);
}

/// A row of a finding with what is shown of it, worked out once for measuring and for showing.
struct Stated<'a> {
    row: Row,
    lang: &'a str,
    name: &'a str,
    lines: String,
    value: String,
}

impl Stated<'_> {
    fn all<'a>(a: &'a Answered, f: &Finding, view: &View) -> Vec<Stated<'a>> {
        let of = |row: Row| {
            let (r, c) = a.claim(row.id);
            let lang = r.column.as_deref().unwrap_or(r.lang);
            Stated { lang, name: Place::of(a, row.id).name(), lines: facts::lines(a, &row), value: facts::value(c, view.unicode), row }
        };
        facts::rows(a, f, view.detail < Detail::Verbose).into_iter().map(of).collect()
    }
}

/// Widths of the columns, the same for all findings of a story, so that sides are lined up.
struct Measures {
    lang: usize,
    place: usize,
    wide_place: usize,
    value: usize,
    quote: usize,
    stacked: bool,
}

impl Measures {
    fn of<'a>(stated: impl Iterator<Item = &'a Stated<'a>>, view: &View) -> Measures {
        let (mut lang, mut place, mut value) = (2, 6, 6);
        for s in stated {
            lang = lang.max(width(s.lang));
            place = place.max(width(s.name) + width(&s.lines));
            value = value.max(width(&s.value));
        }
        let wide_place = place;
        (lang, place, value) = (lang.min(10), place.min(view.width / 4), value.min(view.width / 4));
        let used = 5 + lang + 2 + place + 2 + value + 2;
        let quote = view.width.saturating_sub(used);
        Measures { lang, place, wide_place, value, quote, stacked: quote < 40 }
    }
}

fn finding(a: &Answered, f: &Finding, stated: &[Stated], m: &Measures, view: &View) -> String {
    let mut out = String::new();
    heading(a, f, view).print(view.color, &mut out);
    if view.detail == Detail::Quiet {
        return out;
    }
    let mut side = usize::MAX;
    for s in stated {
        let letter = if s.row.side == side { None } else { facts::side_letter(f, s.row.side) };
        side = s.row.side;
        claim(a, f, s, letter, m, view, &mut out);
    }
    for i in facts::absent(a, f) {
        absent(a, i, m, view, &mut out);
    }
    if f.verdict >= Verdict::Missing || view.detail == Detail::Verbose || f.verdict == Verdict::Qualifier && f.sides.len() > 1 {
        let text = if f.verdict >= Verdict::Missing || view.detail == Detail::Verbose { facts::why(f) } else { String::new() };
        if !text.is_empty() {
            for (n, l) in wrap(&Line::of(Paint::Dim, &text), view.width.saturating_sub(7)).iter().enumerate() {
                let mut line = Line::of(Paint::Dim, if n == 0 { "  why  " } else { "       " });
                line.join(l).print(view.color, &mut out);
            }
        }
    }
    out
}

/// The verdict, what the finding is about, and at the right margin its score and id.
fn heading(a: &Answered, f: &Finding, view: &View) -> Line {
    let mut l = Line::of(paint(f.verdict), &format!("{} {}", facts::sign(f.verdict, view.unicode), f.verdict.name()));
    let right = format!("{:.2}  {}", f.score, f.id);
    let room = view.width.saturating_sub(l.width() + 2 + width(&right) + 2);
    let about = super::escape_controls(&facts::about(a, f));
    let (cut, short) = head(&about, room.saturating_sub(1));
    l.push(Paint::Plain, "  ").push(Paint::Bold, cut);
    if short {
        l.push(Paint::Bold, dots(view));
    }
    l.pad(view.width.saturating_sub(width(&right)));
    l.push(Paint::Dim, &right);
    l
}

fn dots(view: &View) -> &'static str {
    if view.unicode { "\u{2026}" } else { "..." }
}

fn claim(a: &Answered, f: &Finding, stated: &Stated, letter: Option<char>, m: &Measures, view: &View, out: &mut String) {
    let Stated { row, lang, name, lines, value } = stated;
    let (r, c) = a.claim(row.id);
    let mut first = Line::of(Paint::Plain, "  ");
    first.push(side_paint(row.side), &letter.map_or("   ".into(), |l| format!("{l}  ")));
    let tall = if f.verdict >= Verdict::Qualifier || view.detail == Detail::Verbose { 2 } else { 1 };
    let text = Quoted::of(r);
    let marks = parts::differing(a, f, row.id, text.around(c).1);
    if m.stacked {
        let room = view.width.saturating_sub(5 + m.lang + 2 + m.value + 2).max(16);
        let name = middle(name, room.saturating_sub(width(lines)).max(10), dots(view));
        first.push(Paint::Dim, lang);
        first.pad(5 + m.lang + 2).push(Paint::Dim, &format!("{name}{lines}"));
        first.pad(5 + m.lang + 2 + m.wide_place.min(room)).push(Paint::Plain, "  ").push(Paint::Bold, value);
        let mut wrapped = wrap(&first, view.width);
        for (n, l) in wrapped.iter_mut().enumerate() {
            if n > 0 {
                l.0.insert(0, super::text::Piece { paint: Paint::Plain, text: "     ".into() });
            }
            l.print(view.color, out);
        }
        for l in quote(&text, c, (row.side, &marks), view.width.saturating_sub(5), tall, view) {
            let mut line = Line::of(Paint::Plain, "     ");
            line.join(&l).print(view.color, out);
        }
        return;
    }
    let room = m.place.saturating_sub(width(lines));
    let name = if width(name) > room { middle(name, room.max(8), dots(view)) } else { (*name).to_owned() };
    let where_: Vec<Line> = wrap(&Line::of(Paint::Dim, &format!("{name}{lines}")), m.place);
    let values = wrap(&Line::of(Paint::Bold, value), m.value);
    let quotes = quote(&text, c, (row.side, &marks), m.quote, tall, view);
    let none = Line::default();
    for n in 0..where_.len().max(values.len()).max(quotes.len()) {
        let mut line = Line::default();
        if n == 0 {
            line.join(&first).push(Paint::Dim, lang);
        }
        line.pad(5 + m.lang + 2).join(where_.get(n).unwrap_or(&none));
        line.pad(5 + m.lang + 2 + m.place + 2).join(quotes.get(n).unwrap_or(&none));
        line.pad(5 + m.lang + 2 + m.place + 2 + m.quote + 2).join(values.get(n).unwrap_or(&none));
        line.print(view.color, out);
    }
}

/// The colour of a side.
pub(super) fn side_paint(side: usize) -> Paint {
    Paint::Color([6, 5, 3, 4, 2, 1][side % 6])
}

/// The claim in its line, cut to so many lines, with the part that differs marked.
fn quote(text: &Quoted, c: &crate::claim::Claim, (side, marks): (usize, &[(usize, usize)]), wide: usize, tall: usize, view: &View) -> Vec<Line> {
    let (before, own, after) = text.around(c);
    // Lines break before their end; so much is not to be had.
    let budget = (wide * tall).saturating_sub(6 * (tall - 1) + 4 + width(&escaped(own)));
    let (before, after) = (shown(before, budget, true), shown(after, budget, false));
    let half = budget / 2;
    // Of what is too wide nobody has to know how wide it is.
    let behind = if head(&after, half).1 { half } else { width(&after) };
    let left = if behind < half { budget - behind } else { half };
    let (b, cut_before) = tail(&before, left.max(2));
    let right = budget.saturating_sub(width(b));
    let (e, cut_after) = head(&after, right.max(2));
    let mut l = Line::default();
    if cut_before {
        l.push(Paint::Dim, dots(view)).push(Paint::Plain, whole_words(b, true));
    } else {
        l.push(Paint::Plain, b);
    }
    let (open, close) = if view.color {
        ("", "")
    } else if view.unicode {
        ("\u{bb}", "\u{ab}")
    } else {
        ("[", "]")
    };
    if marks.is_empty() {
        l.push(Paint::Claim, open).push(Paint::Claim, own).push(Paint::Claim, close);
    } else {
        let differs = side_paint(side).underlined();
        let mut at = 0;
        for (from, to) in marks {
            l.push(Paint::Claim, &own[at..*from]).push(differs, open).push(differs, &own[*from..*to]).push(differs, close);
            at = *to;
        }
        l.push(Paint::Claim, &own[at..]);
    }
    if cut_after {
        l.push(Paint::Plain, whole_words(e, false)).push(Paint::Dim, dots(view));
    } else {
        l.push(Paint::Plain, e);
    }
    wrap(&l, wide)
}

/// A text made harmless; of a long one only its end or its beginning, wider than so many columns.
fn shown(s: &str, columns: usize, end: bool) -> Cow<'_, str> {
    let bytes = (columns + 4) * 4;
    if s.len() > bytes {
        let near = if end { s.len() - bytes } else { bytes };
        let cut = (near..s.len()).find(|i| s.is_char_boundary(*i)).unwrap_or(s.len());
        let part = escaped(if end { &s[cut..] } else { &s[..cut] });
        // A mark that combines may widen what it combines with.
        if width(&part) > 2 * (columns + 4) {
            return part;
        }
    }
    escaped(s)
}

/// A stretch without the piece of a word at its cut end.
fn whole_words(s: &str, cut_at_start: bool) -> &str {
    if cut_at_start {
        match s.char_indices().take(14).find(|(_, c)| *c == ' ') {
            Some((i, _)) if s[..i].is_ascii() || s[..i].chars().all(char::is_alphabetic) => s[i..].trim_start(),
            _ => s,
        }
    } else {
        match s.char_indices().rev().take(14).find(|(_, c)| *c == ' ') {
            Some((i, _)) => s[..i].trim_end(),
            None => s,
        }
    }
}

/// The text of a cell that lacks what another states.
fn absent(a: &Answered, i: usize, m: &Measures, view: &View, out: &mut String) {
    let r = &a.reports[i];
    let lang = r.column.as_deref().unwrap_or(r.lang);
    let text = super::escape_controls(r.source.trim());
    let wide = if m.stacked { view.width.saturating_sub(5) } else { m.quote };
    let (cut, short) = head(&text, wide * 2 - 8);
    let mut l = Line::of(Paint::Plain, cut);
    if short {
        l.push(Paint::Dim, dots(view));
    }
    if m.stacked {
        Line::of(Paint::Dim, &format!("     {lang}  does not state it")).print(view.color, out);
    }
    for (n, q) in wrap(&l, wide).iter().enumerate() {
        let mut line = Line::of(Paint::Plain, "     ");
        if !m.stacked {
            if n == 0 {
                line.push(Paint::Dim, lang);
            }
            line.pad(5 + m.lang + 2 + m.place + 2);
        }
        line.join(q);
        if n == 0 && !m.stacked {
            line.pad(5 + m.lang + 2 + m.place + 2 + m.quote + 2).push(Paint::Dim, if view.unicode { "\u{2014}" } else { "-" });
        }
        line.print(view.color, out);
    }
}

fn new_table(view: &View) -> comfy_table::Table {
    let mut table = comfy_table::Table::new();
    table.load_style(if view.unicode { presets::UTF8_HORIZONTAL_ONLY } else { presets::ASCII_HORIZONTAL_ONLY });
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(view.width).unwrap_or(u16::MAX));
    table
}

/// Stories and how many findings of each verdict they have; long names lose their beginning, and stories without a
/// finding are counted unless all is to be shown.
fn summary(answers: &[Answered], view: &View) -> String {
    let verdicts: Vec<Verdict> = facts::counts(answers).into_iter().map(|c| c.0).collect();
    let mut table = new_table(view);
    table.set_header(std::iter::once("story").chain(verdicts.iter().map(|v| v.name())));
    let all = view.detail == Detail::Verbose;
    let room = view.width.saturating_sub(verdicts.iter().map(|v| v.name().len() + 3).sum::<usize>() + 3).max(24);
    for a in answers.iter().filter(|a| all || !a.findings.is_empty()) {
        let n = |v: Verdict| a.findings.iter().filter(|f| f.verdict == v).count();
        let cell = |v: &Verdict| if n(*v) == 0 { String::new() } else { n(*v).to_string() };
        table.add_row(
            std::iter::once(without_beginning(&super::escape_controls(&a.name), room, if view.unicode { "\u{2026}" } else { "..." }))
                .chain(verdicts.iter().map(cell)),
        );
    }
    let mut out = trimmed(&table);
    let silent = answers.iter().filter(|a| a.findings.is_empty()).count();
    if silent > 0 && !all {
        out += &format!(" and {} without a finding\n", silent_names(silent, answers.iter().all(Answered::is_bitext)));
    }
    out
}

fn silent_names(n: usize, files: bool) -> String {
    let name = match (files, n) {
        (true, _) => return facts::plural(n, "file"),
        (false, 1) => "story",
        (false, _) => "stories",
    };
    format!("{n} {name}")
}

/// The end of a text that is too wide, at the beginning of one of its folders if there is one.
fn without_beginning(s: &str, room: usize, dots: &str) -> String {
    if width(s) <= room {
        return s.to_owned();
    }
    let fits = |at: usize| width(&s[at..]) + width(dots) <= room;
    let folder = s.match_indices('/').map(|(at, _)| at).find(|at| fits(*at));
    let at = folder.or_else(|| s.char_indices().map(|(at, _)| at).find(|at| fits(*at)));
    format!("{dots}{}", &s[at.unwrap_or(0)..])
}

fn trimmed(table: &comfy_table::Table) -> String {
    let mut out = String::new();
    for l in table.trim_fmt().lines() {
        out += l.trim_end();
        out.push('\n');
    }
    out
}

/// Claims, one line each.
fn claims(answers: &[Answered], view: &View) -> String {
    let mut table = new_table(view);
    table.set_header(["where", "lang", "kind", "value", "unit", "text"]);
    let mut n = 0;
    for a in answers {
        for r in &a.reports {
            let name = r.path.rsplit('/').next().unwrap_or(&r.path);
            for c in &r.claims {
                n += 1;
                // No more of a place than is shown: a whole one is looked for from the beginning of the line.
                let place = match c.segment {
                    Some(s) => format!("{}:{}", a.segment_names.get(s).map_or("", String::as_str), c.column),
                    None => format!("{name}:{}:{}", c.line, c.column),
                };
                let value = c.resolved.as_ref().map_or_else(|| c.value.to_string(), |v| format!("{} = {v}", c.value));
                table.add_row([
                    super::escape_controls(&place),
                    r.sentences.get(c.sentence).map_or(r.lang, |s| s.lang).to_owned(),
                    c.kind.to_string(),
                    super::escape_controls(&value),
                    super::escape_controls(&c.unit),
                    super::escape_controls(&c.text),
                ]);
            }
        }
    }
    if n == 0 {
        return "no claims found\n".to_owned();
    }
    format!("{}{}\n", trimmed(&table), facts::plural(n, "claim"))
}
