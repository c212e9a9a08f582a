//! A person who is erased is forgotten by what waits, too.

use cluster_directory::viewer::Role;
use serde_json::{Value, json};

use super::{directory, editor, mutate, seen, wrong};

#[tokio::test]
async fn what_proposals_say_of_a_person_goes_with_the_person() {
    let server = directory();
    let (author, editor) = (server.contributor("nis-cluster").await, editor(&server).await);
    let admin = server.actor(Role::Admin).await;
    let person = json!({ "slug": "milena-stosic", "name": "Milena Stošić" });
    let id = mutate(&editor, "createPerson", person).await["record"]["id"].take();
    let update = json!({
        "id": id, "expectedVersion": null, "patch": { "name": "Milena Petrović" }, "comment": "Milena Stošić married.",
    });
    mutate(&author, "updatePerson", update).await;
    mutate(&author, "createName", json!({ "record": id, "text": "Lena P.", "kind": "VARIANT" })).await;
    let (congress, _) = seen(&server, "event", "congress").await;
    let speech = json!({
        "id": congress, "expectedVersion": null, "patch": { "description": "Milena Stošić spoke of clouds." },
    });
    mutate(&author, "updateEvent", speech).await;
    let speaker = json!({ "role": "SPEAKER", "event": { "slug": "congress" }, "person": { "slug": "milena-stosic" } });
    mutate(&author, "createParticipation", speaker).await;
    let reason = json!({ "id": "p3", "reason": "Milena Stošić did not." });
    mutate(&editor, "rejectProposal", reason).await;

    mutate(&admin, "erasePerson", json!({ "id": id })).await;

    let query = "{ proposals { nodes { comment reason steps } } }";
    let proposals = editor.ask(query).await["proposals"]["nodes"].take();
    for gone in ["Milena", "Lena", "Petrovi", "milena-stosic"] {
        assert!(!proposals.to_string().contains(gone), "{gone} in {proposals:#}");
    }
    assert_eq!(proposals[0]["comment"], "Erased person married.");
    let steps: Value = serde_json::from_str(proposals[2]["steps"].as_str().expect("a text")).expect("JSON");
    assert_eq!(steps[0]["update"]["patch"]["description"], "Erased person spoke of clouds.");
    // Whoever decides hears that a name is missing; that somebody spoke can still be said.
    let name = mutate(&editor, "approveProposal", json!({ "id": "p2" })).await;
    assert!(wrong(&name).contains(&"InvalidValue input.id".to_owned()), "{name:#}");
    let speaker = mutate(&editor, "approveProposal", json!({ "id": "p4" })).await;
    assert_eq!(speaker["userErrors"], json!([]));
}
