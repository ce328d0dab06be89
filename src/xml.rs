//! XML as a stream of events with their places in the file.
//!
//! No entity is ever expanded but the five that XML has and references to characters; nothing outside the file is read;
//! nesting and the size of one piece are limited.

use crate::spot::{FileError, Spot};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::{self, BufRead, Read};

/// Elements within elements. Translation files need less than thirty.
const DEEPEST: usize = 200;
/// The longest tag, comment or text between tags.
const LONGEST: usize = 16 << 20;

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub enum Node {
    /// An element begins.
    Start(Element),
    /// An element ends; its name without prefix.
    End(String),
    /// Text that stands so in the file.
    Text(String),
    /// A character for which the file has a reference.
    Reference(char),
    /// The end.
    Eof,
}

/// A start tag.
#[derive(Debug, PartialEq, Eq)]
pub struct Element {
    /// Its name without prefix.
    pub name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// The attribute of this name; prefixes count (`xml:lang`).
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|a| a.0 == name).map(|a| a.1.as_str())
    }
}

/// An event and where it stands.
#[derive(Debug)]
pub struct Placed {
    /// What it is.
    pub node: Node,
    /// Where its text begins.
    pub spot: Spot,
    /// How many bytes of the file it takes.
    pub len: usize,
}

/// An XML file, read event by event.
pub struct Xml {
    path: String,
    reader: Reader<Recorder>,
    buf: Vec<u8>,
    spot: Spot,
    /// Names of the elements that are open.
    open: Vec<String>,
    /// The end of an element without content is still to be told.
    closing: bool,
    /// Whether white space is kept, for each open element.
    preserve: Vec<bool>,
}

impl Xml {
    /// Begins to read.
    pub fn new(path: &str, stream: Box<dyn BufRead + Send>) -> Xml {
        let mut reader = Reader::from_reader(Recorder { inner: stream, taken: Vec::new() });
        let config = reader.config_mut();
        config.expand_empty_elements = false;
        config.check_end_names = true;
        config.allow_dangling_amp = false;
        Xml { path: path.to_owned(), reader, buf: Vec::new(), spot: Spot::default(), open: Vec::new(), closing: false, preserve: Vec::new() }
    }

    /// The name of the element around the one that just began, or of the one that text stands in.
    pub fn parent(&self, up: usize) -> &str {
        self.open.len().checked_sub(up + 1).map_or("", |i| &self.open[i])
    }

    /// Whether white space counts here.
    pub fn preserves(&self) -> bool {
        self.preserve.last().copied().unwrap_or(false)
    }

    /// An error at the present place.
    pub fn error(&self, reason: impl Into<String>) -> FileError {
        FileError::new(&self.path, self.spot.line, reason)
    }

    /// The next event.
    pub fn advance(&mut self) -> Result<Placed, FileError> {
        if std::mem::take(&mut self.closing) {
            return Ok(self.end(self.spot, 0));
        }
        loop {
            self.buf.clear();
            self.reader.get_mut().taken.clear();
            let event = self.reader.read_event_into(&mut self.buf);
            let spot = self.spot;
            let taken = std::mem::take(&mut self.reader.get_mut().taken);
            let raw = String::from_utf8_lossy(&taken);
            self.spot = spot.after(&raw);
            let event = event.map_err(|e| FileError::new(&self.path, spot.line, refused(&e)))?;
            let len = taken.len();
            let at = |node, spot, len| Ok(Placed { node, spot, len });
            let out = match event {
                Event::Start(s) => {
                    let e = element(&s).map_err(|e| FileError::new(&self.path, spot.line, e))?;
                    self.begin(&e, spot)?;
                    at(Node::Start(e), spot, len)
                }
                Event::Empty(s) => {
                    let e = element(&s).map_err(|e| FileError::new(&self.path, spot.line, e))?;
                    self.begin(&e, spot)?;
                    self.closing = true;
                    at(Node::Start(e), spot, len)
                }
                Event::End(_) => Ok(self.end(spot, len)),
                Event::Text(t) => at(Node::Text(t.into_inner().into_owned()), spot, len),
                Event::CData(t) => at(Node::Text(t.into_inner().into_owned()), spot.after("<![CDATA["), len - "<![CDATA[]]>".len().min(len)),
                Event::GeneralRef(r) => {
                    let name = r.clone().into_inner();
                    match reference(&name) {
                        Some(c) => at(Node::Reference(c), spot, len),
                        None => {
                            let name = crate::report::escape_controls(&name.chars().take(40).collect::<String>());
                            let reason = format!("`&{name};` is no entity of XML itself, and no other is read; write the character");
                            return Err(FileError::new(&self.path, spot.line, reason));
                        }
                    }
                }
                Event::Eof => {
                    if let Some(open) = self.open.last() {
                        let reason = format!("the file ends within `<{}>`; it is cut off: export it again", crate::report::escape_controls(open));
                        return Err(FileError::new(&self.path, spot.line, reason));
                    }
                    at(Node::Eof, spot, 0)
                }
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {
                    self.reader.get_mut().taken = taken;
                    continue;
                }
            };
            drop(raw);
            self.reader.get_mut().taken = taken;
            return out;
        }
    }

