//! The story of a start: read what was asked, do it, say in one sentence why not.

use std::process::ExitCode;

use clap::Parser;
use cluster_directory::cli::Cli;
use cluster_directory::config::LogFormat;
use cluster_directory::error::Stop;
use cluster_directory::traces::Traces;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
    match run(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            eprintln!("cluster-directory: {}", stop.0);
            ExitCode::FAILURE
        }
    }
}

/// Says where the log and the traces go, and does what was asked.
async fn run(cli: Cli) -> Result<(), Stop> {
    let settings = cli.log();
    let log = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let log = match settings.log_format {
        LogFormat::Text => log.boxed(),
        LogFormat::Json => log.json().flatten_event(true).boxed(),
    };
    let log = log.with_filter(EnvFilter::new(&settings.log));
    let traces = settings.otlp_endpoint.as_deref().map(Traces::to).transpose()?;
    tracing_subscriber::registry().with(log).with(traces.as_ref().map(Traces::layer)).init();
    let ended = cli.run().await;
    if let Some(traces) = traces {
        traces.end().await;
    }
    ended
}
