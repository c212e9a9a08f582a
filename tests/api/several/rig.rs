//! A primary of PostgreSQL and a replica that follows it, for one story.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

const HOST: &str = "127.0.0.1";

/// Two servers of PostgreSQL, which end with the story.
pub struct Rig {
    programs: PathBuf,
    folder: TempDir,
    primary_port: u16,
    replica_port: u16,
}

/// One of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    Primary,
    Replica,
}

impl Which {
    fn folder(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Replica => "replica",
        }
    }
}

impl Rig {
    /// Starts both; nothing, if there is no PostgreSQL here or this run is about SQLite.
    pub fn start() -> Option<Self> {
        if std::env::var_os("TEST_DATABASE_URL").is_none() {
            eprintln!("skipped: TEST_DATABASE_URL is not set");
            return None;
        }
        let Some(programs) = programs() else {
            eprintln!("skipped: PostgreSQL's programs are not installed");
            return None;
        };
        let folder = TempDir::new().expect("a folder");
        if is_root() {
            // PostgreSQL refuses to run as root.
            run(Command::new("chown").arg("postgres").arg(folder.path()));
        }
        let rig = Self { programs, folder, primary_port: free_port(), replica_port: free_port() };
        let primary = rig.data(Which::Primary);
        let settings = ["-U", "test", "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8", "-N", "-D"];
        run(rig.program("initdb").args(settings).arg(&primary));
        rig.begin(Which::Primary);
        let port = rig.primary_port.to_string();
        let copy = ["-h", HOST, "-p", &port, "-U", "test", "-R", "-X", "stream", "-c", "fast", "-N", "-D"];
        run(rig.program("pg_basebackup").args(copy).arg(rig.data(Which::Replica)));
        rig.begin(Which::Replica);
        Some(rig)
    }

    /// Where one of them is reached.
    pub fn url(&self, which: Which) -> String {
        format!("postgres://test@{HOST}:{}/postgres", self.port(which))
    }

    /// Starts one, and waits until it lets somebody in.
    pub fn begin(&self, which: Which) {
        let folder = self.folder.path().display();
        let options = format!(
            "-p {} -c listen_addresses={HOST} -c unix_socket_directories={folder} -c max_connections=150",
            self.port(which)
        );
        let log = self.folder.path().join(format!("{}.log", which.folder()));
        run(self.control(which).arg("-w").arg("-l").arg(log).args(["-o", &options, "start"]));
    }

    /// Stops one; whoever is connected is hung up on.
    pub fn stop(&self, which: Which) {
        run(self.control(which).args(["-w", "-m", "fast", "stop"]));
    }

    /// Ends one without a word to anybody, as a machine does that loses its current.
    pub fn kill(&self, which: Which) {
        run(self.control(which).args(["-w", "-m", "immediate", "stop"]));
    }

    fn port(&self, which: Which) -> u16 {
        match which {
            Which::Primary => self.primary_port,
            Which::Replica => self.replica_port,
        }
    }

    fn data(&self, which: Which) -> PathBuf {
        self.folder.path().join(which.folder())
    }

    fn control(&self, which: Which) -> Command {
        let mut control = self.program("pg_ctl");
        control.arg("-D").arg(self.data(which));
        control
    }

    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = if is_root() { Command::new("runuser") } else { Command::new(&program) };
        if is_root() {
            command.args(["-u", "postgres", "--"]).arg(&program);
        }
        command.current_dir(self.folder.path());
        command
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        for which in [Which::Replica, Which::Primary] {
            // It is stopped already, or stops now.
            let _ = self.control(which).args(["-w", "-m", "immediate", "stop"]).output();
        }
    }
}

/// The newest PostgreSQL of this machine, where Debian puts it.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let programs = versions.filter_map(|version| Some(version.ok()?.path().join("bin")));
    programs.filter(|folder| folder.join("pg_basebackup").exists() && folder.join("initdb").exists()).max()
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}

fn free_port() -> u16 {
    std::net::TcpListener::bind((HOST, 0)).and_then(|it| it.local_addr()).expect("a free port").port()
}

fn run(command: &mut Command) {
    // What stays running must not keep what it says from ending.
    let output = command.stdin(std::process::Stdio::null()).output().expect("it runs");
    let said = [&output.stdout, &output.stderr].map(|said| String::from_utf8_lossy(said).into_owned()).concat();
    assert!(output.status.success(), "{command:?}: {said}");
}
