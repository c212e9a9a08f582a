//! The story of a start: read what was asked, do it, say in one sentence why not.

use std::process::ExitCode;

use clap::Parser;
use cluster_directory::cli::Cli;
use cluster_directory::config::LogFormat;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) if error.use_stderr() => {
            // One sentence: the first line says which setting is wrong.
            let said = error.to_string();
            let line = said.lines().next().unwrap_or_default();
            eprintln!("cluster-directory: {}", line.trim_start_matches("error: "));
            return ExitCode::from(2);
        }
        Err(help) => help.exit(),
    };
    let settings = cli.log();
    let log = tracing_subscriber::fmt().with_env_filter(&settings.log).with_writer(std::io::stderr);
    match settings.log_format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
    match cli.run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            eprintln!("cluster-directory: {}", stop.0);
            ExitCode::FAILURE
        }
    }
}
