//! Several servers on one database, and several servers of the database.

mod member;
mod migrations;
mod outage;
mod replicas;
mod rig;
mod told;
