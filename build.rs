//! Compiles the packs: reads `packs/`, refuses what the schema does not know, writes one table a language.

#[allow(dead_code)]
#[path = "src/pack"]
mod pack {
    pub mod fold;
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
            write("common.bin", &postcard::to_stdvec(&common).expect("encode"));
            let mut list = String::from("&[\n");
            for p in &packs {
                let tag = &p.table.tag;
                let table = postcard::to_stdvec(&p.table).expect("encode");
                list += &format!("Raw {{ tag: {tag:?}, script: {:?}", p.table.script);
                for (part, bytes) in [("table", &table), ("fold", &p.fold), ("rules", &p.rules), ("surfaces", &p.surfaces), ("readings", &p.readings)]
                {
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
