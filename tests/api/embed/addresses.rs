//! Addresses: of the script, of the frame, and of what finds it.

use reqwest::Response;
use serde_json::{Value, json};

use super::coming;
use crate::support::{Server, bbs};

async fn get(server: &Server, path: &str) -> Response {
    server.client().get(server.url(path)).send().await.expect("an answer")
}

fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[tokio::test]
async fn the_script_may_be_loaded_by_any_site_and_is_sent_once() {
    let response = get(bbs(), "/embed.js").await;
    assert_eq!(header(&response, "content-type"), "text/javascript; charset=utf-8");
    assert_eq!(header(&response, "cross-origin-resource-policy"), "cross-origin");
    assert_eq!(header(&response, "access-control-allow-origin"), "*");
    assert_eq!(header(&response, "cache-control"), "public, max-age=300, stale-while-revalidate=86400");
    let tag = header(&response, "etag").to_owned();
    let again =
        bbs().client().get(bbs().url("/embed.js")).header("if-none-match", &tag).send().await.expect("an answer");
    assert_eq!((again.status().as_u16(), header(&again, "etag")), (304, tag.as_str()));
}

#[tokio::test]
async fn only_the_page_for_frames_may_be_framed() {
    let frame = get(bbs(), "/embed/listing?country=RS").await;
    assert_eq!(frame.headers().get("x-frame-options"), None);
    assert!(header(&frame, "content-security-policy").contains("frame-ancestors *;"));
    for path in ["/embed", "/embed.js", "/graphiql", "/events.json"] {
        let other = get(bbs(), path).await;
        assert_eq!(header(&other, "x-frame-options"), "DENY", "{path}");
        assert!(header(&other, "content-security-policy").contains("frame-ancestors 'none'"), "{path}");
    }
}

#[tokio::test]
async fn the_page_for_frames_names_what_it_does_not_know() {
    for (query, sentence) in [
        ("colour=red", "There is no parameter `colour` here."),
        ("layout=tree", "The parameter `layout` takes list, cards, month."),
        ("lang=%3Cb%3E", "The parameter `lang` takes a language such as `sr-Latn`."),
        ("limit=0", "The parameter `limit` is `0`"),
        ("country=RS&country=MK", "The parameter `country` is there twice"),
    ] {
        let response = get(bbs(), &format!("/embed/listing?{query}")).await;
        assert_eq!(response.status(), 400, "{query}");
        let said = response.text().await.expect("text");
        assert!(said.starts_with(sentence), "{query}: {said}");
    }
}

#[tokio::test]
async fn a_program_that_has_a_listings_address_finds_its_frame() {
    let server = coming();
    let page = get(&server, "/embed/listing?view=what-comes&layout=cards").await.text().await.expect("text");
    assert!(
        page.contains("Cancelled: <a href=\"https://directory.test/events/matchmaking\">Black Sea Matchmaking</a>")
    );
    let found = page.split("application/json+oembed\" href=\"https://directory.test").nth(1).expect("a link");
    let found = found.split('"').next().expect("its end").replace("&amp;", "&");
    let answer = get(&server, &format!("{found}&maxwidth=500&maxheight=9000")).await;
    assert_eq!((answer.status().as_u16(), header(&answer, "content-type")), (200, "application/json"));
    let answer: Value = serde_json::from_str(&answer.text().await.expect("text")).expect("JSON");
    let frame = "<iframe src=\"https://directory.test/embed/listing?layout=cards&amp;view=what-comes\" \
        title=\"What comes\" width=\"500\" height=\"600\" loading=\"lazy\" style=\"border: 0; max-width: 100%\"></iframe>";
    assert_eq!(
        answer,
        json!({
            "version": "1.0", "type": "rich", "title": "What comes", "provider_name": "Cluster Directory",
            "provider_url": "https://directory.test", "cache_age": 86400, "width": 500, "height": 600, "html": frame,
        })
    );
}

#[tokio::test]
async fn every_form_of_a_listing_leads_to_its_frame_and_nothing_else_does() {
    let ask = async |url: &str, more: &str| get(bbs(), &format!("/oembed?url={url}{more}")).await.status().as_u16();
    for path in ["/embed?country=RS", "/embed/listing", "/events.ics?country%3DRS", "/views/bbs-events.atom"] {
        assert_eq!(ask(&format!("https://directory.test{path}"), "&format=json").await, 200, "{path}");
    }
    for url in [
        "https://elsewhere.test/embed/listing",
        "https://directory.test.elsewhere.test/embed/listing",
        "https://directory.test/graphiql",
        "https://directory.test/views/none.ics",
        "https://directory.test/embed/listing?colour%3Dred",
    ] {
        assert_eq!(ask(url, "").await, 404, "{url}");
    }
    assert_eq!(ask("https://directory.test/embed", "&format=xml").await, 501);
    assert_eq!(ask("https://directory.test/embed", "&maxwidth=wide").await, 400);
    assert_eq!(get(bbs(), "/oembed").await.status().as_u16(), 400);
}

#[tokio::test]
async fn whoever_wants_to_know_more_goes_on_from_the_query_of_a_listing() {
    let server = coming();
    for address in
        ["/embed/query?view=what-comes&country=RS,BG", "/embed/query?upcoming=true&country=bg,rs&layout=month"]
    {
        let request = get(&server, address).await.text().await.expect("text");
        let request: Value = serde_json::from_str(&request).expect("JSON");
        let query = request["query"].as_str().expect("a document");
        let answer = server.ask_with(query, request["variables"].clone()).await;
        let events = answer["events"]["nodes"].as_array().expect("events").iter();
        let titles: Vec<&str> = events.filter_map(|event| event["title"].as_str()).collect();
        assert_eq!(titles, ["Cluster managers’ breakfast", "Black Sea Matchmaking"], "{address}");
    }
    for address in ["/embed/query?view=none", "/embed/query?colour=red", "/embed/query?city=none"] {
        assert!(get(&server, address).await.status().is_client_error(), "{address}");
    }
}
