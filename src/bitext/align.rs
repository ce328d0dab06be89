//! Texts in several languages that nobody aligned: sentences are brought together by length, numbers and names.

use super::length::{self, Unit};
use super::reports;
use super::{Cell, File, FileError, Row, SegmentReader, Spot};
use crate::clean::{Clean, Markup, clean, is_han, is_kana};
use crate::input::{self, Source};
use crate::pack::{self, Pack};
use crate::{claim, lang, segment};
use std::ops::Range;

/// A text, cut into sentences.
struct Document {
    source: String,
    clean: Clean,
    pack: &'static Pack,
    line_starts: Vec<usize>,
    /// Places of the sentences in the clean text.
    sentences: Vec<(usize, usize)>,
    units: Vec<Unit>,
}

/// Aligned documents, row by row.
struct Aligned {
    columns: Vec<String>,
    paths: Vec<String>,
    rows: std::vec::IntoIter<Row>,
}

impl SegmentReader for Aligned {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn paths(&self) -> &[String] {
        &self.paths
    }

    fn next(&mut self) -> Option<Result<Row, FileError>> {
        self.rows.next().map(Ok)
    }
}

/// Aligns two or more texts; the first is the one that the others are held against.
pub fn open(sources: Vec<Source>) -> Result<File, FileError> {
    let paths: Vec<String> = sources.iter().map(|s| input::shown(&s.path)).collect();
    let name = paths.join(" ");
    if sources.len() < 2 {
        return Err(FileError::new(&name, 0, "one text alone; give a text in each of two or more languages to --align"));
    }
    let mut documents = Vec::new();
    let mut columns: Vec<String> = Vec::new();
    for (s, path) in sources.into_iter().zip(&paths) {
        let d = Document::read(s).ok_or_else(|| FileError::new(path, 0, "its language is not known; name the file after it, as in `<tag>.md`"))?;
        if let Some(same) = columns.iter().position(|c| c == d.pack.tag()) {
            let reason =
                format!("it is in `{}`, as {} is; if one of them is not, name it after its language, as in `<tag>.md`", d.pack.tag(), paths[same]);
            return Err(FileError::new(path, 0, reason));
        }
        columns.push(d.pack.tag().to_owned());
        documents.push(d);
    }
    let beads: Vec<_> = documents[1..].iter().map(|d| length::align(&documents[0].units, &d.units)).collect();
    let rows = merge(&beads, documents[0].units.len())
        .into_iter()
        .map(|ranges| Row { id: String::new(), cells: ranges.into_iter().zip(&documents).map(|(r, d)| d.cell(r)).collect(), ..Row::default() })
        .collect::<Vec<_>>();
    Ok(File::new(name, Box::new(Aligned { columns, paths, rows: rows.into_iter() })))
}

/// A pairing of sentences of the first document with another.
type Beads = Vec<(Range<usize>, Range<usize>)>;

/// Pairings with the first document to rows over all documents: cut where all of them are.
fn merge(all: &[Beads], pivots: usize) -> Vec<Vec<Range<usize>>> {
    let mut cuts = vec![0usize; pivots + 1];
    for beads in all {
        let mut ends: Vec<usize> = beads.iter().flat_map(|(x, _)| [x.start, x.end]).chain([0, pivots]).collect();
        ends.sort_unstable();
        ends.dedup();
        ends.into_iter().for_each(|p| cuts[p] += 1);
    }
    let cuts: Vec<usize> = (0..=pivots).filter(|p| cuts[*p] == all.len()).collect();
    // How far each pairing has been taken over.
    let mut at = vec![0; all.len()];
    let mut out = Vec::new();
    for (n, to) in cuts.iter().enumerate() {
        if let Some(from) = n.checked_sub(1).map(|i| cuts[i]) {
            let mut row = Vec::new();
            row.push(from..*to);
            for (beads, at) in all.iter().zip(&mut at) {
                let begin = *at;
                *at += beads[begin..].iter().take_while(|(x, _)| x.end <= *to && !(x.is_empty() && x.start == *to)).count();
                let mut filled = beads[begin..*at].iter().map(|b| &b.1).filter(|y| !y.is_empty());
                let first = filled.next().cloned().unwrap_or(0..0);
                row.push(first.start..filled.next_back().map_or(first.end, |y| y.end));
            }
            out.push(row);
        }
        // What the first document lacks stands alone, before the sentence that follows it.
        for (k, (beads, at)) in all.iter().zip(&mut at).enumerate() {
            while let Some((_, y)) = beads.get(*at).filter(|(x, _)| x.is_empty() && x.start == *to) {
                let mut row = vec![0..0; all.len() + 1];
                row[k + 1] = y.clone();
                out.push(row);
                *at += 1;
            }
        }
    }
    out
}

