//! What somebody named and keeps, as feeds.

use serde_json::json;

use super::get;
use crate::support::bbs;

#[tokio::test]
async fn a_view_is_its_listing_under_a_name() {
    let view = get(bbs(), "/views/bbs-events.json").await;
    assert_eq!(view.ids(), get(bbs(), "/events.json?network=bbs-ict-network").await.ids());
    let json = view.json();
    assert_eq!(json["title"], "Events of the BBS ICT Clusters Network");
    assert_eq!(json["description"], "What the network held and holds, the next and newest first.");
    assert_eq!(json["feed_url"], "https://directory.test/views/bbs-events.json");
    let calendar = get(bbs(), "/views/bbs-events.ics").await;
    assert!(calendar.text.contains("NAME:Events of the BBS ICT Clusters Network\r\n"));
}

#[tokio::test]
async fn parameters_narrow_a_view() {
    let narrow = get(bbs(), "/views/bbs-events.json?country=RO").await;
    assert_eq!(narrow.ids(), get(bbs(), "/events.json?network=bbs-ict-network&country=RO").await.ids());
    assert_eq!(narrow.json()["title"], json!("Events of the BBS ICT Clusters Network (country RO)"));
}

#[tokio::test]
async fn what_is_no_view_or_no_calendar_is_not_found() {
    for (path, sentence) in [
        ("/views/nothing.ics", "There is no view `nothing`."),
        ("/views/bbs-clusters.ics", "A list of organizations is no calendar. Take .atom, .json or .jsonld."),
        ("/views/bbs-events.rss", "There is nothing here. / says what there is."),
    ] {
        let said = get(bbs(), path).await;
        assert_eq!((said.status.as_u16(), said.text.trim_end()), (404, sentence), "{path}");
    }
}
