//! TSV and CSV with a header of BCP 47 tags and perhaps `id`.

use super::{Bitext, Cell, Row};

/// Reads a table; what is wrong with it is said with its line.
pub fn read(path: &str, text: &str) -> Result<Bitext, String> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let header = text.lines().next().unwrap_or("");
    let tabs = header.contains('\t') || !header.contains([',', ';']);
    let mut builder = csv::ReaderBuilder::new();
    builder.flexible(true).has_headers(false);
    if tabs {
        // In TSV a quote is a character like any other.
        builder.delimiter(b'\t').quoting(false);
    } else {
        builder.delimiter(if header.contains(',') { b',' } else { b';' });
    }
    let mut reader = builder.from_reader(text.as_bytes());
    let mut records = reader.records();
    let head = match records.next() {
        Some(Ok(h)) => h,
        Some(Err(e)) => return Err(format!("{path}:1: {e}")),
        None => return Err(format!("{path}: the file is empty; the first line must name the languages")),
    };
    let mut id = None;
    let mut columns = Vec::new();
    let mut places = Vec::new();
    for (i, name) in head.iter().enumerate() {
        let name = name.trim();
        if name.eq_ignore_ascii_case("id") {
            id = Some(i);
        } else if crate::pack::find(name).is_some() {
            columns.push(name.to_owned());
            places.push(i);
        }
    }
    if columns.is_empty() {
        let known = crate::pack::tags().collect::<Vec<_>>().join(", ");
        return Err(format!("{path}:1: no column is headed by a language; name them by BCP 47 tags such as {known}"));
    }
    let mut rows = Vec::new();
    for (n, record) in records.enumerate() {
        let record = match record {
            Ok(r) => r,
            Err(e) => return Err(format!("{path}:{}: {e}", n + 2)),
        };
        let (byte, line) = record.position().map_or((0, n + 2), |p| (p.byte() as usize, p.line() as usize));
        let cells = places
            .iter()
            .map(|i| {
                let cell = record.get(*i).unwrap_or("");
                let before: usize = (0..*i).map(|j| record.get(j).map_or(0, |c| c.len() + 1)).sum();
                let chars: usize = (0..*i).map(|j| record.get(j).map_or(0, |c| c.chars().count() + 1)).sum();
                Cell { text: cell.to_owned(), offset: byte + before, line, column: chars + 1 }
            })
            .collect();
        let id = id.and_then(|i| record.get(i)).map_or_else(|| n.to_string(), str::to_owned);
        rows.push(Row { id, cells });
    }
    Ok(Bitext { path: path.to_owned(), columns, rows })
}
