//! Chains between records: who is linked with whom, through what, and who says so.

mod naive;

use serde_json::{Value, json};

use crate::support::random::Random;
use crate::support::{World, bbs};
use naive::{Chain, KINDS, Links, Question};

const PATHS: &str =
    "query ($from: ID!, $to: ID!, $via: [LinkKind!], $avoid: [ID!], $asOf: AsOf, $maxSteps: Int, $first: Int) {
    paths(from: $from, to: $to, via: $via, avoid: $avoid, asOf: $asOf, maxSteps: $maxSteps, first: $first) {
        cost length steps { kind link { id sources { nodes { slug } } } record { id slug } }
    }
}";

/// The id of a record by the field that finds it.
async fn id(field: &str, slug: &str) -> Value {
    bbs().ask(&format!("{{ found: {field}(by: {{ slug: \"{slug}\" }}) {{ id }} }}")).await["found"]["id"].take()
}

/// The slugs along each chain of an answer, the beginning left out.
fn slugs(answer: &Value) -> Vec<Vec<&str>> {
    let paths = answer["paths"].as_array().expect("paths").iter();
    paths
        .map(|path| {
            let steps = path["steps"].as_array().expect("steps").iter();
            steps.map(|step| step["record"]["slug"].as_str().expect("a slug")).collect()
        })
        .collect()
}

#[tokio::test]
async fn two_events_and_a_person_are_between_two_people() {
    // Question 58.
    let (from, to) = (id("person", "milan-solaja").await, id("person", "oliver-gruen").await);
    let variables = json!({ "from": from, "to": to, "via": ["PARTICIPATION"] });
    let data = bbs().ask_with(PATHS, variables).await;
    let chain = ["ecc-2016", "stelian-brad", "bbs-joins-digital-sme-2016", "oliver-gruen"];
    assert_eq!(slugs(&data), [chain]);
    let says: Vec<_> = data["paths"][0]["steps"]
        .as_array()
        .expect("steps")
        .iter()
        .map(|step| &step["link"]["sources"]["nodes"][0]["slug"])
        .collect();
    assert_eq!(says, ["bbs-news-2016-12-04", "bbs-news-2016-12-04", "bbs-news-2016-03-23", "bbs-news-2016-03-23"]);
}

#[tokio::test]
async fn a_member_is_linked_with_the_alliance_through_the_network() {
    // Question 16. The network is dear, because so many belong to it, but it is the shortest way.
    let (from, to) = (id("organization", "maces").await, id("organization", "european-digital-sme-alliance").await);
    let data = bbs().ask_with(PATHS, json!({ "from": from, "to": to, "via": ["MEMBERSHIP"], "first": 1 })).await;
    assert_eq!(slugs(&data), [["bbs-ict-network", "european-digital-sme-alliance"]]);
    assert_eq!(data["paths"][0]["length"], 2);
    let network = id("organization", "bbs-ict-network").await;
    let data = bbs().ask_with(PATHS, json!({ "from": from, "to": to, "avoid": [network], "first": 1 })).await;
    assert_eq!(slugs(&data)[0].len(), 3, "{data:#}");
    assert!(!data.to_string().contains("bbs-ict-network"));
}

#[tokio::test]
async fn three_partners_of_give_belong_to_the_network() {
    // Question 66: the chains of two steps by partnership and membership, and what the membership rests on.
    let query = "query ($give: ID!, $network: ID!) {
        paths(from: $give, to: $network, via: [PARTNER, MEMBERSHIP], maxSteps: 2, first: 10) {
            steps { record { ... on Organization { name } } link { ... on Membership { basis } sources { nodes { slug } } } } }
        node(id: $give) { ... on Partnership { organizations { totalCount } } }
    }";
    let (give, network) = (id("partnership", "give").await, id("organization", "bbs-ict-network").await);
    let data = bbs().ask_with(query, json!({ "give": give, "network": network })).await;
    let chains = data["paths"].as_array().expect("paths").iter();
    let mut members: Vec<_> = chains
        .map(|path| (path["steps"][0]["record"]["name"].as_str(), path["steps"][1]["link"]["basis"].as_str()))
        .collect();
    members.sort_unstable();
    let [stated, implied] = ["STATED", "IMPLIED"].map(Some);
    let masit = Some("MASIT – ICT Chamber of Commerce");
    assert_eq!(members, [(Some("Cluj IT Cluster"), stated), (Some("ICT Cluster"), implied), (masit, implied)]);
    assert_eq!(data["node"]["organizations"]["totalCount"], 8, "the other five are not shown as members");
    for source in ["3b-give-project", "talkb2b-cluj-it", "bbs-news-2020-01-01-skopje-meeting"] {
        assert!(data["paths"].to_string().contains(source), "{source}");
    }
}