impl Document {
    /// Reads a text; nothing if no pack serves its language.
    fn read(source: Source) -> Option<Document> {
        let clean = clean(&source.text, source.markup);
        let pack = pack::find(source.lang.unwrap_or_else(|| lang::detect(&clean.text)))?;
        let mut line_starts = vec![0];
        line_starts.extend(memchr::memchr_iter(b'\n', source.text.as_bytes()).map(|i| i + 1));
        let mut d = Document { source: source.text, clean, pack, line_starts, sentences: Vec::new(), units: Vec::new() };
        for (from, to) in d.blocks(source.markup) {
            let text = d.clean.text[from..to].replace('\n', " ");
            for (n, (a, b)) in segment::sentences(&text, pack).into_iter().enumerate() {
                d.sentences.push((from + a, from + b));
                d.units.push(Unit { length: text[a..b].chars().count(), anchors: anchors(&text[a..b], pack), opens: n == 0 });
            }
        }
        Some(d)
    }

    /// Paragraphs, headings and list items.
    fn blocks(&self, markup: Markup) -> Vec<(usize, usize)> {
        let mut out: Vec<(usize, usize)> = Vec::new();
        let mut at = 0;
        let mut goes_on = false;
        for line in self.clean.text.split_inclusive('\n') {
            let (from, body) = (at, line.trim());
            at += line.len();
            if body.is_empty() {
                goes_on = false;
                continue;
            }
            let from = from + line.len() - line.trim_start().len();
            let to = from + body.len();
            let mark = if markup == Markup::Markdown { self.mark(from) } else { Mark::None };
            match out.last_mut() {
                Some(last) if goes_on && mark == Mark::None => last.1 = to,
                _ => out.push((from, to)),
            }
            goes_on = match markup {
                Markup::Markdown => mark != Mark::Heading,
                // A line that was broken for its length ends in the middle of a sentence.
                Markup::Plain => {
                    let wide = body.chars().filter(|c| is_han(*c) || is_kana(*c)).count();
                    let inner = body.chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '-' | '、' | '，'));
                    inner && body.chars().count() + wide >= 50
                }
                Markup::Html | Markup::Subtitles => false,
            };
        }
        out
    }

    /// What Markdown makes of the line of the source in which the clean text's place stands.
    fn mark(&self, at: usize) -> Mark {
        let (place, _) = self.clean.map.source(at, at + 1);
        let start = self.line_starts[self.line_starts.partition_point(|s| *s <= place) - 1];
        let line = self.source[start..].lines().next().unwrap_or("").trim_start();
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let numbered = (1..=3).contains(&digits) && line[digits..].starts_with([')', '.']) && line[digits + 1..].starts_with(' ');
        if line.starts_with('#') {
            Mark::Heading
        } else if ["- ", "* ", "+ ", "|", "> "].iter().any(|m| line.starts_with(m)) || numbered {
            Mark::Item
        } else {
            Mark::None
        }
    }

    /// Some sentences as a cell.
    fn cell(&self, range: Range<usize>) -> Cell {
        let mut cell = Cell::default();
        if range.is_empty() {
            return cell;
        }
        let (from, to) = (self.sentences[range.start].0, self.sentences[range.end - 1].1);
        for ((a, b), (s, e), alike) in self.clean.map.pieces(from, to) {
            let line = self.line_starts.partition_point(|l| *l <= s);
            let start = self.line_starts[line - 1];
            let spot = Spot { offset: s, line, column: self.source[start..s].chars().count() + 1 };
            if alike {
                cell.take_folded(&self.source[s..e], spot);
            } else {
                cell.put(&self.clean.text[a..b].replace('\n', " "), spot, e - s);
            }
        }
        cell
    }
}

