//! What the answers look like: the same from either database.

use std::sync::LazyLock;

use crate::template::Template;

pub static Q1: LazyLock<Template> = LazyLock::new(|| {
    Template::new(
        r#"{"data":{"organization":{"slug":$,"name":$,"kind":$,"website":$,"description":$,"founded":("edtf":$,"earliest":$,"latest":$),"country":("code":$,"name":$),"city":("name":$)}}}"#,
    )
});
pub static Q2_EVENT: LazyLock<Template> = LazyLock::new(|| {
    Template::new(
        r#"{"slug":$,"title":$,"status":$,"start":("edtf":$,"earliest":$,"latest":$),"city":("name":$),"country":("code":$,"name":$),"organizers":"#,
    )
});
pub static Q3: LazyLock<Template> =
    LazyLock::new(|| Template::new(r#"{"data":{"partnership":{"slug":$,"name":$,"status":$,"partners":"#));
pub static Q3_PARTNER: LazyLock<Template> = LazyLock::new(|| {
    Template::new(r#"{"role":$,"organization":{"slug":$,"name":$,"country":("code":$,"name":$),"events":"#)
});
pub static Q3_EVENT: LazyLock<Template> =
    LazyLock::new(|| Template::new(r#"{"slug":$,"title":$,"start":("edtf":$,"earliest":$,"latest":$)}"#));
pub static Q4_CLUSTER: LazyLock<Template> = LazyLock::new(|| Template::new(r#"{"slug":$,"name":$,"networks":"#));
pub static Q4_NETWORK: LazyLock<Template> = LazyLock::new(|| Template::new(r#"{"slug":$,"name":$,"members":"#));
pub static Q4_MEMBER: LazyLock<Template> =
    LazyLock::new(|| Template::new(r#"{"member":{"slug":$,"name":$,"country":("code":$,"name":$)}}"#));
pub static Q5_EVENT: LazyLock<Template> = LazyLock::new(|| {
    Template::new(r#"{"slug":$,"title":$,"start":("edtf":$,"earliest":$,"latest":$),"city":("name":$)}"#)
});
pub static Q6_EVENT: LazyLock<Template> = LazyLock::new(|| {
    Template::new(
        r#"{"slug":$,"title":$,"start":("edtf":$,"earliest":$,"latest":$),"city":("name":$,"country":("code":$))}"#,
    )
});
pub static NAMED: LazyLock<Template> = LazyLock::new(|| Template::new(r#"{"slug":$,"name":$}"#));
