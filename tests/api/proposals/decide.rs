//! Somebody decides.

use serde_json::{Value, json};

use super::{description, directory, editor, mutate, propose, seen, visible, wrong};

#[tokio::test]
async fn what_is_approved_is_done_and_the_log_says_who_did_it_for_whom() {
    let server = directory();
    let (author, editor) = (server.contributor("nis-cluster").await, editor(&server).await);
    propose(&author, &server, "A large congress.").await;
    // Compared with the present first.
    let compared = mutate(&editor, "approveProposal", json!({ "id": "p1", "dryRun": true })).await;
    assert_eq!((&compared["record"], &compared["proposal"]["status"]), (&Value::Null, &json!("OPEN")));
    let (id, _) = seen(&server, "event", "congress").await;
    let difference = json!({ "part": "description", "before": "A congress.", "after": "A large congress." });
    assert_eq!(
        compared["preview"],
        json!([{
            "operation": "UPDATE", "type": "EVENT", "slug": "congress", "id": id, "isClaim": false, "cause": null,
            "differences": [difference],
        }])
    );
    assert_eq!(description(&server).await, "A congress.");

    let approved = mutate(&editor, "approveProposal", json!({ "id": "p1", "comment": "Seen." })).await;
    assert_eq!((&approved["record"]["slug"], &approved["preview"]), (&json!("congress"), &json!([])));
    let proposal = &approved["proposal"];
    assert_eq!((&proposal["status"], &proposal["decidedBy"]), (&json!("APPROVED"), &json!("editor")));
    assert_eq!(description(&server).await, "A large congress.");
    let query = "{ changes(last: 1) { nodes { group actor comment differences { part before after } } } }";
    assert_eq!(
        editor.ask(query).await["changes"]["nodes"][0],
        json!({
            "group": proposal["group"], "actor": "editor", "differences": [difference],
            "comment": "Proposal p1 by contributor. It was so. Seen.",
        })
    );
    // It is decided.
    for name in ["approveProposal", "editProposal"] {
        assert_eq!(wrong(&mutate(&editor, name, json!({ "id": "p1" })).await), ["AlreadyDecided input.id"], "{name}");
    }
    let rejected = mutate(&editor, "rejectProposal", json!({ "id": "p1", "reason": "No." })).await;
    assert_eq!(wrong(&rejected), ["AlreadyDecided input.id"]);
}

#[tokio::test]
async fn a_proposal_is_rejected_with_a_reason_or_withdrawn_by_its_author() {
    let server = directory();
    let (author, editor) = (server.contributor("nis-cluster").await, editor(&server).await);
    for text in ["One.", "Two."] {
        propose(&author, &server, text).await;
    }
    let rejected = mutate(&editor, "rejectProposal", json!({ "id": "p1", "reason": "\u{7}" })).await;
    assert_eq!(wrong(&rejected), ["InvalidValue input.reason"]);
    let rejected = mutate(&editor, "rejectProposal", json!({ "id": "p1", "reason": "No source says so." })).await;
    assert_eq!(rejected["userErrors"], json!([]));
    // Its author learns why.
    let query = "{ proposal(id: \"p1\") { status reason decidedBy decidedAt group } }";
    assert_eq!(
        author.ask(query).await["proposal"],
        json!({
            "status": "REJECTED", "reason": "No source says so.", "decidedBy": "editor",
            "decidedAt": "2026-11-22T12:00:00Z", "group": null,
        })
    );
    let withdrawn = mutate(&editor, "withdrawProposal", json!({ "id": "p2" })).await;
    assert_eq!(wrong(&withdrawn), ["NotAllowed input.id"]);
    let withdrawn = mutate(&author, "withdrawProposal", json!({ "id": "p2" })).await;
    assert_eq!((&withdrawn["proposal"]["status"], &withdrawn["userErrors"]), (&json!("WITHDRAWN"), &json!([])));
    assert_eq!(description(&server).await, "A congress.");
    assert_eq!(visible(&editor, "(status: [OPEN])").await, Vec::<String>::new());
    assert_eq!(visible(&editor, "").await, ["p1", "p2"]);
}

#[tokio::test]
async fn a_whole_event_a_merge_and_an_undo_can_be_proposed() {
    let server = directory();
    let (author, editor) = (server.contributor("nis-cluster").await, editor(&server).await);
    let event = json!({
        "title": "Fair", "titleInOwnWords": false, "kind": "CONFERENCE", "status": "ANNOUNCED",
        "organizers": [{ "slug": "cluj-cluster" }], "topics": [{ "slug": "cloud" }], "sources": [{ "slug": "news" }],
    });
    mutate(&author, "createEvent", event).await;
    let (from, _) = seen(&server, "topic", "health").await;
    let (into, _) = seen(&server, "topic", "cloud").await;
    mutate(&author, "mergeRecords", json!({ "from": from, "into": into })).await;
    for id in ["p1", "p2"] {
        let approved = mutate(&editor, "approveProposal", json!({ "id": id })).await;
        assert_eq!((&approved["userErrors"], &approved["proposal"]["status"]), (&json!([]), &json!("APPROVED")));
    }
    let query = "{ event(by: { slug: \"fair\" }) { organizers { nodes { slug } } topics { nodes { slug } }
        sources { nodes { slug } } } topic(by: { slug: \"health\" }) { slug } }";
    let slugs = |slug: &str| json!({ "nodes": [{ "slug": slug }] });
    assert_eq!(
        server.ask(query).await,
        json!({
            "event": { "organizers": slugs("cluj-cluster"), "topics": slugs("cloud"), "sources": slugs("news") },
            "topic": { "slug": "cloud" },
        })
    );
    let group = editor.ask("{ proposal(id: \"p2\") { group } }").await["proposal"]["group"].take();
    mutate(&author, "undoChanges", json!({ "group": group })).await;
    mutate(&editor, "approveProposal", json!({ "id": "p3" })).await;
    let topic = server.ask("{ topic(by: { slug: \"health\" }) { slug } }").await;
    assert_eq!(topic["topic"]["slug"], "health");
}