#[derive(PartialEq, Eq)]
enum Mark {
    None,
    Heading,
    Item,
}

/// Figures, and names that are the same in every language.
fn anchors(text: &str, pack: &'static Pack) -> Vec<String> {
    let mut out: Vec<String> = claim::read_cell(text, &[], pack).iter().flat_map(|(s, claims)| reports::anchors(s, claims.iter())).collect();
    out.sort();
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(files: &[(&str, &str)]) -> Vec<Vec<(String, usize, usize)>> {
        let sources = files
            .iter()
            .map(|(name, text)| Source {
                path: (*name).into(),
                text: (*text).to_owned(),
                markup: if name.ends_with(".md") { Markup::Markdown } else { Markup::Plain },
                lang: pack::tags().find(|t| name.starts_with(t) && name[t.len()..].starts_with('.')),
            })
            .collect();
        let mut file = open(sources).expect("aligned");
        let batch = file.batch(&mut Vec::new()).expect("rows");
        batch.rows.into_iter().map(|r| r.cells.into_iter().map(|c| (c.text.clone(), c.start().line, c.start().column)).collect()).collect()
    }

    #[test]
    fn sentences_meet_over_other_lines_and_paragraphs() {
        let en = "# The harbour\n\nThe harbour took in 41 ships in March. That is **nine more** than\nin the year before; the mayor was pleased.\n\n\
                  Work on the new pier goes on. It is to cost 12 million euros.\n";
        let de = "# Der Hafen\n\nIm März liefen 41 Schiffe den Hafen an.\nDas sind neun mehr als im Jahr davor. Die Bürgermeisterin war erfreut.\n\n\
                  Die Arbeiten am neuen Anleger gehen weiter, er soll 12 Millionen Euro kosten.\n";
        let rows = rows(&[("en.md", en), ("de.md", de)]);
        let texts: Vec<(&str, &str)> = rows.iter().map(|r| (r[0].0.as_str(), r[1].0.as_str())).collect();
        assert_eq!(
            texts,
            [
                ("The harbour", "Der Hafen"),
                ("The harbour took in 41 ships in March.", "Im März liefen 41 Schiffe den Hafen an."),
                (
                    "That is nine more than in the year before; the mayor was pleased.",
                    "Das sind neun mehr als im Jahr davor. Die Bürgermeisterin war erfreut."
                ),
                (
                    "Work on the new pier goes on. It is to cost 12 million euros.",
                    "Die Arbeiten am neuen Anleger gehen weiter, er soll 12 Millionen Euro kosten."
                ),
            ]
        );
        assert_eq!((rows[2][0].1, rows[2][0].2, rows[2][1].1), (3, 40, 4));
    }

    #[test]
    fn three_texts_and_a_sentence_that_one_lacks() {
        let en = "The lake froze in 1963. Nobody had seen that before.\n\nThe ice was 30 centimetres thick. People walked across.";
        let de = "Der See fror 1963 zu.\n\nDas Eis war 30 Zentimeter dick. Die Leute liefen hinüber.";
        let it = "Il lago gelò nel 1963. Nessuno l'aveva mai visto.\n\nIl ghiaccio era spesso 30 centimetri e la gente lo attraversava.";
        let rows = rows(&[("en.txt", en), ("de.txt", de), ("it.txt", it)]);
        let first: Vec<&str> = rows[0].iter().map(|c| c.0.as_str()).collect();
        assert_eq!(first, ["The lake froze in 1963.", "Der See fror 1963 zu.", "Il lago gelò nel 1963."]);
        assert_eq!(rows[1][1].0, "");
        let last = rows.last().unwrap();
        assert!(last[0].0.ends_with("People walked across.") && last[1].0.contains("hinüber") && last[2].0.contains("30 centimetri"), "{rows:?}");
    }
}
