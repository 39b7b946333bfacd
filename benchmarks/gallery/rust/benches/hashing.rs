// SPDX-License-Identifier: MIT
use criterion::{black_box, criterion_group, criterion_main, BenchmarkId, Criterion, Throughput};

fn hashing(c: &mut Criterion) {
    let mut group = c.benchmark_group("hash");
    for size in [16usize, 256, 4096] {
        let bytes = vec![7u8; size];
        group.throughput(Throughput::Bytes(size as u64));
        group.bench_with_input(BenchmarkId::new("fnv", size), &bytes, |b, bytes| {
            b.iter(|| gallery::fnv(black_box(bytes)))
        });
        group.bench_with_input(BenchmarkId::new("sip", size), &bytes, |b, bytes| {
            b.iter(|| gallery::sip(black_box(bytes)))
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(std::time::Duration::from_millis(300))
        .measurement_time(std::time::Duration::from_secs(1))
        .sample_size(30);
    targets = hashing
}
criterion_main!(benches);
