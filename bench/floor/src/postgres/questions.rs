//! Plain rows by one to four statements, of which those that need nothing of each other are sent together; JSON is
//! written by hand.

use std::collections::HashMap;

use tokio_postgres::types::ToSql;
use tokio_postgres::{Error, Row};

use super::Connection;
use crate::asked::{Asked, Question};
use crate::shapes::{
    NAMED, Q1, Q2_EVENT, Q3, Q3_EVENT, Q3_PARTNER, Q4_CLUSTER, Q4_MEMBER, Q4_NETWORK, Q5_EVENT, Q6_EVENT,
};
use crate::template::Template;

const ORGANIZATION: usize = 0;
const NEXT_EVENTS: usize = 1;
const ORGANIZERS: usize = 2;
const TOPICS: usize = 3;
const PARTNERS: usize = 4;
const RECENT_EVENTS: usize = 5;
const CLUSTERS: usize = 6;
const NETWORKS: usize = 7;
const MEMBERS: usize = 8;
const PROJECTS: usize = 9;
const SPEAKERS: usize = 10;
const DEEP_PAGE: usize = 11;

pub const ROWS: [&str; 12] = [
    "SELECT o.slug, o.name, o.kind, o.website, o.description, o.founded, o.founded_earliest, o.founded_latest, \
        c.code, c.name, p.name FROM organization o LEFT JOIN country c ON c.id = o.country_id \
        LEFT JOIN place p ON p.id = o.city_id WHERE o.slug = $1",
    "SELECT e.id, e.slug, e.title, e.status, e.start, e.start_earliest, e.start_latest, p.name, c.code, c.name \
        FROM (SELECT * FROM event WHERE start_earliest >= $1::text::date ORDER BY start_earliest, id LIMIT 20) e \
        LEFT JOIN place p ON p.id = e.city_id LEFT JOIN country c ON c.id = e.country_id ORDER BY e.start_earliest, e.id",
    "SELECT DISTINCT x.event_id, o.id, o.slug, o.name FROM participation x JOIN organization o ON o.id = x.organization_id \
        WHERE x.event_id = ANY($1) AND x.role = 'ORGANIZER' ORDER BY x.event_id, o.id",
    "SELECT l.event_id, t.slug, t.name FROM event_topic l JOIN topic t ON t.id = l.topic_id \
        WHERE l.event_id = ANY($1) ORDER BY l.event_id, l.topic_id",
    "SELECT s.slug, s.name, s.status, o.id, x.role, o.slug, o.name, c.code, c.name FROM partnership s \
        LEFT JOIN partner x ON x.partnership_id = s.id LEFT JOIN organization o ON o.id = x.organization_id \
        LEFT JOIN country c ON c.id = o.country_id WHERE s.slug = $1 ORDER BY x.id LIMIT 50",
    "SELECT k.id, e.* FROM unnest($1::bigint[]) k(id) CROSS JOIN LATERAL (SELECT e.slug, e.title, e.start, \
        e.start_earliest, e.start_latest FROM ((SELECT DISTINCT event_start_earliest, event_id FROM participation \
        WHERE organization_id = k.id AND event_start_earliest IS NOT NULL \
        ORDER BY event_start_earliest DESC, event_id DESC LIMIT 5) \
        UNION ALL (SELECT DISTINCT event_start_earliest, event_id FROM participation \
        WHERE organization_id = k.id AND event_start_earliest IS NULL ORDER BY event_id DESC LIMIT 5) LIMIT 5) i \
        JOIN event e ON e.id = i.event_id ORDER BY e.start_earliest DESC NULLS LAST, e.id DESC) e",
    "SELECT id, slug, name FROM organization WHERE kind = 'CLUSTER' AND id > $1 ORDER BY id LIMIT 20",
    "SELECT k.id, n.* FROM unnest($1::bigint[]) k(id) CROSS JOIN LATERAL (SELECT id, slug, name FROM organization \
        WHERE id IN (SELECT organization_id FROM membership WHERE member_id = k.id) ORDER BY id LIMIT 10) n",
    "SELECT k.id, o.slug, o.name, c.code, c.name FROM unnest($1::bigint[]) k(id) CROSS JOIN LATERAL \
        (SELECT id, member_id FROM membership WHERE organization_id = k.id ORDER BY id LIMIT 10) m \
        JOIN organization o ON o.id = m.member_id LEFT JOIN country c ON c.id = o.country_id ORDER BY k.id, m.id",
    "SELECT k.id, p.slug, p.name FROM unnest($1::bigint[]) k(id) CROSS JOIN LATERAL (SELECT id, slug, name FROM project \
        WHERE id IN (SELECT project_id FROM partner WHERE organization_id = k.id) ORDER BY id LIMIT 20) p",
    include_str!("../../sql/postgres/Q5-rows.sql"),
    "SELECT e.slug, e.title, e.start, e.start_earliest, e.start_latest, p.name, c.code FROM \
        (SELECT * FROM event WHERE (start_earliest, id) > ($1::text::date, $2) ORDER BY start_earliest, id LIMIT 50) e \
        LEFT JOIN place p ON p.id = e.city_id LEFT JOIN country c ON c.id = p.country_id ORDER BY e.start_earliest, e.id",
];