    fn begin(&mut self, e: &Element, spot: Spot) -> Result<(), FileError> {
        if self.open.len() >= DEEPEST {
            let reason = format!("more than {DEEPEST} elements within each other; no document is nested so deep");
            return Err(FileError::new(&self.path, spot.line, reason));
        }
        let keep = match e.get("xml:space") {
            Some("preserve") => true,
            Some(_) => false,
            None => self.preserves(),
        };
        self.preserve.push(keep);
        self.open.push(e.name.clone());
        Ok(())
    }

    fn end(&mut self, spot: Spot, len: usize) -> Placed {
        self.preserve.pop();
        Placed { node: Node::End(self.open.pop().unwrap_or_default()), spot, len }
    }
}

fn element(s: &BytesStart) -> Result<Element, String> {
    let name = s.local_name().as_ref().to_owned();
    let mut attributes = Vec::new();
    for a in s.attributes() {
        let a =
            a.map_err(|e| format!("the tag `<{}>` cannot be read: {e}; correct it or export the file again", crate::report::escape_controls(&name)))?;
        attributes.push((a.key.as_ref().to_owned(), unescaped(a.value.as_ref())));
    }
    Ok(Element { name, attributes })
}

/// An attribute's value with its references read.
fn unescaped(raw: &str) -> String {
    let mut out = String::new();
    let mut rest = raw;
    while let Some(amp) = rest.find('&') {
        out += &rest[..amp];
        rest = &rest[amp..];
        match rest.find(';').and_then(|semi| reference(&rest[1..semi]).map(|c| (c, semi))) {
            Some((c, semi)) => {
                out.push(c);
                rest = &rest[semi + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

/// What a reference stands for.
fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| *c != '\0')
        }
    }
}

/// What the parser refused, and what helps.
fn refused(e: &quick_xml::Error) -> String {
    match e {
        quick_xml::Error::Io(e) => format!("cannot be read on from here: {e}"),
        e => format!("the XML is broken: {}; correct it or export the file again", crate::report::escape_controls(&e.to_string())),
    }
}

/// A reader that keeps what is taken from it, so that every event's own bytes are known.
struct Recorder {
    inner: Box<dyn BufRead + Send>,
    taken: Vec<u8>,
}

impl Read for Recorder {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(out)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Recorder {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken.len() > LONGEST {
            return Err(io::Error::other(format!("one piece of XML is longer than {} MiB", LONGEST >> 20)));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        // What is taken was just shown, so this reads nothing.
        if let Ok(shown) = self.inner.fill_buf() {
            self.taken.extend_from_slice(&shown[..n.min(shown.len())]);
        }
        self.inner.consume(n);
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn all(text: &str) -> (Vec<Placed>, Option<String>) {
        let mut xml = Xml::new("x.xml", Box::new(io::BufReader::new(io::Cursor::new(text.as_bytes().to_vec()))));
        let mut out = Vec::new();
        loop {
            match xml.advance() {
                Ok(p) if p.node == Node::Eof => return (out, None),
                Ok(p) => out.push(p),
                Err(e) => return (out, Some(e.to_string())),
            }
        }
    }

    #[test]
    fn every_event_has_its_place() {
        let s = "<?xml version=\"1.0\"?>\n<!-- é 5 -->\r\n<a b='1 &amp; 2'>é 12<x:c/>&#x4E09;\n &lt;<![CDATA[<13>]]></a>\n";
        let (events, error) = all(s);
        assert_eq!(error, None);
        for p in &events {
            let written = &s[p.spot.offset..p.spot.offset + p.len];
            match &p.node {
                Node::Text(t) => assert_eq!(t, written),
                Node::Reference('三') => assert_eq!(written, "&#x4E09;"),
                Node::Reference(c) => assert_eq!((*c, written), ('<', "&lt;")),
                Node::Start(e) if e.name == "a" => assert_eq!(e.get("b"), Some("1 & 2")),
                _ => {}
            }
            let before = &s[..p.spot.offset];
            assert_eq!(p.spot.line, before.matches('\n').count() + 1);
            assert_eq!(p.spot.column, before.rsplit('\n').next().unwrap().chars().count() + 1);
        }
        let names: Vec<String> = events.iter().filter_map(|p| if let Node::End(n) = &p.node { Some(n.clone()) } else { None }).collect();
        assert_eq!(names, ["c", "a"]);
    }

    #[test]
    fn bombs_and_broken_files_end_in_a_clear_error() {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;\"><!ENTITY z SYSTEM \"file:///etc/passwd\">]>\n<a>&y;</a>";
        assert_eq!(all(bomb).1.as_deref(), Some("x.xml:2: `&y;` is no entity of XML itself, and no other is read; write the character"));
        assert!(all(&bomb.replace("&y;</a>", "&z;</a>")).1.unwrap().contains("`&z;` is no entity"));
        let deep = "<a>".repeat(1_000_000);
        assert_eq!(all(&deep).1.as_deref(), Some("x.xml:1: more than 200 elements within each other; no document is nested so deep"));
        assert!(all("<a>\n<b></a>").1.unwrap().starts_with("x.xml:2: the XML is broken: "));
        assert_eq!(all("<a>\n<b></b>\n").1.as_deref(), Some("x.xml:3: the file ends within `<a>`; it is cut off: export it again"));
        assert!(all("<a>1 & 2</a>").1.unwrap().contains("the XML is broken"));
        let long = format!("<a>{}</a>", "x".repeat(LONGEST + 100_000));
        assert!(all(&long).1.unwrap().contains("longer than 16 MiB"));
    }
}
