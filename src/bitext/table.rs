//! TSV and CSV with a header of BCP 47 tags and perhaps `id`.
//!
//! An own reader, since a finding has to name the place in the file of a word within a cell, whatever quotes are around
//! it. A test holds it against the csv crate.

use super::{Cell, FileError, Options, Row, SegmentReader, Spot, known};
use std::io::BufRead;

/// A line longer than this is no row of a table.
const LONGEST: usize = 16 << 20;

/// A table, read row by row.
pub struct Table {
    path: String,
    lines: Lines,
    mark: char,
    /// In TSV a quote is a character like any other.
    quotes: bool,
    /// How many cells the header has.
    width: usize,
    id: Option<usize>,
    columns: Vec<String>,
    places: Vec<usize>,
    ended: bool,
}

/// Opens a table by reading its header.
pub fn open(path: &str, stream: Box<dyn BufRead + Send>, _: &Options) -> Result<Box<dyn SegmentReader>, FileError> {
    let mut lines = Lines { stream, spot: Spot::default() };
    let mut header = (String::new(), Spot::default());
    while header.0.trim().is_empty() {
        header = lines.next(path)?.ok_or_else(|| FileError::new(path, 1, "the table is empty; its first line must name the languages"))?;
    }
    let mark = match &header.0 {
        h if h.contains('\t') => '\t',
        h if h.contains(',') => ',',
        h if h.contains(';') => ';',
        _ => '\t',
    };
    let mut table =
        Table { path: path.to_owned(), lines, mark, quotes: mark != '\t', width: 0, id: None, columns: Vec::new(), places: Vec::new(), ended: false };
    let names = table.cells(header.0, header.1)?;
    table.width = names.len();
    for (i, name) in names.iter().map(|c| c.text.trim()).enumerate() {
        if name.eq_ignore_ascii_case("id") {
            table.id = table.id.or(Some(i));
        } else if crate::pack::find(name).is_some() {
            if table.columns.iter().any(|c| c.eq_ignore_ascii_case(name)) {
                return Err(FileError::new(path, header.1.line, format!("two columns are headed `{name}`; name each language once")));
            }
            table.columns.push(name.to_owned());
            table.places.push(i);
        }
    }
    if table.columns.is_empty() {
        let reason = format!("no column is headed by a language; name them by BCP 47 tags such as {}", known());
        return Err(FileError::new(path, header.1.line, reason));
    }
    Ok(Box::new(table))
}

impl SegmentReader for Table {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn next(&mut self) -> Option<Result<Row, FileError>> {
        while !self.ended {
            let (line, spot) = match self.lines.next(&self.path) {
                Ok(Some(l)) => l,
                Ok(None) => return None,
                Err(e) => return self.stop(e),
            };
            if line.trim_end_matches(['\r', '\n']).is_empty() {
                continue;
            }
            let cells = match self.cells(line, spot) {
                Ok(c) => c,
                Err(e) => return self.stop(e),
            };
            if cells.iter().skip(self.width).any(|c| !c.text.trim().is_empty()) {
                let reason = format!("{} cells where the header has {}; {}", cells.len(), self.width, self.remedy());
                return Some(Err(FileError::new(&self.path, spot.line, reason)));
            }
            let id = self.id.and_then(|i| cells.get(i)).map_or_else(String::new, |c| c.text.trim().to_owned());
            let mut cells: Vec<Option<Cell>> = cells.into_iter().map(Some).collect();
            let cells = self.places.iter().map(|i| cells.get_mut(*i).and_then(Option::take).unwrap_or_default()).collect();
            return Some(Ok(Row { id, cells, ..Row::default() }));
        }
        None
    }
}

impl Table {
    fn stop(&mut self, e: FileError) -> Option<Result<Row, FileError>> {
        self.ended = true;
        Some(Err(e))
    }

    fn remedy(&self) -> &'static str {
        if self.quotes { "put a cell that holds the separator in double quotes" } else { "a cell of a TSV cannot hold a tab; write a space" }
    }

    /// The cells of a row that begins with `line`; a quoted cell may go on over the next lines.
    fn cells(&mut self, mut line: String, begin: Spot) -> Result<Vec<Cell>, FileError> {
        let mut cells = Vec::new();
        let mut spot = begin;
        let mut at = 0;
        loop {
            let mut cell = Cell::default();
            if self.quotes && line[at..].starts_with('"') {
                let open = spot;
                spot = spot.after("\"");
                at += 1;
                loop {
                    let len = line[at..].find('"').unwrap_or(line.len() - at);
                    cell.take(&line[at..at + len], spot);
                    spot = spot.after(&line[at..at + len]);
                    at += len;
                    if line[at..].starts_with("\"\"") {
                        cell.put("\"", spot, 2);
                        spot = spot.after("\"\"");
                        at += 2;
                    } else if at < line.len() {
                        spot = spot.after("\"");
                        at += 1;
                        break;
                    } else {
                        let unclosed = || {
                            let reason = format!(
                                "the double quote at column {} is never closed; close it, and write a quote within a quoted cell twice",
                                open.column
                            );
                            FileError::new(&self.path, open.line, reason)
                        };
                        if cell.text.len() > LONGEST {
                            return Err(unclosed());
                        }
                        line = self.lines.next(&self.path)?.ok_or_else(unclosed)?.0;
                        at = 0;
                    }
                }
            }
            // What stands outside quotes; after a quoted cell this should be nothing.
            let end = line[at..].find([self.mark, '\n']).map_or(line.len(), |i| at + i);
            let ends = !line[end..].starts_with(self.mark);
            let mut rest = &line[at..end];
            if ends {
                rest = rest.strip_suffix('\r').unwrap_or(rest);
            }
            cell.take(rest, spot);
            spot = spot.after(&line[at..end]);
            cells.push(cell);
            if ends {
                return Ok(cells);
            }
            spot = spot.after(&line[end..=end]);
            at = end + 1;
        }
    }
}

