//! Traces of requests, for a collector that speaks OTLP over HTTP.
//!
//! A trace is made of the program's own spans: a request, and in it the compiling, the reading and the changes. No event
//! and no library's span goes out, so no statement, variable or address does. Spans wait in a queue with an end and are
//! carried away by a thread of its own: while the collector is away they are dropped, and nobody waits for it.

mod courier;

use std::time::Duration;

use hyper::HeaderMap;
use opentelemetry::KeyValue;
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::{TraceContextExt, TracerProvider};
use opentelemetry_http::HeaderExtractor;
use opentelemetry_otlp::{SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tokio::task::spawn_blocking;
use tracing::{Span, Subscriber};
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, dynamic_filter_fn};
use tracing_subscriber::registry::LookupSpan;

use crate::error::Stop;
use courier::Courier;

/// What a trace calls this program.
const SERVICE: &str = "cluster-directory";
/// How long what was not sent yet may take once the process ends.
const LAST_CALL: Duration = Duration::from_secs(1);

/// The way to a collector.
pub struct Traces(SdkTracerProvider);

impl Traces {
    /// The way to the collector at an address such as `http://127.0.0.1:4318`.
    ///
    /// # Errors
    ///
    /// When the address is none that can be sent to.
    pub fn to(collector: &str) -> Result<Self, Stop> {
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Courier::default())
            .with_timeout(courier::PATIENCE)
            .with_endpoint(format!("{collector}/v1/traces"))
            .build()
            .map_err(|error| {
                Stop::new(format!("--otlp-endpoint is {collector}, and nothing can be sent there: {error}"))
            })?;
        let version = KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
        let resource = Resource::builder().with_service_name(SERVICE).with_attribute(version).build();
        Ok(Self(SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build()))
    }

    /// What listens to the program's spans.
    pub fn layer<S: Subscriber + for<'a> LookupSpan<'a> + Send + Sync>(&self) -> impl Layer<S> + use<S> {
        // Dynamic, so that it is asked of each span anew. What a filter said is kept for the thread until something comes
        // of it; where somebody only asks whether the log would tell, nothing does, and the next span would be dropped.
        let own =
            dynamic_filter_fn(|metadata, _| metadata.is_span() && metadata.target().starts_with("cluster_directory"));
        let own = own.with_max_level_hint(LevelFilter::INFO);
        tracing_opentelemetry::layer()
            .with_tracer(self.0.tracer(SERVICE))
            // Where in the source, on which thread and how long it waited is of no use to a reader.
            .with_location(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_target(false)
            .with_filter(own)
    }

    /// Sends what was not sent yet, unless the collector takes long.
    pub async fn end(self) {
        // It waits for the thread that sends, which needs the runtime's. What is not taken is lost.
        let _ = spawn_blocking(move || self.0.shutdown_with_timeout(LAST_CALL)).await;
    }
}

/// Makes a span part of the trace that a request's headers name (W3C `traceparent`), if they do.
pub fn adopt(span: &Span, headers: &HeaderMap) {
    let context = TraceContextPropagator::new().extract(&HeaderExtractor(headers));
    if context.span().span_context().is_valid() {
        // It fails where nothing is traced.
        let _ = span.set_parent(context);
    }
}

/// Gives a span that has begun its final name.
pub fn rename(span: &Span, name: String) {
    span.context().span().update_name(name);
}
