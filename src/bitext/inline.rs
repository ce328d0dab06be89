//! Text with inline codes, as TMX and XLIFF have it, to a cell.

use super::{Cell, FileError, placeholder};
use crate::xml::{Element, Node, Xml};

/// What an element within text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Its content is text.
    Through,
    /// It is a code; what stands for it.
    Code(&'static str),
    /// Its content is a segment with this id.
    Segment(String),
    /// Its content is text of its own, though it stands in a code: what a picture is called.
    Beside,
}

/// Text and the segments that are marked in it.
#[derive(Debug, Default)]
pub struct Text {
    /// The text.
    pub cell: Cell,
    /// Segments: id and place.
    pub segments: Vec<(String, usize, usize)>,
}

impl Text {
    /// A segment's cell.
    pub fn segment(&self, id: &str) -> Option<Cell> {
        let (_, from, to) = self.segments.iter().find(|s| s.0 == id)?;
        Some(self.cell.part(*from, *to))
    }
}

/// Reads to the end of the element that just began.
pub fn read(xml: &mut Xml, rule: fn(&Element) -> Inline) -> Result<Text, FileError> {
    let mut text = Text::default();
    // Elements that are open: where a segment began, if it is one.
    let mut open: Vec<Option<(String, usize)>> = Vec::new();
    let mut skipped = 0;
    // Text in codes that is open: how many elements were open before it, and how deep in a code it stands.
    let mut beside: Vec<(usize, usize)> = Vec::new();
    loop {
        let next = xml.advance()?;
        match next.node {
            Node::Start(e) if skipped > 0 && rule(&e) == Inline::Beside => {
                beside.push((open.len(), std::mem::take(&mut skipped)));
                open.push(None);
                text.cell.put("\n", next.spot, next.len);
            }
            Node::Start(_) if skipped > 0 => skipped += 1,
            Node::Start(e) => match rule(&e) {
                Inline::Through | Inline::Beside => open.push(None),
                Inline::Segment(id) => open.push(Some((id, text.cell.text.len()))),
                Inline::Code(instead) => {
                    text.cell.put(instead, next.spot, next.len);
                    skipped = 1;
                }
            },
            Node::End(_) if skipped > 0 => skipped -= 1,
            Node::End(_) => match open.pop() {
                None => break,
                Some(None) => {
                    if let Some((_, deep)) = beside.pop_if(|b| b.0 == open.len()) {
                        skipped = deep;
                        text.cell.put("\n", next.spot, next.len);
                    }
                }
                Some(Some((id, from))) => text.segments.push((id, from, text.cell.text.len())),
            },
            Node::Text(t) if skipped == 0 && xml.preserves() => text.cell.take(&t, next.spot),
            Node::Text(t) if skipped == 0 => text.cell.take_folded(&t, next.spot),
            Node::Reference(c) if skipped == 0 => text.cell.put(c.encode_utf8(&mut [0; 4]), next.spot, next.len),
            Node::Text(_) | Node::Reference(_) => {}
            Node::Eof => break,
        }
    }
    text.cell.masks = placeholder::find(&text.cell.text, false);
    Ok(text)
}

/// Reads over the element that just began.
pub fn skip(xml: &mut Xml) -> Result<(), FileError> {
    let mut depth = 1;
    while depth > 0 {
        match xml.advance()?.node {
            Node::Start(_) => depth += 1,
            Node::End(_) => depth -= 1,
            Node::Eof => break,
            _ => {}
        }
    }
    Ok(())
}

/// What stands for a code that stands alone: a line's break is a space, anything else an object.
pub fn alone(e: &Element) -> Inline {
    let kind = ["ctype", "subType", "type"].iter().filter_map(|k| e.get(k)).any(|v| matches!(v, "lb" | "x-lb" | "xlf:lb" | "x-br" | "pb" | "xlf:pb"));
    Inline::Code(if kind { " " } else { placeholder::OBJECT })
}
