//! scratch
use std::path::PathBuf;
use tertium::*;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let bitext = args.iter().any(|a| a == "--bitext");
    let paths: Vec<PathBuf> = args[1..].iter().filter(|a| !a.starts_with("--") && *a != "json").map(PathBuf::from).collect();
    let mut answer = model::Answer { schema: 1, ..Default::default() };
    if bitext {
        for p in &paths {
            let text = std::fs::read_to_string(p).unwrap();
            let b = tertium::bitext::tsv::read(&p.to_string_lossy(), &text).unwrap();
            for (ci, col) in b.columns.iter().enumerate() {
                let pack = pack::find(col).unwrap();
                let mut n = 0;
                for row in &b.rows {
                    let cell = &row.cells[ci];
                    let read = claim::read_cell(&cell.text, pack);
                    for (s, claims) in read {
                        let rep = claim::Report { path: String::new(), lang: pack.tag_static(), column: None, date: None, sentences: vec![s], claims: claims.clone(), source: String::new() };
                        for c in claims {
                            let mut c = c; c.sentence = 0;
                            answer.claims.push(model::claim_record(n, ci, &rep, &c, Some(&row.id)));
                            n += 1;
                        }
                    }
                }
                answer.reports.push(model::ReportRecord { id: format!("r{ci}"), path: p.display().to_string(), lang: col.clone(), column: Some(col.clone()), date: None });
            }
        }
    } else {
        let found = input::find(&paths);
        let mut n = 0;
        for s in found.stories {
            for (i, f) in s.files.iter().enumerate() {
                let src = input::read(f).unwrap();
                let r = claim::read_report(&src, None);
                answer.reports.push(model::report_record(i, &r));
                for c in &r.claims { answer.claims.push(model::claim_record(n, i, &r, c, None)); n += 1; }
            }
        }
    }
    println!("{}", serde_json::to_string(&answer).unwrap());
}
