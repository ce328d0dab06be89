//! Entities of HTML that were left in plain text: `&nbsp;`, `&egrave;`, `&#37;`, `&#x25;`.

use super::Cut;

/// Finds the entities of a text and what they stand for; what is none stays as it is.
pub fn gather(source: &str, cuts: &mut Vec<Cut>) {
    for at in memchr::memchr_iter(b'&', source.as_bytes()) {
        let rest = &source.as_bytes()[at + 1..source.len().min(at + 12)];
        if let Some(len) = rest.iter().position(|b| *b == b';')
            && let Some(name) = source.get(at + 1..at + 1 + len)
            && let Some(to) = meaning(name)
        {
            cuts.push((at, at + len + 2, to));
        }
    }
}

fn meaning(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?).and_then(plain);
    }
    if let Some((_, to)) = NAMED.iter().find(|(n, _)| *n == name) {
        return Some((*to).to_owned());
    }
    let i = LATIN.iter().position(|n| *n == name)?;
    char::from_u32(0xA0 + u32::try_from(i).ok()?).and_then(plain)
}

/// The character as the text is read; line ends and controls are none that a writer would spell out.
fn plain(c: char) -> Option<String> {
    Some(match c {
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{FEFF}' => String::new(),
        '\u{2010}' | '\u{2011}' | '\u{2212}' => "-".to_owned(),
        c if c.is_whitespace() => " ".to_owned(),
        c if c.is_control() => return None,
        c => c.to_string(),
    })
}

/// Names of the characters from U+00A0 on.
const LATIN: [&str; 96] = [
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf", "laquo", "not", "shy", "reg", "macr", "deg",
    "plusmn", "sup2", "sup3", "acute", "micro", "para", "middot", "cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest", "Agrave",
    "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH",
    "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig",
    "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc",
    "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave", "uacute", "ucirc", "uuml", "yacute",
    "thorn", "yuml",
];

const NAMED: [(&str, &str); 29] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("ensp", " "),
    ("emsp", " "),
    ("thinsp", " "),
    ("ndash", "–"),
    ("mdash", "—"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("sbquo", "‚"),
    ("bdquo", "„"),
    ("lsaquo", "‹"),
    ("rsaquo", "›"),
    ("hellip", "…"),
    ("bull", "•"),
    ("euro", "€"),
    ("minus", "-"),
    ("permil", "‰"),
    ("trade", "™"),
    ("percnt", "%"),
    ("OElig", "Œ"),
    ("oelig", "œ"),
    ("Scaron", "Š"),
    ("scaron", "š"),
];
