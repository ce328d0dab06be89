//! TMX 1.4 and its forerunners: translation memories. Properties and notes are no text.

use super::inline::{self, Inline};
use super::{Cell, Columns, FileError, Options, Row, SegmentReader, put};
use crate::xml::{Element, Node, Xml};
use std::io::BufRead;

/// A translation memory, read unit by unit.
pub struct Tmx {
    xml: Xml,
    columns: Columns,
    ended: bool,
    begun: bool,
    /// The present unit.
    id: String,
    cells: Vec<Cell>,
    /// The column of the present variant, if a pack serves it.
    column: Option<usize>,
}

/// Opens a translation memory.
pub fn open(path: &str, stream: Box<dyn BufRead + Send>, _: &Options) -> Result<Box<dyn SegmentReader>, FileError> {
    let xml = Xml::new(path, stream);
    Ok(Box::new(Tmx { xml, columns: Columns::default(), ended: false, begun: false, id: String::new(), cells: Vec::new(), column: None }))
}

/// TMX's inline elements.
fn rule(e: &Element) -> Inline {
    match e.name.as_str() {
        "bpt" | "ept" | "it" | "ut" => Inline::Code(""),
        "ph" => inline::alone(e),
        "sub" => Inline::Beside,
        _ => Inline::Through,
    }
}

impl SegmentReader for Tmx {
    fn columns(&self) -> &[String] {
        self.columns.tags()
    }

    fn next(&mut self) -> Option<Result<Row, FileError>> {
        while !self.ended {
            match self.step() {
                Ok(None) => {}
                Ok(Some(row)) => return Some(Ok(row)),
                Err((e, fatal)) => {
                    self.ended = fatal;
                    return Some(Err(e));
                }
            }
        }
        None
    }

    fn passed_over(&self) -> Vec<(String, usize)> {
        self.columns.others()
    }
}

impl Tmx {
    /// Reads one event; an error says whether the file ends with it.
    fn step(&mut self) -> Result<Option<Row>, (FileError, bool)> {
        let fatal = |e| (e, true);
        match self.xml.advance().map_err(fatal)?.node {
            Node::Start(e) if !self.begun => {
                if e.name != "tmx" {
                    let name = crate::report::escape_controls(&e.name);
                    return Err(fatal(self.xml.error(format!("the file begins with `<{name}>`, not with `<tmx>`; name it after what it is"))));
                }
                self.begun = true;
            }
            Node::Start(e) => match (e.name.as_str(), self.xml.parent(1)) {
                ("tu", _) => {
                    self.id = e.get("tuid").unwrap_or("").trim().to_owned();
                    self.cells.clear();
                }
                ("tuv", _) => {
                    self.column = None;
                    let Some(tag) = e.get("xml:lang").or(e.get("lang")) else {
                        return Err((self.xml.error("a `<tuv>` without `xml:lang`; export the memory with its languages"), false));
                    };
                    self.column = self.columns.place(tag);
                }
                ("seg", "tuv") => match self.column {
                    Some(column) => {
                        let text = inline::read(&mut self.xml, rule).map_err(fatal)?;
                        put(&mut self.cells, column, text.cell.trimmed());
                    }
                    None => inline::skip(&mut self.xml).map_err(fatal)?,
                },
                ("prop" | "note" | "ude", _) => inline::skip(&mut self.xml).map_err(fatal)?,
                _ => {}
            },
            Node::End(name) if name == "tu" => {
                let cells = std::mem::take(&mut self.cells);
                if !cells.is_empty() {
                    return Ok(Some(Row { id: std::mem::take(&mut self.id), cells, ..Row::default() }));
                }
            }
            Node::Eof => self.ended = true,
            _ => {}
        }
        Ok(None)
    }
}
