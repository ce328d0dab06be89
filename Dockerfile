# docker build -t tertium .
# docker run --rm -v "$PWD:/work" tertium check stories
FROM rust:1.90-slim-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked --bin tertium

FROM debian:bookworm-slim
# git is for --since only.
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*
RUN git config --system --add safe.directory '*'
COPY --from=build /src/target/release/tertium /usr/local/bin/tertium
WORKDIR /work
USER nobody
ENTRYPOINT ["tertium"]
CMD ["--help"]
