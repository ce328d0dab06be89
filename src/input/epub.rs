//! Books: EPUB. The chapters in the order of reading, without the table of contents.

use super::zipped::Zipped;
use crate::clean::{Markup, clean};
use crate::xml::{Node, Xml};
use std::collections::HashMap;

/// The text of an EPUB.
pub fn epub(bytes: Vec<u8>) -> Result<String, String> {
    let mut zip = Zipped::open(bytes)?;
    let container = zip.text("META-INF/container.xml").map_err(|_| "there is no book in it; it may be another kind of file".to_owned())?;
    let mut package = None;
    elements(&container, |e| {
        if e.name == "rootfile" && package.is_none() {
            package = e.get("full-path").map(str::to_owned);
        }
    })?;
    let package = package.ok_or("it does not say where its contents are listed")?;
    let mut items: HashMap<String, String> = HashMap::new();
    let mut spine = Vec::new();
    elements(&zip.text(&package)?, |e| match e.name.as_str() {
        "item" if !e.get("properties").is_some_and(|p| p.split(' ').any(|w| w == "nav")) => {
            let is_page = e.get("media-type").is_none_or(|t| t.contains("html"));
            if let (true, Some(id), Some(href)) = (is_page, e.get("id"), e.get("href")) {
                items.insert(id.to_owned(), href.to_owned());
            }
        }
        "itemref" if e.get("linear") != Some("no") => spine.extend(e.get("idref").map(str::to_owned)),
        _ => {}
    })?;
    let folder = package.rsplit_once('/').map_or("", |(f, _)| f);
    let mut out = String::new();
    for id in spine {
        let Some(href) = items.get(&id) else { continue };
        let page = zip.text(&resolve(folder, href))?;
        out += clean(&page, Markup::Html).text.trim();
        out += "\n\n";
    }
    Ok(out)
}

fn elements(text: &str, mut each: impl FnMut(&crate::xml::Element)) -> Result<(), String> {
    let mut xml = Xml::new("", Box::new(std::io::BufReader::new(std::io::Cursor::new(text.to_owned().into_bytes()))));
    loop {
        match xml.advance().map_err(|e| e.reason)?.node {
            Node::Start(e) => each(&e),
            Node::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// A path within the archive, from the folder of the list of contents.
fn resolve(folder: &str, href: &str) -> String {
    let href = decoded(href.split('#').next().unwrap_or(""));
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for p in href.split('/') {
        match p {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            p => parts.push(p),
        }
    }
    parts.join("/")
}

/// Percent escapes of an address.
fn decoded(s: &str) -> String {
    let mut out = Vec::new();
    let b = s.as_bytes();
    let mut i = 0;
    while i < b.len() {
        let code = (b[i] == b'%').then(|| s.get(i + 1..i + 3).and_then(|h| u8::from_str_radix(h, 16).ok())).flatten();
        out.push(code.unwrap_or(b[i]));
        i += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}
