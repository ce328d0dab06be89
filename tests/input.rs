//! Reports as they come: encodings, word processors' documents, books, subtitles, and files that mean harm.

use std::io::Write;
use std::path::PathBuf;
use tertium::claim::{Report, read_report};
use tertium::input;
use zip::write::{SimpleFileOptions, ZipWriter};

/// A file in a folder of this test's own.
fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("tertium-input-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("a file");
    path
}

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("a part");
    }
    zip.finish().expect("an archive").into_inner()
}

fn report(name: &str, bytes: &[u8]) -> Result<Report, String> {
    input::read(&file(name, bytes)).map(|s| read_report(&s, None)).map_err(|e| e.to_string())
}

fn values(name: &str, bytes: &[u8]) -> Vec<String> {
    let r = report(name, bytes).expect("a report");
    for c in &r.claims {
        assert_eq!(r.source.get(c.span.0..c.span.1), Some(c.text.as_str()));
    }
    r.claims.iter().map(|c| c.value.to_string()).collect()
}

fn error(name: &str, bytes: &[u8]) -> String {
    let e = report(name, bytes).expect_err("an error");
    e.find(name).map_or(e.clone(), |at| e[at..].to_owned())
}

const WORD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="m" xmlns:wps="s"><w:body>
<w:p><w:pPr><w:pStyle w:val="Heading12"/></w:pPr><w:r><w:t>Der Umbau</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">Er kostete 1</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>2</w:t></w:r><w:r><w:t xml:space="preserve"> Millionen Euro &amp; dauerte </w:t></w:r><w:del w:id="5"><w:r><w:delText>77</w:delText></w:r></w:del><w:ins w:id="6"><w:r><w:t>18</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> Monate.</w:t></w:r></w:p>
<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF 99</w:instrText></w:r><w:moveFrom w:id="7"><w:r><w:t>55 Jahre</w:t></w:r></w:moveFrom><w:r><w:ruby><w:rt><w:r><w:t>44</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>30</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:tab/><w:t>Zimmer</w:t></w:r></w:p>
<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>Kasten: 7 Tage</w:t></w:r></w:p></mc:Choice><mc:Fallback><w:p><w:r><w:t>Kasten: 7 Tage</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>
</w:body></w:document>"#;

#[test]
fn docx() {
    let rels = r#"<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="word/document2.xml"/></Relationships>"#;
    for parts in [&[("word/document.xml", WORD)][..], &[("_rels/.rels", rels), ("word/document2.xml", WORD)][..]] {
        let r = report("umbau.de.docx", &zipped(parts)).expect("a report");
        assert_eq!(r.source, "Der Umbau\nEr kostete 12 Millionen Euro & dauerte 18 Monate.\n30 Zimmer\nKasten: 7 Tage\n");
        let values: Vec<String> = r.claims.iter().map(|c| format!("{} {}:{}", c.value, c.line, c.column)).collect();
        assert_eq!(values, ["12000000 2:12", "18 2:40", "30 3:1", "7 4:9"]);
    }
}

#[test]
fn odt() {
    let content = r#"<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:text="t"><office:body><office:text>
<text:tracked-changes><text:changed-region><text:deletion><text:p>99 Leute</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:h text:outline-level="1">Das Fest</text:h>
<text:p>Es kamen <text:span>4</text:span>00<text:s/>Gäste<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>88</text:p></text:note-body></text:note>,
und<text:line-break/>12 Helfer.</text:p>
</office:text></office:body></office:document-content>"#;
    let r = report("fest.de.odt", &zipped(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content)])).expect("a report");
    assert_eq!(r.source, "Das Fest\nEs kamen 400 Gäste, und\n12 Helfer.\n");
    assert_eq!(r.claims.iter().map(|c| c.value.to_string()).collect::<Vec<_>>(), ["400", "12"]);
}

#[test]
fn epub() {
    let container = r#"<container><rootfiles><rootfile full-path="OEBPS/content.opf" media-type="x"/></rootfiles></container>"#;
    let package = r#"<package><manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="b" href="text/two%20b.xhtml" media-type="application/xhtml+xml"/><item id="a" href="text/one.xhtml" media-type="application/xhtml+xml"/>
</manifest><spine><itemref idref="nav"/><itemref idref="a"/><itemref idref="b"/></spine></package>"#;
    let page = |t: &str| format!("<html><head><title>5</title></head><body><p>{t}</p></body></html>");
    let (one, two, nav) = (page("Sie war <b>24</b> Jahre alt."), page("Nach 3 Wochen kam sie zur&#252;ck."), page("Seite 9"));
    let parts = [
        ("META-INF/container.xml", container),
        ("OEBPS/content.opf", package),
        ("OEBPS/nav.xhtml", &nav),
        ("OEBPS/text/one.xhtml", &one),
        ("OEBPS/text/two b.xhtml", &two),
    ];
    let r = report("buch.de.epub", &zipped(&parts)).expect("a report");
    assert_eq!(r.source, "Sie war 24 Jahre alt.\n\nNach 3 Wochen kam sie zurück.\n\n");
}

