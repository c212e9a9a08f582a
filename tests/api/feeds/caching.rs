//! Who has a feed already hears so, and a feed changes with what is in it alone.

use serde_json::json;

use super::{get, get_with, world};
use crate::mutations::{done, editor, seen};
use crate::support::bbs;

#[tokio::test]
async fn who_has_a_feed_is_told_that_it_still_holds() {
    for path in
        ["/events.ics?country=RO", "/events.atom", "/events.json?limit=3", "/projects.jsonld", "/views/bbs-events.ics"]
    {
        let first = get(bbs(), path).await;
        let tag = first.header("etag");
        assert!(tag.starts_with("W/\""), "{path}");
        assert_eq!(first.header("cache-control"), "public, max-age=30, stale-while-revalidate=600");
        assert_eq!(first.header("last-modified"), "Sun, 22 Nov 2026 12:00:00 GMT");
        let vary = first.headers.get_all("vary").iter().filter_map(|it| it.to_str().ok());
        assert_eq!(vary.collect::<Vec<_>>().join(", "), "authorization, directory-state, accept-encoding");
        let since = "Sun, 22 Nov 2026 12:00:00 GMT";
        for known in [("if-none-match", tag), ("if-modified-since", since)] {
            let again = get_with(bbs(), path, &[known]).await;
            assert_eq!((again.status.as_u16(), again.text.as_str()), (304, ""), "{path} {known:?}");
            assert_eq!(again.header("etag"), tag);
        }
        let other = [("if-none-match", "\"other\""), ("if-modified-since", since)];
        assert_eq!(get_with(bbs(), path, &other).await.status, 200, "a tag is more exact than a time");
        let earlier = [("if-modified-since", "Sun, 22 Nov 2026 11:59:59 GMT")];
        assert_eq!(get_with(bbs(), path, &earlier).await.text, first.text);

        let head = bbs().client().head(bbs().url(path)).send().await.expect("an answer");
        assert_eq!((head.status().as_u16(), head.headers()["etag"].to_str().ok()), (200, Some(tag)));
        assert_eq!(head.text().await.expect("text"), "");
    }
}

#[tokio::test]
async fn the_same_rows_are_the_same_bytes() {
    let server = world(&[json!({}), json!({ "city": null, "country": null })]).start();
    let paths = ["/events.ics?city=nis", "/events.atom?city=nis", "/events.json?city=nis", "/events.jsonld?city=nis"];
    let mut before = Vec::new();
    for path in paths {
        before.push(get(&server, path).await);
    }
    let editor = editor(&server).await;
    for (slug, same) in [("event-1", true), ("event-0", false)] {
        let (id, _) = seen(&server, "event", slug).await;
        let input = json!({ "id": id, "expectedVersion": null, "patch": { "description": "News." } });
        done(&editor, "updateEvent", input, "slug").await;
        for (path, before) in paths.iter().zip(&before) {
            let after = get(&server, path).await;
            assert_eq!(after.text == before.text, same, "{path} after {slug}");
            assert_ne!(after.header("etag"), before.header("etag"));
        }
    }
}

#[tokio::test]
async fn no_cache_keeps_what_somebody_with_a_token_is_told() {
    let server = world(&[json!({})]).start();
    let editor = editor(&server).await;
    let response = editor.sends(server.client().get(server.url("/events.ics"))).send().await.expect("an answer");
    assert_eq!(response.headers()["cache-control"], "private, no-store");
    assert!(!response.headers().contains_key("etag"));
    let request = server.client().get(server.url("/events.ics")).bearer_auth("cd_none");
    let response = request.send().await.expect("an answer");
    assert_eq!(response.status(), 401);
    assert!(response.headers().contains_key("www-authenticate"));
    assert!(response.text().await.expect("text").starts_with("`Authorization` must be `Bearer`"));
}
