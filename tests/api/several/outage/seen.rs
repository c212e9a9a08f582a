//! What all clients have seen, and who answers.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use tokio::time::sleep;

use crate::several::member::Trouble;

/// After what time the story gives up; no machine is as slow.
const PATIENCE: Duration = Duration::from_mins(2);

/// What is known of the whole.
pub struct Seen(Mutex<Inner>);

struct Inner {
    /// Whom a load balancer would ask.
    servers: Vec<String>,
    /// The one that is killed. Whoever asks it and is not heard asks another.
    dead: Option<String>,
    written: Written,
    /// When each server last wrote something.
    wrote: BTreeMap<String, Instant>,
    /// What happens at the moment, and all that happened.
    now: usize,
    times: Vec<Time>,
    over: bool,
}

/// What was acknowledged: how many events, and in which state.
#[derive(Clone, Copy, Default)]
pub struct Written {
    pub count: i64,
    pub state: i64,
}

/// What was seen in one part of the story.
#[derive(Default)]
struct Time {
    name: &'static str,
    reads: usize,
    writes: usize,
    failed_reads: BTreeMap<String, usize>,
    failed_writes: BTreeMap<String, usize>,
    /// The longest time after which another server gave what was written, without being told a state.
    lag: Duration,
    /// After what time all servers wrote again.
    recovered: Option<Duration>,
}

/// What a client did.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Did {
    Read,
    Write,
}

impl Seen {
    pub fn of(servers: Vec<String>) -> Self {
        let times = vec![Time { name: "the beginning", ..Time::default() }];
        let (written, wrote) = (Written::default(), BTreeMap::new());
        Self(Mutex::new(Inner { servers, dead: None, written, wrote, now: 0, times, over: false }))
    }

    fn all(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().expect("no client panicked")
    }

    /// Something else happens from now on.
    pub fn begins(&self, name: &'static str) {
        let mut all = self.all();
        all.times.push(Time { name, ..Time::default() });
        all.now += 1;
    }

    pub fn dies(&self, server: &str) {
        self.all().dead = Some(server.to_owned());
    }

    pub fn is_gone(&self, server: &str) {
        self.all().servers.retain(|it| it != server);
    }

    pub fn comes(&self, server: &str) {
        self.all().servers.push(server.to_owned());
    }

    pub fn ends(&self) {
        self.all().over = true;
    }

    pub fn is_over(&self) -> bool {
        self.all().over
    }

    /// The server whose turn it is.
    pub fn server(&self, turn: usize) -> String {
        let all = self.all();
        all.servers[turn % all.servers.len()].clone()
    }

    /// What was acknowledged by now.
    pub fn written(&self) -> Written {
        self.all().written
    }

    pub fn acknowledged(&self, server: &str, state: i64) {
        let mut all = self.all();
        all.written = Written { count: all.written.count + 1, state: all.written.state.max(state) };
        all.wrote.insert(server.to_owned(), Instant::now());
        let now = all.now;
        all.times[now].writes += 1;
    }

    pub fn answered(&self) {
        let mut all = self.all();
        let now = all.now;
        all.times[now].reads += 1;
    }

    /// A request failed: it was not heard, or is told to come back.
    pub fn failed_at(&self, server: &str, did: Did, trouble: &Trouble) {
        let mut all = self.all();
        if all.dead.as_deref() == Some(server) && matches!(trouble, Trouble::Unheard) {
            return;
        }
        let now = all.now;
        let time = &mut all.times[now];
        let failed = if did == Did::Read { &mut time.failed_reads } else { &mut time.failed_writes };
        let code = match trouble {
            Trouble::Unheard => "unheard",
            Trouble::Refused(code) => code,
        };
        assert!(["unheard", "SERVICE_UNAVAILABLE", "REQUEST_TIMEOUT"].contains(&code), "{code}");
        *failed.entry(code.to_owned()).or_default() += 1;
    }

    pub fn lagged(&self, lag: Duration) {
        let mut all = self.all();
        let now = all.now;
        all.times[now].lag = all.times[now].lag.max(lag);
    }

    /// Waits until all servers have written something since then.
    pub async fn recovers(&self, since: Instant) {
        loop {
            {
                let mut all = self.all();
                if all.servers.iter().all(|server| all.wrote.get(server).is_some_and(|at| *at > since)) {
                    let now = all.now;
                    all.times[now].recovered = Some(since.elapsed());
                    return;
                }
            }
            assert!(since.elapsed() < PATIENCE, "it does not recover");
            sleep(Duration::from_millis(5)).await;
        }
    }

    /// How many requests failed in a part of the story.
    pub fn failed(&self, name: &str) -> usize {
        let all = self.all();
        let time = all.times.iter().find(|time| time.name == name).expect("it was");
        time.failed_reads.values().chain(time.failed_writes.values()).sum()
    }

    /// How many reads of that time were answered, and how many failed.
    pub fn reads(&self, name: &str) -> (usize, usize) {
        let all = self.all();
        let time = all.times.iter().find(|time| time.name == name).expect("it was");
        (time.reads, time.failed_reads.values().sum())
    }

    /// Tells all of it.
    pub fn tell(&self) {
        for Time { name, reads, writes, failed_reads, failed_writes, lag, recovered } in &self.all().times {
            eprintln!(
                "{name}: {writes} writes, {reads} reads, failed writes {failed_writes:?}, failed reads \
                 {failed_reads:?}, seen elsewhere after {lag:?} at most, all write again after {recovered:?}"
            );
        }
    }
}
