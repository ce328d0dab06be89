//! Parquet as output: claims as they come, and findings made of the lines of an archive. A build without the feature
//! `parquet` refuses both, and says how to get it.

use crate::cli::ClaimsArgs;
use crate::output::Target;
use crate::session::{Session, Status};
use tertium::report::{Reporter, tables};

/// Whether this format is a table.
pub fn is(format: &dyn Reporter) -> bool {
    format.name() == tables::Parquet.name()
}

pub use inner::{Findings, can_be, claims};

#[cfg(not(feature = "parquet"))]
mod inner {
    use super::*;

    /// Whether tables can be written.
    pub fn can_be() -> anyhow::Result<()> {
        Err(refused())
    }

    fn refused() -> anyhow::Error {
        anyhow::anyhow!("--format: `parquet` is not in this build; get it by `cargo install --path . --features parquet`, or take `jsonl`")
    }

    /// Refuses.
    pub fn claims(_: Session, _: &ClaimsArgs) -> anyhow::Result<Status> {
        Err(refused())
    }

    /// There are none.
    pub enum Findings {}

    impl Findings {
        /// Refuses.
        pub fn begin(_: Target) -> anyhow::Result<Findings> {
            Err(refused())
        }

        /// Takes in lines.
        pub fn lines(&mut self, _: &str) -> anyhow::Result<bool> {
            match *self {}
        }

        /// Writes what is left.
        pub fn finish(self) -> anyhow::Result<()> {
            match self {}
        }
    }
}

#[cfg(feature = "parquet")]
mod inner {
    use super::*;
    use std::io::{self, Write};

    /// Whether tables can be written.
    pub fn can_be() -> anyhow::Result<()> {
        Ok(())
    }

    /// Claims, written as they come.
    pub fn claims(mut run: Session, a: &ClaimsArgs) -> anyhow::Result<Status> {
        let mut table = tables::Claims::new(Bytes(Target::open(a.output.output.as_deref())?))?;
        crate::each(&mut run, &a.paths, a.bitext, false, |answer| {
            table.add(&answer)?;
            Ok(table.to().is_read())
        })?;
        table.finish()?.0.commit()?;
        run.finish()
    }

    /// Findings.
    pub struct Findings(tables::Findings<Bytes>);

    impl Findings {
        /// Begins a table.
        pub fn begin(to: Target) -> anyhow::Result<Findings> {
            Ok(Findings(tables::Findings::new(Bytes(to))?))
        }

        /// Takes in lines; tells whether anybody still reads.
        pub fn lines(&mut self, text: &str) -> anyhow::Result<bool> {
            text.lines().try_for_each(|l| self.0.line(l))?;
            Ok(self.0.to().is_read())
        }

        /// Writes what is left, and puts a file into its place.
        pub fn finish(self) -> anyhow::Result<()> {
            self.0.finish()?.0.commit()
        }
    }

    /// A target for what writes bytes. When nobody reads any more, it takes what comes and lets it go.
    struct Bytes(Target);

    impl Bytes {
        fn is_read(&self) -> bool {
            !matches!(self.0, Target::Standard { closed: true })
        }
    }

    impl Write for Bytes {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.write(bytes).map(|_| bytes.len()).map_err(|e| io::Error::other(format!("{e:#}")))
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
}
