//! The directory: a table for each resource, the registry of ids, claims, dates and lists.

use sea_orm_migration::prelude::*;

use crate::table::{
    boolean, date, float, fuzzy, index, integer, long, pairs, plain, reference, resource, text, with_id,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        registry(manager).await?;
        places_and_organizations(manager).await?;
        articles_people_topics(manager).await?;
        events(manager).await?;
        programmes_partnerships_projects(manager).await?;
        associations(manager).await?;
        facts_of_any_record(manager).await?;
        links(manager).await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("the first migration cannot be taken back".to_owned()))
    }
}

/// What holds the whole together.
async fn registry(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // Each id with its type; a resource's table has the same id.
    with_id(manager, "record", vec![text("type").required().indexed()], None).await?;
    // The last number given out, by what it is for.
    plain(manager, "counter", vec![text("name").required(), long("value").required()], &["name"]).await?;
    // What follows from an EDTF text alone, once per text.
    plain(
        manager,
        "edtf",
        vec![text("edtf").required(), text("precision").required(), text("text").required()],
        &["edtf"],
    )
    .await?;
    // The values of attributes that have several, in order; dates with their bounds.
    plain(
        manager,
        "list_item",
        vec![
            reference("record_id", "record").required(),
            text("attribute").required(),
            integer("position").required(),
            text("value").required(),
            date("earliest"),
            date("latest"),
        ],
        &["record_id", "attribute", "position"],
    )
    .await?;
    index(manager, "list_item", &["attribute", "value", "record_id"], false).await
}

async fn places_and_organizations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    resource(manager, "country", vec![text("code").required().indexed(), text("name").required().indexed()]).await?;
    resource(
        manager,
        "place",
        vec![
            text("name").required().indexed(),
            text("kind").required().indexed(),
            float("latitude"),
            float("longitude"),
            reference("country_id", "country"),
            reference("city_id", "place"),
        ],
    )
    .await?;
    resource(
        manager,
        "organization",
        vec![
            text("name").required().indexed(),
            text("kind").required().indexed(),
            text("city_basis").indexed(),
            fuzzy("founded"),
            text("website"),
            text("description"),
            reference("country_id", "country"),
            reference("city_id", "place"),
        ],
    )
    .await
}

async fn articles_people_topics(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    resource(
        manager,
        "article",
        vec![
            text("title").required().indexed(),
            boolean("title_in_own_words").required(),
            text("kind").required().indexed(),
            text("publisher").required().indexed(),
            text("url").required().indexed(),
            text("language").required().indexed(),
            fuzzy("published"),
            fuzzy("printed_date"),
            text("date_note"),
            boolean("read_in_full").required(),
            text("summary"),
            reference("publisher_organization_id", "organization"),
        ],
    )
    .await?;
    resource(manager, "person", vec![text("name").required().indexed(), text("description")]).await?;
    resource(manager, "topic", vec![text("name").required().indexed(), reference("broader_id", "topic")]).await
}

async fn events(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    resource(
        manager,
        "event_series",
        vec![text("name").required().indexed(), text("description"), reference("organizer_id", "organization")],
    )
    .await?;
    resource(
        manager,
        "event",
        vec![
            text("title").required().indexed(),
            boolean("title_in_own_words").required(),
            text("kind").required().indexed(),
            text("status").required().indexed(),
            integer("edition").indexed(),
            fuzzy("start"),
            fuzzy("end"),
            text("date_basis"),
            long("starts_at").indexed(),
            long("ends_at").indexed(),
            text("time_zone"),
            boolean("all_day"),
            boolean("online"),
            text("website"),
            text("registration_url"),
            text("description"),
            reference("series_id", "event_series"),
            reference("parent_id", "event"),
            reference("venue_id", "place"),
            reference("city_id", "place"),
            reference("country_id", "country"),
            reference("probably_same_as_id", "event"),
        ],
    )
    .await
}

async fn programmes_partnerships_projects(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    resource(
        manager,
        "programme",
        vec![
            text("name").required().indexed(),
            text("kind").required().indexed(),
            text("code").indexed(),
            fuzzy("start"),
            fuzzy("end"),
            text("description"),
            reference("parent_id", "programme"),
        ],
    )
    .await?;
    resource(
        manager,
        "partnership",
        vec![
            text("name").required().indexed(),
            text("acronym").indexed(),
            text("full_name"),
            text("kind").required().indexed(),
            text("status").indexed(),
            fuzzy("start"),
            fuzzy("end"),
            fuzzy("partners_complete_as_of"),
            text("description"),
            reference("programme_id", "programme"),
            reference("call_id", "programme"),
        ],
    )
    .await?;
    resource(
        manager,
        "project",
        vec![
            text("name").required().indexed(),
            text("acronym").indexed(),
            text("full_name"),
            text("kind").required().indexed(),
            text("status").required().indexed(),
            fuzzy("start"),
            fuzzy("end"),
            boolean("partners_complete").required(),
            text("description"),
            reference("programme_id", "programme"),
            reference("call_id", "programme"),
            reference("partnership_id", "partnership"),
        ],
    )
    .await?;
    resource(
        manager,
        "agreement",
        vec![
            text("name").required().indexed(),
            boolean("name_in_own_words").required(),
            text("kind").required().indexed(),
            fuzzy("signed"),
            integer("stated_count"),
            text("description"),
            reference("signed_at_id", "event"),
            reference("partnership_id", "partnership"),
            reference("network_id", "organization"),
        ],
    )
    .await
}