/// Lines with their places.
struct Lines {
    stream: Box<dyn BufRead + Send>,
    spot: Spot,
}

impl Lines {
    /// The next line with its end, and where it begins.
    fn next(&mut self, path: &str) -> Result<Option<(String, Spot)>, FileError> {
        use std::io::Read;
        let mut bytes = Vec::new();
        let read = (&mut self.stream).take(LONGEST as u64 + 1).read_until(b'\n', &mut bytes);
        read.map_err(|e| FileError::io(path, self.spot.line, &e))?;
        if bytes.len() > LONGEST {
            let reason = format!("the line is longer than {} MiB, which no row of a table is; check what kind of file this is", LONGEST >> 20);
            return Err(FileError::new(path, self.spot.line, reason));
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        let line = String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned());
        let spot = self.spot;
        self.spot = spot.after(&line);
        Ok(Some((line, spot)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn read(name: &str, text: &str) -> (Vec<Row>, Vec<String>) {
        let (mut rows, mut errors) = (Vec::new(), Vec::new());
        match open(name, Box::new(Cursor::new(text.as_bytes().to_vec())), &Options::default()) {
            Ok(mut t) => {
                while let Some(r) = t.next() {
                    match r {
                        Ok(r) => rows.push(r),
                        Err(e) => errors.push(e.to_string()),
                    }
                }
            }
            Err(e) => errors.push(e.to_string()),
        }
        (rows, errors)
    }

    #[test]
    fn quotes_line_ends_and_places() {
        let text = "id,en,de\r\n1,\"Say \"\"12\"\", please\",Sag 12\r\n\r\n2,\"two\nlines 13\",\"zwei\"\r\n3,x\r\n";
        let (rows, errors) = read("t.csv", text);
        assert!(errors.is_empty(), "{errors:?}");
        let texts: Vec<Vec<&str>> = rows.iter().map(|r| r.cells.iter().map(|c| c.text.as_str()).collect()).collect();
        assert_eq!(texts, [vec!["Say \"12\", please", "Sag 12"], vec!["two\nlines 13", "zwei"], vec!["x", ""]]);
        assert_eq!(rows.iter().map(|r| r.id.as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);
        let p = rows[0].cells[0].place(5, 7);
        assert_eq!((&text[p.start.offset..p.end], p.start.line, p.start.column), ("12", 2, 10));
        let p = rows[1].cells[0].place(10, 12);
        assert_eq!((&text[p.start.offset..p.end], p.start.line, p.start.column), ("13", 5, 7));
    }

    #[test]
    fn what_is_wrong_is_said_with_line_and_remedy() {
        let (rows, errors) = read("t.csv", "en,de\n1.5 bn,1,5 Mrd.\nok 3,ok 3\n");
        assert_eq!(rows.len(), 1);
        assert_eq!(errors, ["t.csv:2: 3 cells where the header has 2; put a cell that holds the separator in double quotes"]);
        let (rows, errors) = read("t.csv", "en,de\nx,\"y\nz,w\n");
        assert!(rows.is_empty());
        assert_eq!(errors, ["t.csv:2: the double quote at column 3 is never closed; close it, and write a quote within a quoted cell twice"]);
        let (_, errors) = read("t.tsv", "en\tde\ten\n");
        assert_eq!(errors, ["t.tsv:1: two columns are headed `en`; name each language once"]);
        let (_, errors) = read("t.tsv", "a\tb\n");
        assert!(errors[0].starts_with("t.tsv:1: no column is headed by a language; name them by BCP 47 tags such as "), "{errors:?}");
        let (rows, errors) = read("t.tsv", "en\tde\n\"a\"\tb\"\nc\td\te\n");
        assert_eq!(rows[0].cells[0].text, "\"a\"");
        assert_eq!(errors, ["t.tsv:3: 3 cells where the header has 2; a cell of a TSV cannot hold a tab; write a space"]);
    }

    proptest::proptest! {
        #[test]
        fn the_same_cells_as_the_csv_crate_reads(body in "([a1é\",; ]|\"\"|\n|\r\n){0,40}") {
            let text = format!("en,de,it\n{body}\n");
            let (rows, errors) = read("t.csv", &text);
            let theirs: Vec<Vec<String>> = csv::ReaderBuilder::new()
                .flexible(true)
                .from_reader(text.as_bytes())
                .records()
                .flatten()
                .filter(|r| r.iter().skip(3).all(|c| c.trim().is_empty()))
                .map(|r| (0..3).map(|i| r.get(i).unwrap_or("").to_owned()).collect())
                .collect();
            let ours: Vec<Vec<String>> = rows.iter().map(|r| r.cells.iter().map(|c| c.text.clone()).collect()).collect();
            // A quote that is never closed is an error here, not the rest of the file in one cell.
            if !errors.iter().any(|e| e.contains("never closed")) {
                proptest::prop_assert_eq!(ours, theirs);
            }
            for c in rows.iter().flat_map(|r| &r.cells) {
                for (i, ch) in c.text.char_indices() {
                    let p = c.place(i, i + ch.len_utf8());
                    let written = &text[p.start.offset..p.end];
                    proptest::prop_assert!(written == ch.to_string() || written == "\"\"" && ch == '"');
                    let before = &text[..p.start.offset];
                    proptest::prop_assert_eq!(p.start.line, before.matches('\n').count() + 1);
                    proptest::prop_assert_eq!(p.start.column, before.rsplit('\n').next().unwrap().chars().count() + 1);
                }
            }
        }
    }
}
