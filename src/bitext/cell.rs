//! A segment's text in one language, and the way from it back to the file, which may say it otherwise: with entities,
//! escapes and inline codes, over several lines.

use crate::spot::Spot;

/// What stands for a stretch of a cell when numbers are read: placeholders state none.
pub type Mask = (usize, usize, &'static str);

/// A segment in one language.
#[derive(Debug, Default, Clone)]
pub struct Cell {
    /// Its text, without the file's own notation.
    pub text: String,
    /// Stretches of it that are no text.
    pub masks: Vec<Mask>,
    runs: Vec<Run>,
}

/// A stretch of text within one line of the file.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// Where it begins in the cell's text.
    at: usize,
    len: usize,
    spot: Spot,
    /// How long it is in the file; the same as `len` where it is written alike.
    file_len: usize,
    alike: bool,
}

/// Where a stretch of a cell stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Where it begins.
    pub start: Spot,
    /// The offset of its end.
    pub end: usize,
}

impl Cell {
    /// Adds text that the file has just so.
    pub fn take(&mut self, text: &str, spot: Spot) {
        let mut spot = spot;
        for line in text.split_inclusive('\n') {
            let joins = self
                .runs
                .last()
                .is_some_and(|r| r.alike && r.spot.line == spot.line && r.at + r.len == self.text.len() && r.spot.offset + r.len == spot.offset);
            match self.runs.last_mut().filter(|_| joins) {
                Some(r) => {
                    r.len += line.len();
                    r.file_len = r.len;
                }
                None => self.runs.push(Run { at: self.text.len(), len: line.len(), spot, file_len: line.len(), alike: true }),
            }
            self.text.push_str(line);
            spot = spot.after(line);
        }
    }

    /// Adds text that the file has just so, but for white space, of which each character is a plain space here.
    pub fn take_folded(&mut self, text: &str, spot: Spot) {
        let from = self.text.len();
        self.take(text, spot);
        if memchr::memchr3(b'\n', b'\r', b'\t', text.as_bytes()).is_some() {
            let folded = self.text.split_off(from).replace(['\n', '\r', '\t'], " ");
            self.text += &folded;
        }
    }

    /// Adds text for which the file has `written`, `file_len` bytes long.
    pub fn put(&mut self, text: &str, spot: Spot, file_len: usize) {
        if !text.is_empty() {
            self.runs.push(Run { at: self.text.len(), len: text.len(), spot, file_len, alike: false });
            self.text.push_str(text);
        }
    }

    /// Where `from..to` of the text stands in the file.
    pub fn place(&self, from: usize, to: usize) -> Placed {
        let run = |at: usize| self.runs.partition_point(|r| r.at <= at).checked_sub(1).map(|i| &self.runs[i]);
        let start = match run(from) {
            Some(r) if r.alike => {
                let lead = &self.text[r.at..from.min(r.at + r.len)];
                Spot { offset: r.spot.offset + lead.len(), line: r.spot.line, column: r.spot.column + lead.chars().count() }
            }
            Some(r) => r.spot,
            None => Spot::default(),
        };
        let end = match run(to.saturating_sub(1)) {
            Some(r) if r.alike => r.spot.offset + (to - r.at).min(r.len),
            Some(r) => r.spot.offset + r.file_len,
            None => start.offset,
        };
        Placed { start, end: end.max(start.offset) }
    }

    /// The part `from..to` as a cell of its own.
    pub fn part(&self, from: usize, to: usize) -> Cell {
        let mut out = Cell { text: self.text[from..to].to_owned(), ..Cell::default() };
        for r in &self.runs {
            let (a, b) = (r.at.max(from), (r.at + r.len).min(to));
            if a >= b {
                continue;
            }
            let mut cut = Run { at: a - from, len: b - a, ..*r };
            if r.alike {
                cut.file_len = cut.len;
                let lead = &self.text[r.at..a];
                cut.spot.offset += lead.len();
                cut.spot.column += lead.chars().count();
            }
            out.runs.push(cut);
        }
        out.masks = self.masks.iter().filter(|m| m.0 >= from && m.1 <= to).map(|m| (m.0 - from, m.1 - from, m.2)).collect();
        out
    }

    /// The cell without the white space around its text.
    pub fn trimmed(self) -> Cell {
        let body = self.text.trim();
        if body.len() == self.text.len() {
            return self;
        }
        let from = self.text.len() - self.text.trim_start().len();
        let to = from + body.len();
        self.part(from, to)
    }

    /// Where the cell begins in the file.
    pub fn start(&self) -> Spot {
        self.runs.first().map_or_else(Spot::default, |r| r.spot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_leads_back_to_the_file() {
        let file = "a <b>é\n12 &amp; 13</b> 1\\n4";
        let at = |s: &str| Spot::default().after(&file[..file.find(s).unwrap()]);
        let mut c = Cell::default();
        c.take_folded("é\n12 ", at("é"));
        c.put("&", at("&amp;"), 5);
        c.take_folded(" 13", at(" 13"));
        c.take(" 1", at(" 1\\n"));
        c.put("\n", at("\\n4"), 2);
        c.take("4", at("4"));
        assert_eq!(c.text, "é 12 & 13 1\n4");
        let of = |s: &str| {
            let i = c.text.find(s).unwrap();
            let p = c.place(i, i + s.len());
            (&file[p.start.offset..p.end], p.start.line, p.start.column)
        };
        assert_eq!(of("12 &"), ("12 &amp;", 2, 1));
        assert_eq!(of("& 13"), ("&amp; 13", 2, 4));
        assert_eq!(of("13"), ("13", 2, 10));
        assert_eq!(of("13 1"), ("13</b> 1", 2, 10));
        assert_eq!(of("\n4"), ("\\n4", 2, 18));
        let part = c.part(c.text.find("13").unwrap(), c.text.len());
        assert_eq!(part.text, "13 1\n4");
        assert_eq!(part.place(0, 2), c.place(c.text.find("13").unwrap(), c.text.find("13").unwrap() + 2));
        assert_eq!(part.place(5, 6).start, at("4"));
    }
}
