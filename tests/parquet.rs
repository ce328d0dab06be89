//! Tables: what the program writes is what it says in JSON, what it reads as a table is what it reads as lines, and a
//! damaged table ends in an error.

#[path = "common/temp.rs"]
mod temp;

use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
use parquet::file::properties::WriterProperties;
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::file::writer::SerializedFileWriter;
use parquet::record::Row;
use parquet::schema::parser::parse_message_type;
use std::collections::HashMap;
use std::fmt::Write;
use std::fs::File;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use temp::Temp;

fn run(t: &Temp, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tertium")).current_dir(&t.0).args(args).output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// All rows of a table, each as `column: value` pairs.
fn rows(path: &Path) -> Vec<Row> {
    SerializedFileReader::new(File::open(path).expect("the table")).expect("a table").into_iter().map(|r| r.expect("a row")).collect()
}

fn get(row: &Row, name: &str) -> String {
    row.get_column_iter().find(|c| c.0 == name).expect("the column").1.to_string().trim_matches('"').to_owned()
}

#[test]
fn claims_are_those_of_the_json() {
    let t = Temp::new("table-claims");
    let story = Path::new("corpus/hiring").canonicalize().expect("the story");
    let story = story.to_str().expect("a path");
    assert!(run(&t, &["claims", "--isolated", story, "--format", "parquet", "--output", "c.parquet"]).status.success());
    let json = run(&t, &["claims", "--isolated", story, "--format", "jsonl"]);
    let records: Vec<serde_json::Value> = text(&json.stdout).lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    let (reports, claims): (Vec<_>, Vec<_>) = records.into_iter().partition(|r| r["type"] == "report");
    let reports: HashMap<String, serde_json::Value> = reports.into_iter().map(|r| (r["id"].as_str().expect("an id").to_owned(), r)).collect();
    let rows = rows(&t.0.join("c.parquet"));
    assert!(rows.len() > 50 && rows.len() == claims.len());
    for (row, c) in rows.iter().zip(&claims) {
        for (column, field) in
            [("claim", "id"), ("lang", "lang"), ("kind", "kind"), ("unit", "unit"), ("value", "value"), ("line", "line"), ("col", "column")]
        {
            assert_eq!(get(row, column), c[field].to_string().trim_matches('"'), "{row}");
        }
        let names = c["about"]["names"].as_array().expect("names").iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        assert!(row.to_string().contains(&format!("names: [{names}]")), "{row}\n{c}");
        let report = &reports[c["report"].as_str().expect("an id")];
        assert_eq!(get(row, "report"), report["path"].as_str().expect("a path"));
        assert_eq!(get(row, "outlet") + ".txt", report["path"].as_str().expect("a path").rsplit_once('/').expect("a folder").1);
        assert_eq!(get(row, "date").split(' ').next(), Some(report["date"].as_str().unwrap_or("null")), "{row}");
    }
    // What is no text goes nowhere else.
    let o = run(&t, &["check", "--isolated", story, "--format", "parquet"]);
    assert_eq!(
        (o.status.code(), text(&o.stderr).as_str()),
        (Some(2), "tertium: error: --format: `parquet` is for `claims`, and for the findings of `corpus`\n")
    );
}

/// The id, the story, the day and the text of a record.
type Told = (&'static str, &'static str, i32, &'static str);

/// Records as a table with a column for each field, the date as a day.
fn table(path: &Path, records: &[Told]) {
    let schema = "message r { required binary id (STRING); optional binary story (STRING); required int32 date (DATE); required binary text (STRING); required double more; }";
    let schema = Arc::new(parse_message_type(schema).expect("a schema"));
    let mut writer =
        SerializedFileWriter::new(File::create(path).expect("a file"), schema, Arc::new(WriterProperties::builder().build())).expect("a table");
    let mut group = writer.next_row_group().expect("a group");
    let column = |f: &dyn Fn(&Told) -> ByteArray| records.iter().map(f).collect::<Vec<_>>();
    for (n, values) in [column(&|r| r.0.into()), column(&|r| r.1.into()), Vec::new(), column(&|r| r.3.into())].into_iter().enumerate() {
        let mut c = group.next_column().expect("a column").expect("a column");
        if n == 2 {
            let days: Vec<i32> = records.iter().map(|r| r.2).collect();
            c.typed::<Int32Type>().write_batch(&days, None, None).expect("memory");
        } else {
            let defined = vec![1; records.len()];
            c.typed::<ByteArrayType>().write_batch(&values, (n == 1).then_some(&defined), None).expect("memory");
        }
        c.close().expect("memory");
    }
    let mut c = group.next_column().expect("a column").expect("a column");
    c.typed::<parquet::data_type::DoubleType>().write_batch(&vec![0.5; records.len()], None, None).expect("memory");
    c.close().expect("memory");
    group.close().expect("memory");
    writer.close().expect("memory");
}

#[test]
fn an_archive_as_a_table() {
    let t = Temp::new("table-archive");
    let en = "The company hired 131 engineers in Berlin on 3 May 2024.";
    let it = "L'azienda ha assunto 140 ingegneri a Berlino il 3 maggio 2024.";
    // 2024-05-04 and the day before.
    table(&t.0.join("a.parquet"), &[("a/1", "s", 19_847, en), ("b/1", "s", 19_846, it)]);
    let mut lines = String::new();
    for (id, date, text) in [("a/1", "2024-05-04", en), ("b/1", "2024-05-03", it)] {
        let _ = writeln!(lines, "{}", serde_json::json!({ "id": id, "story": "s", "date": date, "text": text }));
    }
    t.write("a.jsonl", lines);
    let (rows_in, lines_in) = (run(&t, &["corpus", "--isolated", "a.parquet"]), run(&t, &["corpus", "--isolated", "a.jsonl"]));
    assert_eq!(rows_in.status.code(), Some(1), "{}", text(&rows_in.stderr));
    assert_eq!(text(&rows_in.stdout), text(&lines_in.stdout));
    // Findings as a table, to a file and to standard output.
    let o = run(&t, &["corpus", "--isolated", "a.jsonl", "--format", "parquet", "--output", "f.parquet"]);
    assert_eq!(o.status.code(), Some(1), "{}", text(&o.stderr));
    let piped = run(&t, &["corpus", "--isolated", "a.jsonl", "--format", "parquet"]);
    assert!(piped.stdout == std::fs::read(t.0.join("f.parquet")).expect("the table"));
    let found = rows(&t.0.join("f.parquet"));
    let told: Vec<String> = found.iter().map(|r| ["verdict", "side", "outlet", "date", "value"].map(|c| get(r, c)).join(" ")).collect();
    assert_eq!(told, ["contradiction 0 b 2024-05-03 140", "contradiction 1 a 2024-05-04 131"]);
    let mut left: Vec<String> = std::fs::read_dir(&t.0).expect("a folder").flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    left.sort();
    assert_eq!(left, ["a.jsonl", "a.parquet", "f.parquet"]);
}

#[test]
fn aligned_text_has_its_rows() {
    let t = Temp::new("table-rows");
    t.write("a.tsv", "id\ten\tde\nx\tIt cost 5 euros.\tEs kostete 5 Euro.\ny\tThere were 12 boats.\tEs waren 12 Boote.\n");
    assert!(run(&t, &["claims", "--isolated", "--bitext", "a.tsv", "--format", "parquet", "--output", "c.parquet"]).status.success());
    let told: Vec<String> =
        rows(&t.0.join("c.parquet")).iter().map(|r| ["claim", "report", "segment", "lang", "value", "date"].map(|c| get(r, c)).join(" ")).collect();
    assert_eq!(told, ["c0 a.tsv x en 5 null", "c1 a.tsv x de 5 null", "c2 a.tsv y en 12 null", "c3 a.tsv y de 12 null"]);
}

#[test]
fn tables_that_are_none() {
    let t = Temp::new("table-none");
    let schema = |fields: &str| Arc::new(parse_message_type(&format!("message r {{ {fields} }}")).expect("a schema"));
    let empty = |name: &str, fields: &str| {
        let to = File::create(t.0.join(name)).expect("a file");
        SerializedFileWriter::new(to, schema(fields), Arc::new(WriterProperties::builder().build())).expect("a table").close().expect("a table");
    };
    t.write("a.parquet", "PAR1 and no more");
    empty("b.parquet", "required binary id (STRING); required binary body (STRING);");
    empty("c.parquet", "required binary id (STRING); required double text;");
    empty("d.parquet", "required binary id (STRING); repeated binary text (STRING);");
    for (file, reason) in [
        ("a.parquet", "Invalid Parquet file. Corrupt footer"),
        ("b.parquet", "the table has no column `text`; a record needs `id` and `text`"),
        ("c.parquet", "the column `text` holds neither texts, whole numbers nor days"),
        ("d.parquet", "the column `text` holds neither texts, whole numbers nor days"),
    ] {
        let o = run(&t, &["corpus", "--isolated", file]);
        assert_eq!((o.status.code(), text(&o.stderr).lines().next()), (Some(2), Some(format!("tertium: error: {file}: {reason}").as_str())));
    }
}

/// A table that is damaged is read, or refused; nothing panics. `TERTIUM_DAMAGED=10000` for as many.
#[test]
fn damaged_tables() {
    let t = Temp::new("table-damaged");
    table(
        &t.0.join("a.parquet"),
        &[("a/1", "s", 19_847, "The firm hired 131 people."), ("b/1", "s", 19_846, "The firm hired 140 people."), ("c/1", "u", 1, "x")],
    );
    let whole = std::fs::read(t.0.join("a.parquet")).expect("the table");
    let many = std::env::var("TERTIUM_DAMAGED").ok().and_then(|n| n.parse().ok()).unwrap_or(2_000);
    let mut dice = 1_u64;
    let mut roll = |n: usize| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) as usize % n
    };
    // What its library does about some of them is caught; it need not be told.
    let (told, here) = (std::panic::take_hook(), std::thread::current().id());
    std::panic::set_hook(Box::new(move |p| {
        if std::thread::current().id() != here {
            told(p)
        }
    }));
    let (mut read, mut refused) = (0, 0);
    for _ in 0..many {
        let mut bytes = whole.clone();
        for _ in 0..=roll(4) {
            let at = roll(bytes.len());
            match roll(4) {
                0 => bytes[at] ^= 1 << roll(8),
                1 => bytes[at] = [0, 1, 0x7F, 0x80, 0xFF][roll(5)],
                2 => drop(bytes.remove(at)),
                _ => bytes.insert(at, roll(256) as u8),
            }
        }
        bytes[..4].copy_from_slice(b"PAR1");
        let path = t.write("d.parquet", bytes);
        match tertium::input::records::Records::open(&path) {
            Ok(records) => read += records.take(1_000).count(),
            Err(_) => refused += 1,
        }
    }
    assert!(read > many / 10 && refused > many / 10, "{read} {refused}");
}
