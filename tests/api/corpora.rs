//! What the fuzzer found worth keeping: what must hold for any bytes holds for these.

#[path = "../../fuzz/src/lib.rs"]
mod fuzz;

use std::fs;
use std::path::Path;

type Target = (&'static str, fn(&[u8]));

#[test]
fn what_must_hold_for_any_bytes_holds_for_those_that_are_kept() {
    let targets: [Target; 6] = [
        ("cursor", fuzz::cursor),
        ("document", fuzz::document),
        ("edtf", fuzz::edtf),
        ("filter", fuzz::filter),
        ("id", fuzz::id),
        ("search", fuzz::search),
    ];
    for (name, holds) in targets {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
        let files = fs::read_dir(&folder).expect("its corpus");
        let kept = files.map(|file| fs::read(file.expect("a file").path()).expect("its bytes"));
        assert!(kept.inspect(|bytes| holds(bytes)).count() > 0, "{name}");
    }
}
