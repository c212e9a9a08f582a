//! The settings of webhooks.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::RangedU64ValueParser;
use clap::{Args, Parser};

use super::duration;
use crate::network::Networks;

/// Who may be told of changes, where, and how often it is tried.
#[derive(Args, Clone, Debug)]
pub struct WebhookSettings {
    /// How many webhooks one token may have; 0 for none
    #[arg(long, env = "MAX_WEBHOOKS", default_value = "10", value_parser = RangedU64ValueParser::<usize>::new().range(0..=1000))]
    pub max_webhooks: usize,

    /// Networks beside the public internet to which webhooks may lead, there by plain http too
    #[arg(long, env = "WEBHOOK_NETWORKS", default_value = "", value_name = "NETWORKS")]
    pub webhook_networks: Networks,

    /// A PEM file with certificates that receivers may have theirs from, beside the public authorities
    #[arg(long, env = "WEBHOOK_AUTHORITIES", value_name = "FILE")]
    pub webhook_authorities: Option<PathBuf>,

    /// How long a receiver may take to answer
    #[arg(long, env = "WEBHOOK_TIMEOUT", default_value = "10s", value_parser = duration)]
    pub webhook_timeout: Duration,

    /// How long after a message was not taken it is sent again; the second time after three times as long, and so on up to four hours
    #[arg(long, env = "WEBHOOK_RETRY", default_value = "5s", value_parser = duration)]
    pub webhook_retry: Duration,

    /// How long a receiver may take nothing before it is left alone
    #[arg(long, env = "WEBHOOK_GIVE_UP", default_value = "1day", value_parser = duration)]
    pub webhook_give_up: Duration,
}

impl Default for WebhookSettings {
    /// What holds where nothing else is said.
    fn default() -> Self {
        #[derive(Parser)]
        struct Defaults {
            #[command(flatten)]
            webhooks: WebhookSettings,
        }
        Defaults::parse_from([""]).webhooks
    }
}