pub async fn answer(connection: &Connection, question: Question, asked: &Asked<'_>) -> Result<Vec<u8>, Error> {
    let mut out = Vec::with_capacity(16 * 1024);
    match question {
        Question::Q1 => {
            let rows = connection.rows(ORGANIZATION, &[&asked.slug]).await?;
            for row in &rows {
                Q1.write(row, 0, &mut out);
            }
        }
        Question::Q2 => next_events(connection, asked, &mut out).await?,
        Question::Q3 => partnership(connection, asked, &mut out).await?,
        Question::Q4 => clusters(connection, asked, &mut out).await?,
        Question::Q5 => {
            let rows = connection.rows(SPEAKERS, &[&asked.country, &asked.other, &asked.from, &asked.to]).await?;
            let total: i64 = rows.first().map_or(Ok(0), |row| row.try_get(0))?;
            out.extend_from_slice(format!(r#"{{"data":{{"events":{{"totalCount":{total},"nodes":"#).as_bytes());
            plain(&rows, &Q5_EVENT, 1, &mut out);
            out.extend_from_slice(b"}}}");
        }
        Question::Q6 => {
            let rows = connection.rows(DEEP_PAGE, &[&asked.day, &asked.id]).await?;
            out.extend_from_slice(br#"{"data":{"events":{"nodes":"#);
            plain(&rows, &Q6_EVENT, 0, &mut out);
            out.extend_from_slice(b"}}}");
        }
    }
    Ok(out)
}

async fn next_events(connection: &Connection, asked: &Asked<'_>, out: &mut Vec<u8>) -> Result<(), Error> {
    let events = connection.rows(NEXT_EVENTS, &[&asked.from]).await?;
    let ids = numbers(&events, 0)?;
    let asked: [&(dyn ToSql + Sync); 1] = [&ids];
    let (organizers, topics) = tokio::try_join!(connection.rows(ORGANIZERS, &asked), connection.rows(TOPICS, &asked))?;
    let (organizers, topics) = (Groups::of(&organizers)?, Groups::of(&topics)?);
    out.extend_from_slice(br#"{"data":{"events":{"nodes":"#);
    list(events.iter().zip(&ids), out, |(event, id), out| {
        Q2_EVENT.write(event, 1, out);
        out.extend_from_slice(br#"{"nodes":"#);
        plain(organizers.get(*id), &NAMED, 2, out);
        out.extend_from_slice(br#"},"topics":{"nodes":"#);
        plain(topics.get(*id), &NAMED, 1, out);
        out.extend_from_slice(b"}}");
    });
    out.extend_from_slice(b"}}}");
    Ok(())
}

async fn partnership(connection: &Connection, asked: &Asked<'_>, out: &mut Vec<u8>) -> Result<(), Error> {
    let partners = connection.rows(PARTNERS, &[&asked.slug]).await?;
    let ids = numbers(&partners, 3)?;
    let events = connection.rows(RECENT_EVENTS, &[&ids]).await?;
    let events = Groups::of(&events)?;
    if let Some(row) = partners.first() {
        Q3.write(row, 0, out);
    }
    out.extend_from_slice(br#"{"nodes":"#);
    list(partners.iter().zip(&ids), out, |(partner, id), out| {
        Q3_PARTNER.write(partner, 4, out);
        out.extend_from_slice(br#"{"nodes":"#);
        plain(events.get(*id), &Q3_EVENT, 1, out);
        out.extend_from_slice(b"}}}");
    });
    out.extend_from_slice(b"}}}}");
    Ok(())
}

async fn clusters(connection: &Connection, asked: &Asked<'_>, out: &mut Vec<u8>) -> Result<(), Error> {
    let clusters = connection.rows(CLUSTERS, &[&asked.id]).await?;
    let ids = numbers(&clusters, 0)?;
    let asked: [&(dyn ToSql + Sync); 1] = [&ids];
    let networks = async {
        let networks = connection.rows(NETWORKS, &asked).await?;
        let mut ids = numbers(&networks, 1)?;
        ids.sort_unstable();
        ids.dedup();
        Ok((networks, connection.rows(MEMBERS, &[&ids]).await?))
    };
    let ((networks, members), projects) = tokio::try_join!(networks, connection.rows(PROJECTS, &asked))?;
    let (networks, members, projects) = (Groups::of(&networks)?, Groups::of(&members)?, Groups::of(&projects)?);
    out.extend_from_slice(br#"{"data":{"clusters":{"nodes":"#);
    list(clusters.iter().zip(&ids), out, |(cluster, id), out| {
        Q4_CLUSTER.write(cluster, 1, out);
        out.extend_from_slice(br#"{"nodes":"#);
        list(networks.get(*id), out, |network, out| {
            Q4_NETWORK.write(network, 2, out);
            out.extend_from_slice(br#"{"nodes":"#);
            plain(members.get(network.get(1)), &Q4_MEMBER, 1, out);
            out.extend_from_slice(b"}}");
        });
        out.extend_from_slice(br#"},"projects":{"nodes":"#);
        plain(projects.get(*id), &NAMED, 1, out);
        out.extend_from_slice(b"}}");
    });
    out.extend_from_slice(b"}}}");
    Ok(())
}

/// The ids in a column, which are missing where nothing was found.
fn numbers(rows: &[Row], column: usize) -> Result<Vec<i64>, Error> {
    rows.iter().filter_map(|row| row.try_get(column).transpose()).collect()
}

/// Rows by the id in their first column.
struct Groups<'a>(HashMap<i64, Vec<&'a Row>>);

impl<'a> Groups<'a> {
    fn of(rows: &'a [Row]) -> Result<Self, Error> {
        let mut groups: HashMap<i64, Vec<&Row>> = HashMap::new();
        for row in rows {
            groups.entry(row.try_get(0)?).or_default().push(row);
        }
        Ok(Self(groups))
    }

    fn get(&self, id: i64) -> impl Iterator<Item = &'a Row> {
        self.0.get(&id).into_iter().flatten().copied()
    }
}

fn plain<'a>(rows: impl IntoIterator<Item = &'a Row>, template: &Template, first: usize, out: &mut Vec<u8>) {
    list(rows, out, |row, out| template.write(row, first, out));
}

fn list<T>(rows: impl IntoIterator<Item = T>, out: &mut Vec<u8>, mut each: impl FnMut(T, &mut Vec<u8>)) {
    out.push(b'[');
    for (number, row) in rows.into_iter().enumerate() {
        if number > 0 {
            out.push(b',');
        }
        each(row, out);
    }
    out.push(b']');
}
