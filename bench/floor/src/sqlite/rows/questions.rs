//! The six questions.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::{list, plain};
use crate::asked::Asked;
use crate::shapes::{
    NAMED, Q1, Q2_EVENT, Q3, Q3_EVENT, Q3_PARTNER, Q4_CLUSTER, Q4_MEMBER, Q4_NETWORK, Q5_EVENT, Q6_EVENT,
};

type Written = rusqlite::Result<()>;

pub fn organization(connection: &Connection, asked: &Asked, out: &mut Vec<u8>) -> Written {
    let sql = "SELECT o.slug, o.name, o.kind, o.website, o.description, o.founded, o.founded_earliest, o.founded_latest, \
        c.code, c.name, p.name FROM organization o LEFT JOIN country c ON c.id = o.country_id \
        LEFT JOIN place p ON p.id = o.city_id WHERE o.slug = ?1";
    connection.prepare_cached(sql)?.query_row([asked.slug], |row| {
        Q1.write(row, 0, out);
        Ok(())
    })
}

pub fn next_events(connection: &Connection, asked: &Asked, out: &mut Vec<u8>) -> Written {
    let events = "SELECT e.id, e.slug, e.title, e.status, e.start, e.start_earliest, e.start_latest, p.name, c.code, c.name \
        FROM event e LEFT JOIN place p ON p.id = e.city_id LEFT JOIN country c ON c.id = e.country_id \
        WHERE e.start_earliest >= ?1 ORDER BY e.start_earliest, e.id LIMIT 20";
    let organizers = "SELECT slug, name FROM organization WHERE id IN (SELECT organization_id FROM participation \
        WHERE event_id = ?1 AND role = 'ORGANIZER') ORDER BY id LIMIT 20";
    let topics = "SELECT t.slug, t.name FROM event_topic l CROSS JOIN topic t ON t.id = l.topic_id \
        WHERE l.event_id = ?1 ORDER BY l.topic_id LIMIT 20";
    out.extend_from_slice(br#"{"data":{"events":"#);
    list(connection, events, [asked.from], out, |row, out| {
        let id: i64 = row.get(0)?;
        Q2_EVENT.write(row, 1, out);
        plain(connection, organizers, [id], &NAMED, out)?;
        out.extend_from_slice(br#","topics":"#);
        plain(connection, topics, [id], &NAMED, out)?;
        out.push(b'}');
        Ok(())
    })?;
    out.extend_from_slice(b"}}");
    Ok(())
}

pub fn partnership(connection: &Connection, asked: &Asked, out: &mut Vec<u8>) -> Written {
    let partners = "SELECT x.organization_id, x.role, o.slug, o.name, c.code, c.name FROM partner x \
        CROSS JOIN organization o ON o.id = x.organization_id LEFT JOIN country c ON c.id = o.country_id \
        WHERE x.partnership_id = ?1 ORDER BY x.id LIMIT 50";
    let events = "SELECT e.slug, e.title, e.start, e.start_earliest, e.start_latest FROM \
        (SELECT DISTINCT event_start_earliest, event_id FROM participation WHERE organization_id = ?1 \
        ORDER BY event_start_earliest DESC, event_id DESC LIMIT 5) i CROSS JOIN event e ON e.id = i.event_id";
    let sql = "SELECT id, slug, name, status FROM partnership WHERE slug = ?1";
    let id: i64 = connection.prepare_cached(sql)?.query_row([asked.slug], |row| {
        Q3.write(row, 1, out);
        row.get(0)
    })?;
    list(connection, partners, [id], out, |row, out| {
        Q3_PARTNER.write(row, 1, out);
        let organization: i64 = row.get(0)?;
        plain(connection, events, [organization], &Q3_EVENT, out)?;
        out.extend_from_slice(b"}}");
        Ok(())
    })?;
    out.extend_from_slice(b"}}}");
    Ok(())
}

/// Networks that several of the clusters belong to are read once.
pub fn clusters(connection: &Connection, asked: &Asked, out: &mut Vec<u8>) -> Written {
    let clusters = "SELECT id, slug, name FROM organization WHERE kind = 'CLUSTER' AND id > ?1 ORDER BY id LIMIT 20";
    let networks = "SELECT id, slug, name FROM organization \
        WHERE id IN (SELECT organization_id FROM membership WHERE member_id = ?1) ORDER BY id LIMIT 10";
    let members = "SELECT o.slug, o.name, c.code, c.name FROM membership m CROSS JOIN organization o ON o.id = m.member_id \
        LEFT JOIN country c ON c.id = o.country_id WHERE m.organization_id = ?1 ORDER BY m.id LIMIT 10";
    let projects = "SELECT slug, name FROM project \
        WHERE id IN (SELECT project_id FROM partner WHERE organization_id = ?1) ORDER BY id LIMIT 20";
    let mut known: HashMap<i64, Vec<u8>> = HashMap::new();
    out.extend_from_slice(br#"{"data":{"clusters":"#);
    list(connection, clusters, [asked.id], out, |row, out| {
        let cluster: i64 = row.get(0)?;
        Q4_CLUSTER.write(row, 1, out);
        list(connection, networks, [cluster], out, |row, out| {
            let network: i64 = row.get(0)?;
            if let Some(written) = known.get(&network) {
                out.extend_from_slice(written);
                return Ok(());
            }
            let begin = out.len();
            Q4_NETWORK.write(row, 1, out);
            plain(connection, members, [network], &Q4_MEMBER, out)?;
            out.push(b'}');
            known.insert(network, out[begin..].to_vec());
            Ok(())
        })?;
        out.extend_from_slice(br#","projects":"#);
        plain(connection, projects, [cluster], &NAMED, out)?;
        out.push(b'}');
        Ok(())
    })?;
    out.extend_from_slice(b"}}");
    Ok(())
}

/// Each row brings the number of all.
pub fn speakers(connection: &Connection, asked: &Asked, out: &mut Vec<u8>) -> Written {
    let mut total = 0;
    let events = include_str!("../../../sql/sqlite/Q5-rows.sql");
    out.extend_from_slice(br#"{"data":{"events":"#);
    list(connection, events, params![asked.country, asked.other, asked.from, asked.to], out, |row, out| {
        total = row.get(0)?;
        Q5_EVENT.write(row, 1, out);
        Ok(())
    })?;
    // What follows stands inside of `events`.
    out.pop();
    out.extend_from_slice(format!(",\"totalCount\":{total}}}}}}}").as_bytes());
    Ok(())
}

pub fn deep_page(connection: &Connection, asked: &Asked, out: &mut Vec<u8>) -> Written {
    let events = "SELECT e.slug, e.title, e.start, e.start_earliest, e.start_latest, p.name, c.code FROM event e \
        LEFT JOIN place p ON p.id = e.city_id LEFT JOIN country c ON c.id = p.country_id \
        WHERE (e.start_earliest, e.id) > (?1, ?2) ORDER BY e.start_earliest, e.id LIMIT 50";
    out.extend_from_slice(br#"{"data":{"events":"#);
    plain(connection, events, params![asked.day, asked.id], &Q6_EVENT, out)?;
    out.extend_from_slice(b"}}");
    Ok(())
}
