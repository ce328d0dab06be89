//! Text documents of word processors: DOCX and ODT. A paragraph is a line of the text; tracked deletions, readings over
//! ideographs, notes and comments are left out.

use super::zipped::Zipped;
use crate::xml::{Node, Xml};

/// The text of a DOCX.
pub fn docx(bytes: Vec<u8>) -> Result<String, String> {
    let mut zip = Zipped::open(bytes)?;
    let main = docx_main(&mut zip);
    if !zip.has(&main) {
        return Err("there is no document in it; it may be another kind of file".into());
    }
    // Deleted and moved text, readings, the second copy of what newer versions say better, and instructions of fields.
    static SKIPPED: [&str; 8] = ["del", "moveFrom", "rt", "Fallback", "instrText", "delText", "pPr", "rPr"];
    let text = |name: &str, parent: &str| name == "t" && parent == "r";
    paragraphs(&zip.text(&main)?, &Shape { skipped: &SKIPPED, body: "body", within: text, ends: &["p"] })
}

/// The main part, as the package says.
fn docx_main(zip: &mut Zipped) -> String {
    let named = zip.text("_rels/.rels").ok().and_then(|rels| {
        let mut xml = xml(&rels);
        while let Ok(next) = xml.advance() {
            match next.node {
                Node::Start(e) if e.get("Type").is_some_and(|t| t.ends_with("/officeDocument")) => {
                    return e.get("Target").map(|t| t.trim_start_matches('/').to_owned());
                }
                Node::Eof => break,
                _ => {}
            }
        }
        None
    });
    named.unwrap_or_else(|| "word/document.xml".into())
}

/// The text of an ODT.
pub fn odt(bytes: Vec<u8>) -> Result<String, String> {
    let mut zip = Zipped::open(bytes)?;
    if !zip.has("content.xml") {
        return Err("there is no document in it; it may be another kind of file".into());
    }
    // Where changes are tracked, the deleted text stands in a list of its own.
    static SKIPPED: [&str; 5] = ["tracked-changes", "ruby-text", "note", "annotation", "note-citation"];
    // All text within paragraphs counts.
    paragraphs(&zip.text("content.xml")?, &Shape { skipped: &SKIPPED, body: "text", within: |_, _| true, ends: &["p", "h"] })
}

/// How a format says text.
struct Shape {
    skipped: &'static [&'static str],
    /// The element that holds the document.
    body: &'static str,
    /// Whether text stands in an element of this name within that one.
    within: fn(&str, &str) -> bool,
    /// Elements that are paragraphs.
    ends: &'static [&'static str],
}

fn xml(text: &str) -> Xml {
    Xml::new("", Box::new(std::io::BufReader::new(std::io::Cursor::new(text.to_owned().into_bytes()))))
}

fn paragraphs(text: &str, shape: &Shape) -> Result<String, String> {
    let mut xml = xml(text);
    let mut out = String::new();
    let mut skipping = 0usize;
    let mut bodies = 0usize;
    // Paragraphs that are open; text boxes have paragraphs within paragraphs.
    let mut open = 0usize;
    loop {
        let next = xml.advance().map_err(|e| e.reason)?;
        match next.node {
            Node::Eof => break,
            Node::Start(_) if skipping > 0 => skipping += 1,
            Node::End(_) if skipping > 0 => skipping -= 1,
            Node::Start(e) => match e.name.as_str() {
                name if shape.skipped.contains(&name) => skipping = 1,
                name if name == shape.body => bodies += 1,
                name if shape.ends.contains(&name) => {
                    if open > 0 && !out.ends_with('\n') {
                        out.push('\n');
                    }
                    open += 1;
                }
                "br" | "cr" | "line-break" if open > 0 => out.push('\n'),
                "tab" | "ptab" if open > 0 => out.push(' '),
                "noBreakHyphen" if open > 0 => out.push('-'),
                "s" if open > 0 => out.push(' '),
                _ => {}
            },
            Node::End(name) => {
                if name == shape.body {
                    bodies = bodies.saturating_sub(1);
                } else if shape.ends.contains(&name.as_str()) {
                    open = open.saturating_sub(1);
                    out.push('\n');
                }
            }
            Node::Text(t) if skipping == 0 && bodies > 0 && open > 0 && (shape.within)(xml.parent(0), xml.parent(1)) => {
                out.extend(t.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }));
            }
            Node::Reference(c) if skipping == 0 && bodies > 0 && open > 0 && (shape.within)(xml.parent(0), xml.parent(1)) => out.push(c),
            _ => {}
        }
    }
    Ok(out)
}
