//! What `docs/parquet.md` asks, asked of DataFusion: tables that the program wrote are read, and the answers are right.
//!
//! The program is `target/quick/tertium` with the feature `parquet`, or what TERTIUM names.

use datafusion::arrow::util::display::array_value_to_string;
use datafusion::prelude::{ParquetReadOptions, SessionContext};
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn tertium(args: &[&str]) {
    let program = std::env::var_os("TERTIUM").map_or_else(|| root().join("target/quick/tertium"), PathBuf::from);
    let out = Command::new(program).args(args).output().expect("the program, built with the feature `parquet`");
    assert!(matches!(out.status.code(), Some(0 | 1)), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
}

/// The query after this mark in the documentation.
fn query(name: &str) -> String {
    let docs = std::fs::read_to_string(root().join("docs/parquet.md")).expect("the documentation");
    let (_, rest) = docs.split_once(&format!("<!-- query: {name} -->\n```sql\n")).expect("the mark and the query");
    rest.split_once("```").expect("its end").0.to_owned()
}

/// The rows of an answer, cells between bars.
fn ask(tables: &[(&str, &Path)], sql: &str) -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let context = SessionContext::new();
        for (name, path) in tables {
            context.register_parquet(*name, path.to_str().expect("a path"), ParquetReadOptions::default()).await.expect("a table");
        }
        let batches = context.sql(sql).await.expect("a query").collect().await.expect("an answer");
        let row = |b: &datafusion::arrow::array::RecordBatch, r: usize| {
            b.columns().iter().map(|c| array_value_to_string(c, r).expect("a cell")).collect::<Vec<_>>().join("|")
        };
        batches.iter().flat_map(|b| (0..b.num_rows()).map(|r| row(b, r)).collect::<Vec<_>>()).collect()
    })
}

#[test]
fn all_claims_about_one_name() {
    let folder = std::env::temp_dir().join(format!("tertium-queries-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let to = folder.join("claims.parquet");
    let story = root().join("corpus/hiring");
    tertium(&["claims", "--isolated", "--format", "parquet", "--output", to.to_str().expect("a path"), story.to_str().expect("a path")]);
    let rows = ask(&[("claims", &to)], &query("name"));
    assert!(rows.iter().any(|r| r.ends_with("|2025-07-10|count|200000|GPU|200.000 Grafikkarten")), "{rows:#?}");
    let _ = std::fs::remove_dir_all(folder);
}

#[test]
fn who_was_first_and_who_rounds() {
    let folder = std::env::temp_dir().join(format!("tertium-queries-f-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let report = |outlet: &str, date: &str, text: &str| format!("{{\"id\":\"{outlet}/1\",\"story\":\"s\",\"lang\":\"en\",\"date\":\"{date}\",\"text\":\"{text}\"}}\n");
    let archive = folder.join("archive.jsonl");
    let records = report("slow", "2024-05-06", "The port of Genoa handled 46,213 containers in April.")
        + &report("quick", "2024-05-04", "The port of Genoa handled about 46,000 containers in April.")
        + &report("late", "2024-05-09", "The port of Genoa handled 46,213 containers in April.");
    std::fs::write(&archive, records).expect("a file");
    let to = folder.join("findings.parquet");
    let (from, out) = (archive.to_str().expect("a path"), to.to_str().expect("a path"));
    tertium(&["corpus", "--isolated", from, "--format", "parquet", "--output", out, "--verdict", "agree,rounded,qualifier,tension,contradiction"]);
    let first = ask(&[("findings", &to)], &query("first"));
    assert!(first.iter().any(|r| r.starts_with("s|") && r.ends_with("|quick/1|2024-05-04|~46000")), "{first:#?}");
    assert_eq!(ask(&[("findings", &to)], &query("round")), ["quick|1"]);
    let _ = std::fs::remove_dir_all(folder);
}