#[tokio::test]
async fn a_link_counts_on_the_days_on_which_it_held() {
    // MACES was admitted at the end of September 2016 (question 12).
    let (from, to) = (id("organization", "maces").await, id("organization", "bbs-ict-network").await);
    for (date, certainty, linked) in [
        ("2016-09-01", "CERTAIN", 0),
        ("2016-09-29", "CERTAIN", 0),
        ("2016-09-29", "POSSIBLE", 1),
        ("2016-10-01", "CERTAIN", 1),
    ] {
        let as_of = json!({ "date": date, "certainty": certainty });
        let variables = json!({ "from": from, "to": to, "via": ["MEMBERSHIP"], "asOf": as_of, "maxSteps": 1 });
        let data = bbs().ask_with(PATHS, variables).await;
        assert_eq!(slugs(&data).len(), linked, "{date} {certainty}");
    }
}

#[tokio::test]
async fn a_longer_way_through_few_comes_before_a_hub() {
    let mut world = World::new().with("organizations", json!({ "slug": "hub", "name": "Hub", "kind": "NETWORK" }));
    for n in 0..80 {
        let slug = format!("o{n}");
        let membership = json!({ "slug": format!("m{n}"), "kind": "MEMBER", "basis": "STATED", "member": slug, "organization": "hub" });
        world = world
            .with("organizations", json!({ "slug": slug, "name": slug, "kind": "CLUSTER" }))
            .with("memberships", membership);
    }
    for (event, parts) in [("e1", ["o1", "o2"]), ("e2", ["o2", "o3"])] {
        let parts = parts.map(|slug| json!({ "role": "ATTENDEE", "organization": slug }));
        let event = json!({ "slug": event, "title": event, "titleInOwnWords": false, "kind": "MEETING", "status": "HELD", "participations": parts });
        world = world.with("events", event);
    }
    let server = world.start();
    let data = server
        .ask("{ a: organization(by: { slug: \"o1\" }) { id } b: organization(by: { slug: \"o3\" }) { id } }")
        .await;
    let data = server.ask_with(PATHS, json!({ "from": data["a"]["id"], "to": data["b"]["id"] })).await;
    // The hub has 80 links: two steps and three for it make five.
    assert_eq!(slugs(&data), [vec!["e1", "o2", "e2", "o3"], vec!["hub", "o3"], vec!["hub", "o2", "e2", "o3"]]);
    let costs: Vec<_> = (0..3).map(|n| data["paths"][n]["cost"].as_u64()).collect();
    assert_eq!(costs, [Some(4), Some(5), Some(7)]);
}

#[tokio::test]
async fn what_makes_no_question_is_refused_in_a_sentence() {
    let (maces, brad) = (id("organization", "maces").await, id("person", "stelian-brad").await);
    for (changes, message) in [
        (json!({ "to": maces }), "`paths.to` is where the chain begins; it takes another id."),
        (json!({ "avoid": [brad] }), "`paths.to` is among those to avoid."),
        (json!({ "avoid": vec![&brad; 101] }), "`paths.avoid` has 101 ids; it takes 100 at most."),
        (json!({ "maxSteps": 7 }), "`paths.maxSteps` is 7; it takes 1 to 6."),
        (json!({ "maxSteps": 0 }), "`paths.maxSteps` is 0; it takes 1 to 6."),
        (json!({ "first": 11 }), "`paths.first` is 11; it takes 0 to 10."),
        (json!({ "first": -1 }), "`paths.first` is -1; it takes 0 to 10."),
        (
            json!({ "from": "r1' OR 1=1" }),
            "`paths.from` cannot be \"r1' OR 1=1\"; it takes an id as this server gives it, such as \"r42\".",
        ),
        (
            json!({ "avoid": ["r99999999999999999999"] }),
            "`paths.avoid[0]` cannot be \"r99999999999999999999\"; it takes an id as this server gives it, such as \"r42\".",
        ),
        (
            json!({ "asOf": { "date": "2016-02-30" } }),
            "`paths.asOf.date` cannot be \"2016-02-30\"; it takes a day such as \"2016-09-28\" (ISO 8601).",
        ),
        (
            json!({ "asOf": null, "via": ["FRIENDSHIP"] }),
            "`$via[0]` is \"FRIENDSHIP\"; it takes MEMBERSHIP, TERM, OFFICE, PARTNER, PARTICIPATION, SIGNATORY, BELONGING.",
        ),
    ] {
        let mut variables = json!({ "from": maces, "to": brad });
        variables.as_object_mut().expect("an object").extend(changes.as_object().expect("an object").clone());
        let (code, said) = bbs().refusal(PATHS, variables).await;
        assert_eq!((code.as_str(), said.as_str()), ("BAD_USER_INPUT", message));
    }
    let seven: String = (0..7).map(|n| format!("p{n}: paths(from: $a, to: $b) {{ cost }} ")).collect();
    let (_, message) =
        bbs().refusal(&format!("query ($a: ID!, $b: ID!) {{ {seven} }}"), json!({ "a": maces, "b": brad })).await;
    assert_eq!(message, "`paths` can be asked 5 times in a document.");
}