/// Who belongs, chairs, holds, partners, takes part, signs.
async fn associations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    resource(
        manager,
        "membership",
        vec![
            text("kind").required().indexed(),
            fuzzy("since"),
            fuzzy("until"),
            text("basis").required().indexed(),
            reference("member_id", "organization").required(),
            reference("organization_id", "organization").required(),
            reference("admitted_at_id", "event"),
        ],
    )
    .await?;
    resource(
        manager,
        "term",
        vec![
            text("role").required().indexed(),
            text("group"),
            integer("group_count"),
            fuzzy("since"),
            fuzzy("until"),
            text("basis").required().indexed(),
            reference("network_id", "organization").required(),
            reference("organization_id", "organization"),
            reference("person_id", "person"),
            reference("country_id", "country"),
            reference("elected_at_id", "event"),
            reference("agreed_at_id", "event"),
        ],
    )
    .await?;
    resource(
        manager,
        "office",
        vec![
            text("post").required().indexed(),
            fuzzy("since"),
            fuzzy("until"),
            fuzzy("in_office_by"),
            text("basis").required().indexed(),
            reference("person_id", "person").required(),
            reference("organization_id", "organization").required(),
        ],
    )
    .await?;
    resource(
        manager,
        "partner",
        vec![
            text("role").required().indexed(),
            text("role_detail"),
            fuzzy("since"),
            fuzzy("until"),
            text("basis").indexed(),
            reference("organization_id", "organization").required(),
            reference("partnership_id", "partnership"),
            reference("project_id", "project"),
            reference("joined_at_id", "event"),
            reference("agreement_id", "agreement"),
        ],
    )
    .await?;
    resource(
        manager,
        "participation",
        vec![
            text("role").required().indexed(),
            text("role_detail"),
            text("group"),
            integer("count"),
            reference("event_id", "event").required(),
            reference("person_id", "person"),
            reference("organization_id", "organization"),
            reference("country_id", "country"),
        ],
    )
    .await?;
    resource(
        manager,
        "signatory",
        vec![
            text("group"),
            integer("count"),
            reference("agreement_id", "agreement").required(),
            reference("organization_id", "organization"),
            reference("person_id", "person"),
            reference("country_id", "country"),
        ],
    )
    .await
}

/// What stands beside a record: names, figures, labels, claims, a project's parts.
async fn facts_of_any_record(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    resource(
        manager,
        "activity",
        vec![text("code"), text("title").required().indexed(), reference("project_id", "project").required()],
    )
    .await?;
    resource(
        manager,
        "output",
        vec![
            text("kind").required().indexed(),
            text("title").required().indexed(),
            reference("project_id", "project").required(),
        ],
    )
    .await?;
    resource(
        manager,
        "label",
        vec![
            text("name").required().indexed(),
            text("full_name"),
            fuzzy("awarded"),
            reference("organization_id", "organization"),
            reference("partnership_id", "partnership"),
        ],
    )
    .await?;
    resource(
        manager,
        "name",
        vec![
            text("text").required().indexed(),
            text("kind").required().indexed(),
            text("language").indexed(),
            reference("record_id", "record").required(),
        ],
    )
    .await?;
    resource(
        manager,
        "figure",
        vec![
            text("label").required().indexed(),
            integer("value").required().indexed(),
            text("qualifier"),
            fuzzy("as_of"),
            reference("record_id", "record").required(),
        ],
    )
    .await?;
    with_id(
        manager,
        "claim",
        vec![
            text("attribute").indexed(),
            text("value"),
            text("note"),
            boolean("preferred").required(),
            reference("record_id", "record").required(),
            reference("article_id", "article").required(),
        ],
        None,
    )
    .await
}

/// Pairs without facts of their own.
async fn links(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let organization = ("organization_id", "organization");
    let event = ("event_id", "event");
    let project = ("project_id", "project");
    let partnership = ("partnership_id", "partnership");
    let topic = ("topic_id", "topic");
    for (name, columns) in [
        ("event_network", [event, organization]),
        ("event_partnership", [event, partnership]),
        ("event_project", [event, project]),
        ("event_topic", [event, topic]),
        ("event_announcement", [event, ("article_id", "article")]),
        ("partnership_network", [partnership, organization]),
        ("partnership_topic", [partnership, topic]),
        ("project_network", [project, organization]),
        ("project_topic", [project, topic]),
        ("project_follow_up", [project, ("follow_up_id", "project")]),
        ("programme_funder", [("programme_id", "programme"), organization]),
        ("activity_event", [("activity_id", "activity"), event]),
        ("mention", [("article_id", "article"), ("record_id", "record")]),
    ] {
        pairs(manager, name, columns).await?;
    }
    Ok(())
}
