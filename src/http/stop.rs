//! When the process is told to stop.

use tokio::signal::ctrl_c;
use tokio::signal::unix::{SignalKind, signal};

/// Ends with Ctrl-C, or with SIGTERM from whoever runs the process.
pub async fn told() {
    let terminated = async {
        if let Ok(mut signal) = signal(SignalKind::terminate()) {
            signal.recv().await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        _ = ctrl_c() => {}
        () = terminated => {}
    }
}
