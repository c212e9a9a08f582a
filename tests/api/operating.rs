//! The operator's guide says what is true.

use std::collections::BTreeSet;

use clap::CommandFactory;
use cluster_directory::cli::Cli;

use crate::support::World;

const GUIDE: &str = include_str!("../../docs/operating.md");

#[test]
fn the_guide_has_every_setting_with_its_default_and_no_other() {
    let mut command = Cli::command();
    command.build();
    let rows = command.get_arguments().filter_map(|setting| {
        let (flag, variable) = (setting.get_long()?, setting.get_env()?.to_str()?);
        let defaults: Vec<_> = setting.get_default_values().iter().filter_map(|value| value.to_str()).collect();
        let default = Some(defaults.join(" ")).filter(|_| setting.get_action().takes_values());
        let default = default.filter(|it| !it.is_empty()).map_or_else(String::new, |it| format!("`{it}`"));
        Some(format!("| `--{flag}` | `{variable}` | {default} | {} |", setting.get_help()?))
    });
    let rows: Vec<String> = rows.collect();
    let told: Vec<&str> = GUIDE.lines().filter(|line| line.starts_with("| `--")).collect();
    assert!(told == rows, "the settings are now:\n{}", rows.join("\n"));
}

#[tokio::test]
async fn the_guide_has_every_metric_and_no_other() {
    let server = World::new().start();
    // A family that has counted nothing is not told.
    for _ in 0..2 {
        server.ask("{ countries { totalCount } }").await;
    }
    server.client().get(server.url("/events.atom")).send().await.expect("an answer");
    server.metrics().await;
    let text = server.metrics().await;
    let names = text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next());
    let names: BTreeSet<&str> = names.collect();
    let told = GUIDE.lines().filter_map(|line| line.strip_prefix("| `directory_")?.split('`').next());
    let told: Vec<String> = told.map(|name| format!("directory_{name}")).collect();
    assert_eq!(told.iter().map(String::as_str).collect::<BTreeSet<_>>(), names);
}