#[test]
fn archives_that_mean_harm() {
    let bomb = " ".repeat(70 << 20);
    let bytes = zipped(&[("word/document.xml", &bomb)]);
    assert!(bytes.len() < 1 << 20);
    let said = "the part `word/document.xml` is longer than 64 MiB once it is unpacked, which no text is; save it again, or give its text";
    assert_eq!(error("a.docx", &bytes), format!("a.docx: {said}"));
    let nested = format!("<w:document><w:body>{}", "<w:p>".repeat(1_000_000));
    assert!(error("b.docx", &zipped(&[("word/document.xml", &nested)])).contains("more than 200 elements within each other"));
    let entities = "<!DOCTYPE x [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]><document><body><p><r><t>&b;</t></r></p></body></document>";
    assert!(error("c.docx", &zipped(&[("word/document.xml", entities)])).contains("`&b;` is no entity of XML itself"));
    assert!(error("d.docx", b"PK\x03\x04 nothing more").starts_with("d.docx: the archive is broken ("));
    assert_eq!(
        error("e.odt", &zipped(&[("x", "y")])),
        "e.odt: there is no document in it; it may be another kind of file; save it again, or give its text"
    );
    assert!(error("f.epub", &zipped(&[("x", "y")])).starts_with("f.epub: there is no book in it"));
    assert!(error("g.docx", b"").starts_with("g.docx: the file is empty"));
    let whole = zipped(&[("word/document.xml", WORD)]);
    for cut in (0..whole.len()).step_by(37) {
        let _ = report("h.docx", &whole[..cut]);
        let mut flipped = whole.clone();
        flipped[cut] ^= 0x55;
        let _ = report("h.docx", &flipped);
    }
}

#[test]
fn encodings() {
    let text = "市の発表によると、図書館には約三千人が訪れ、貸し出しは一万二千冊に上った。担当者は来年も続けたいと話している。";
    for encoding in [encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP, encoding_rs::ISO_2022_JP, encoding_rs::UTF_8] {
        let (bytes, _, _) = encoding.encode(text);
        assert_eq!(report("a.ja.txt", &bytes).expect("a report").source, text, "{}", encoding.name());
    }
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let path = file("b.ja.txt", &utf16);
    let declared = input::known_encoding("utf-16le").expect("a label");
    assert_eq!(input::read_as(&path, Some(declared)).expect("a text").text, text);
    // Without a NUL nothing shows that these bytes are two each; the call has to say so.
    let latin: Vec<u8> = "Es kostete 12 € im Café.".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(values("c.de.txt", &latin), ["12"]);
    let (bytes, _, _) = encoding_rs::ISO_8859_15.encode("Es kostete 12 €.");
    let declared = input::known_encoding("iso-8859-15").expect("a label");
    assert_eq!(input::read_as(&file("d.txt", &bytes), Some(declared)).expect("a text").text, "Es kostete 12 €.");
    let e = input::known_encoding("klingon").expect_err("no encoding").to_string();
    assert!(e.starts_with("--encoding: `klingon` is no encoding that is known; give a label of the web such as utf-8"), "{e}");
    assert!(error("e.txt", b"ab\0\0cd\xff").contains("not a text file (NUL byte at offset 2)"));
}

#[test]
fn subtitles() {
    let srt = "1\r\n00:00:01,000 --> 00:00:03,500\r\n<i>Mehr als 300</i>\r\n\r\n2\r\n00:00:03,600 --> 00:00:05,000\r\nLeute kamen.\r\n";
    let r = report("film.de.srt", srt.as_bytes()).expect("a report");
    let claims: Vec<String> = r.claims.iter().map(|c| format!("{} {}:{}", c.value, c.line, c.column)).collect();
    assert_eq!(claims, [">300 3:4"]);
}

#[test]
fn a_line_of_few_words_is_read_in_the_language_that_knows_them() {
    use tertium::lang::detect;
    assert_eq!(detect("Three men met in 2014."), "en");
    assert_eq!(detect("Nine women sued."), "en");
    assert_eq!(detect("Neun Frauen klagten."), "de");
    assert_eq!(detect("Nove donne arrivate."), "it");
    // Nothing decides: always the same.
    assert_eq!(detect("Xqz 2014."), detect("Xqz 2015."));
}

#[test]
fn a_language_that_no_pack_knows_is_not_read_as_its_neighbour() {
    use tertium::lang::detect;
    for text in [
        "La compagnie a annoncé mardi la suppression de 1 200 emplois d'ici la fin de l'année. Les syndicats, qui n'ont pas été \
         consultés, appellent à la grève dès lundi ; la direction dit que les départs seront volontaires.",
        "La compañía anunció el martes la supresión de 1.200 empleos antes de que acabe el año. Los sindicatos, que no fueron \
         consultados, convocan una huelga para el lunes; la dirección dice que las salidas serán voluntarias.",
        "Het bedrijf heeft dinsdag aangekondigd dat er voor het einde van het jaar 1.200 banen verdwijnen. De bonden, die niet \
         zijn geraadpleegd, roepen voor maandag een staking uit; volgens de directie vertrekt iedereen vrijwillig.",
        "A empresa anunciou na terça-feira a supressão de 1.200 empregos até ao fim do ano. Os sindicatos não foram consultados e \
         convocaram uma greve para segunda-feira; segundo a direção, as saídas serão voluntárias.",
        "Компания объявила во вторник о сокращении 1200 рабочих мест до конца года.",
        "회사는 화요일 연말까지 일자리 1200개를 줄인다고 발표했다.",
    ] {
        assert_eq!(detect(text), "", "{text}");
    }
    // Names in a list say nothing of its language.
    let list = "Results: 1 Maria de la Cruz 12:30, 2 Jan van der Berg 12:34, 3 Luca dos Santos 12:41, 4 Anna Halm 12:45, 5 Els de Wit \
                12:50, 6 Ole og Kari Norvik 12:58, 7 the guest runner 13:02, 8 Pål Aas 13:10";
    assert_ne!(detect(list), "");
}
