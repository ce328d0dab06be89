//! Compiles the packs: reads `packs/`, refuses what the schema does not know, writes one table a language.

#[allow(dead_code)]
#[path = "src/pack"]
mod pack {
    pub mod bytes;
    pub mod fold;
    pub mod glance;
    pub mod lazy;
    pub mod lexeme;
    pub mod rules;
    pub mod source;
    pub mod surface;
    pub mod table;
    pub mod trie;
}

use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=packs");
    println!("cargo::rerun-if-changed=src/pack");
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let out = Path::new(&out);
    match pack::source::compile(Path::new("packs"), |rule| postcard::to_stdvec(rule).expect("encode")) {
        Ok((common, packs)) => {
            let write = |name: &str, bytes: &[u8]| fs::write(out.join(name), bytes).expect("write to OUT_DIR");
            write("common.bin", &common_bytes(&common));
            let mut list = String::from("&[\n");
            for p in &packs {
                let tag = &p.table.tag;
                let table = postcard::to_stdvec(&p.table).expect("encode");
                let mut lexemes = Vec::new();
                pack::lazy::build(&mut lexemes, p.lexemes.iter().map(|l| postcard::to_stdvec(l).expect("encode")));
                list += &format!("Raw {{ tag: {tag:?}, script: {:?}", p.table.script);
                let parts = [
                    ("table", &table),
                    ("fold", &p.fold),
                    ("rules", &p.rules),
                    ("surfaces", &p.surfaces),
                    ("lexemes", &lexemes),
                    ("readings", &p.readings),
                ];
                for (part, bytes) in parts {
                    write(&format!("{tag}.{part}"), bytes);
                    list += &format!(", {part}: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{tag}.{part}\"))");
                }
                list += " },\n";
            }
            list += "]\n";
            write("packs.rs", list.as_bytes());
        }
        Err(errors) => {
            for e in errors {
                println!("cargo::error={e}");
            }
            std::process::exit(1);
        }
    }
}

/// What belongs to no language: each list by itself, in the order in which the program takes them.
fn common_bytes(common: &pack::table::Gathered) -> Vec<u8> {
    fn list<T: serde::Serialize>(out: &mut Vec<u8>, items: &[T]) {
        pack::lazy::build(out, items.iter().map(|i| postcard::to_stdvec(i).expect("encode")));
    }
    let mut out = Vec::new();
    list(&mut out, &common.concepts);
    list(&mut out, &common.deeds);
    list(&mut out, &common.modifiers);
    list(&mut out, &common.names);
    list(&mut out, &common.units);
    pack::surface::put_section(&mut out, &postcard::to_stdvec(&common.detect).expect("encode"));
    pack::surface::put_section(&mut out, &postcard::to_stdvec(&common.strangers).expect("encode"));
    out
}
