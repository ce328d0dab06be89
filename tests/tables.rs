//! Tables of claims and findings: what holds without the crate that writes them. `tests/parquet.rs` has the rest.

use std::fmt::Write;
use tertium::report::tables::{CLAIM, FINDING};

#[test]
fn the_documentation_has_the_columns() {
    let docs = std::fs::read_to_string("docs/parquet.md").expect("the documentation");
    for columns in [CLAIM, FINDING] {
        let mut table = String::from("| column | type | what it holds |\n|---|---|---|\n");
        for (name, shape, what) in columns {
            let _ = writeln!(table, "| `{name}` | {} | {what} |", shape.name());
        }
        assert!(docs.contains(&(table.clone() + "\n")), "docs/parquet.md lacks:\n{table}");
    }
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_build_without_tables_says_how_to_get_them() {
    #[path = "common/temp.rs"]
    mod temp;
    let t = temp::Temp::new("no-tables");
    t.write("a.en.txt", "The firm hired 131 people.");
    t.write("a.jsonl", "{\"id\":1,\"text\":\"The firm hired 131 people.\"}\n");
    t.write("a.parquet", "PAR1");
    let get = "get it by `cargo install --path . --features parquet`, or take `jsonl`";
    let read = "get one that does by `cargo install --path . --features parquet`, or give JSON Lines";
    for (args, said) in [
        (["claims", "a.en.txt", "--format", "parquet"].as_slice(), format!("--format: `parquet` is not in this build; {get}")),
        (&["corpus", "a.jsonl", "--format", "parquet"], format!("--format: `parquet` is not in this build; {get}")),
        (&["corpus", "a.parquet"], format!("a.parquet: this is a Parquet table, which this build does not read; {read}")),
        (&["check", "a.en.txt", "--format", "parquet"], "--format: `parquet` is for `claims`, and for the findings of `corpus`".to_owned()),
    ] {
        let o = std::process::Command::new(env!("CARGO_BIN_EXE_tertium"))
            .current_dir(&t.0)
            .args(args)
            .arg("--isolated")
            .output()
            .expect("the program runs");
        let stderr = String::from_utf8_lossy(&o.stderr).into_owned();
        assert_eq!((o.status.code(), stderr.lines().next()), (Some(2), Some(format!("tertium: error: {said}").as_str())));
        assert!(o.stdout.is_empty());
    }
}
