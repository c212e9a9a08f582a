//! New records, with what belongs to them.

use serde_json::{Value, json};

use super::{done, editor, mutate, world};

#[tokio::test]
async fn an_event_comes_with_its_participations_topics_organizers_and_sources_in_one_call() {
    let server = world().start();
    let input = json!({
        "title": "KosICT 2027", "titleInOwnWords": false, "kind": "CONFERENCE", "status": "ANNOUNCED",
        "start": { "edtf": "2027-09" }, "startsAt": "2027-09-28T09:00:00Z", "goals": ["To meet"],
        "city": { "slug": "nis" }, "topics": [{ "slug": "health" }, { "slug": "cloud" }],
        "organizers": [{ "slug": "nis-cluster" }],
        "participations": [
            { "role": "SPEAKER", "person": { "slug": "ana" }, "organization": { "slug": "cluj-cluster" },
              "sources": [{ "slug": "page" }] },
            { "role": "ATTENDEE", "group": "students", "count": 30 },
        ],
        "names": { "text": "KosICT", "kind": "SHORT" },
        "sources": [{ "slug": "news" }],
        "comment": "As announced.",
    });
    let record = "slug version start { edtf earliest } startsAt goals city { name }
        topics { nodes { slug } } organizers { nodes { slug } } sources { nodes { slug } } names { nodes { text } }
        participations(orderBy: { id: ASC }) { nodes { role group count person { slug } sources { nodes { slug } } } }";
    let nodes = |nodes: Value| json!({ "nodes": nodes });
    assert_eq!(
        done(&editor(&server).await, "createEvent", input, record).await,
        json!({
            "slug": "kosict-2027", "version": 1, "start": { "edtf": "2027-09", "earliest": "2027-09-01" },
            "startsAt": "2027-09-28T09:00:00Z", "goals": ["To meet"], "city": { "name": "Niš" },
            "topics": nodes(json!([{ "slug": "cloud" }, { "slug": "health" }])),
            "organizers": nodes(json!([{ "slug": "nis-cluster" }])),
            "sources": nodes(json!([{ "slug": "news" }])),
            "names": nodes(json!([{ "text": "KosICT" }])),
            "participations": nodes(json!([
                { "role": "SPEAKER", "group": null, "count": null, "person": { "slug": "ana" },
                  "sources": nodes(json!([{ "slug": "page" }])) },
                { "role": "ATTENDEE", "group": "students", "count": 30, "person": null, "sources": nodes(json!([])) },
                { "role": "ORGANIZER", "group": null, "count": null, "person": null, "sources": nodes(json!([])) },
            ])),
        })
    );
    // The log has an entry for each of the seven records and claims, all of one group.
    let log = "{ changes(last: 7) { nodes { group number operation comment } } }";
    let log = editor(&server).await.ask(log).await["changes"]["nodes"].take();
    assert!(log.as_array().expect("changes").iter().all(|change| {
        change["group"] == log[0]["number"] && change["operation"] == "CREATE" && change["comment"] == "As announced."
    }));
    // Whoever asks next finds it, in a search too.
    let found = server.ask("{ search(text: \"kosict\") { nodes { record { slug } } } }").await;
    assert_eq!(found["search"]["nodes"], json!([{ "record": { "slug": "kosict-2027" } }]));
}

#[tokio::test]
async fn a_partnership_has_its_lead_and_a_claim_is_made_like_a_record() {
    let server = world().start();
    let editor = editor(&server).await;
    let input =
        json!({ "name": "GIVE", "kind": "EUROCLUSTER", "status": "RUNNING", "lead": { "slug": "nis-cluster" } });
    let lead = done(&editor, "createPartnership", input, "id lead { slug } partners { nodes { role } }").await;
    assert_eq!(lead["lead"]["slug"], "nis-cluster");
    assert_eq!(lead["partners"]["nodes"], json!([{ "role": "LEAD" }]));
    let input = json!({ "record": lead["id"], "article": { "slug": "news" }, "preferred": true });
    let claim = done(&editor, "createClaim", input, "__typename record { slug } article { slug }").await;
    assert_eq!(claim, json!({ "__typename": "Claim", "record": { "slug": "give" }, "article": { "slug": "news" } }));
}

#[tokio::test]
async fn a_dry_run_checks_everything_and_changes_nothing() {
    let server = world().start();
    let editor = editor(&server).await;
    let count = "{ events { totalCount } participations { totalCount } claims { totalCount } records { totalCount } }";
    let before = server.ask(count).await;
    let last = "{ changes { totalCount } }";
    let log = server.ask(last).await;
    let mut input = json!({
        "title": "Tried", "titleInOwnWords": false, "kind": "MEETING", "status": "HELD", "dryRun": true,
        "organizers": [{ "slug": "nis-cluster" }], "sources": [{ "slug": "news" }],
    });
    let query = "mutation ($input: CreateEventInput!) {
        createEvent(input: $input) { record { id } userErrors { message } changes { totalCount } } }";
    let tried = editor.ask_with(query, json!({ "input": input })).await["createEvent"].take();
    assert_eq!(tried, json!({ "record": null, "userErrors": [], "changes": { "totalCount": 0 } }));
    assert_eq!((server.ask(count).await, server.ask(last).await), (before, log));
    input["website"] = json!("nowhere");
    let payload = mutate(&editor, "createEvent", input, "id").await;
    assert_eq!(payload["userErrors"][0]["path"], json!(["input", "website"]));
}