#[tokio::test]
async fn nothing_links_what_is_not_there_or_has_no_links() {
    let (maces, topic) = (id("organization", "maces").await, id("topic", "big-data").await);
    for (from, to) in [(&maces, &json!("r999999999")), (&json!("r999999999"), &maces), (&maces, &topic)] {
        assert_eq!(bbs().ask_with(PATHS, json!({ "from": from, "to": to })).await, json!({ "paths": [] }));
    }
    let data =
        bbs().ask_with(PATHS, json!({ "from": maces, "to": id("person", "stelian-brad").await, "via": [] })).await;
    assert_eq!(data, json!({ "paths": [] }));
}

#[tokio::test]
async fn all_chains_are_those_that_one_finds_by_trying_every_way() {
    let links = Links::of(bbs()).await;
    let records = links.records();
    assert!(records.len() > 300, "{} records", records.len());
    let (mut found, mut longest) = (0, 0);
    for number in 0..500 {
        let mut random = Random::new(58, number);
        let (from, to) = (random.pick(&records), random.pick(&records));
        if from == to {
            continue;
        }
        let all = random.chance(50);
        let via = KINDS.into_iter().filter(|_| all || random.chance(60)).collect();
        let avoid = (0..random.below(4)).map(|_| random.pick(&records).clone()).filter(|id| id != from && id != to);
        let avoid = avoid.collect();
        let days = ["2013-04-17", "2015-01-01", "2016-06-01", "2016-09-29", "2017-12-31", "2023-05-05"];
        let as_of = random.chance(30).then(|| (*random.pick(&days), random.chance(50)));
        let question = Question { via, avoid, as_of, most_steps: 1 + random.below(5), first: random.below(6) };
        let expected = links.chains(from, to, &question);
        let as_of = question
            .as_of
            .map(|(date, certain)| json!({ "date": date, "certainty": if certain { "CERTAIN" } else { "POSSIBLE" } }));
        let mut variables = json!({ "from": from, "to": to, "via": question.via, "avoid": question.avoid, "maxSteps": question.most_steps, "first": question.first });
        if let Some(as_of) = as_of {
            variables["asOf"] = as_of;
        }
        let data = bbs().ask_with(PATHS, variables).await;
        let word = |value: &Value| value.as_str().expect("text").to_owned();
        let chain = |path: &Value| -> Chain {
            let steps = path["steps"].as_array().expect("steps").iter();
            let steps = steps.map(|step| (word(&step["kind"]), word(&step["link"]["id"]), word(&step["record"]["id"])));
            (path["cost"].as_u64().and_then(|cost| usize::try_from(cost).ok()).expect("a cost"), steps.collect())
        };
        let answer: Vec<Chain> = data["paths"].as_array().expect("paths").iter().map(chain).collect();
        assert_eq!(answer, expected, "question {number}: {from} to {to}, {question:?}");
        found += answer.len();
        longest = longest.max(answer.iter().map(|(_, steps)| steps.len()).max().unwrap_or_default());
    }
    assert!(found > 120 && longest == 5, "{found} chains, the longest of {longest} steps");
}
