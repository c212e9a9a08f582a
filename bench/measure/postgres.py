"""A PostgreSQL of our own in a folder, and what a running one tells of itself."""

import glob
import os
import pwd
import subprocess
import time
from pathlib import Path

PORT = 7199
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "shared_buffers": "1GB",
    "effective_cache_size": "4GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "max_wal_size": "8GB",
    "max_connections": "100",
    "shared_preload_libraries": "pg_stat_statements",
}


class Postgres:
    """A running server; `address` ends where the database's name begins."""

    def __init__(self, address):
        self.address = address.rstrip("/")

    def sql(self, text, database="postgres"):
        psql = ["psql", "--no-psqlrc", "-v", "ON_ERROR_STOP=1", "-Atc", text, self.of(database)]
        return subprocess.run(psql, check=True, capture_output=True, text=True).stdout.strip()

    def of(self, database):
        return f"{self.address}/{database}"

    def prepare(self, database):
        """Statistics as they are after a while, and counters of statements."""
        self.sql("CREATE EXTENSION IF NOT EXISTS pg_stat_statements", database)
        self.sql("VACUUM ANALYZE", database)

    def rest(self):
        """Waits until nothing runs any more: what a contestant asked last goes on when it has stopped listening."""
        busy = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid()"
        while int(self.sql(busy + " AND backend_type = 'client backend'")):
            time.sleep(0.1)

    def process(self):
        return int(self.sql("SELECT pg_read_file('postmaster.pid')").split()[0])

    def forget(self, database):
        self.sql("SELECT pg_stat_statements_reset()", database)

    def statements(self, database):
        """How many statements, and how many milliseconds they took, since they were forgotten."""
        counted = "SELECT coalesce(sum(calls), 0), coalesce(sum(total_exec_time), 0) FROM pg_stat_statements s"
        counted += " JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = current_database() AND query !~ 'pg_stat_statements'"
        calls, took = self.sql(counted, database).split("|")
        return int(calls), float(took)


def found_or_own(address, folder):
    """The one that runs at the address, or else one of our own; and how to stop it again."""
    return (Postgres(address), lambda: None) if address else own(folder)


def own(folder):
    """Starts the one in this folder, which is made if there is none."""
    programs = Path(sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1])
    data = folder / "postgres"
    # PostgreSQL refuses to run as root.
    user = pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    run = lambda *command: subprocess.run(command, check=True, user=user.pw_uid, group=user.pw_gid, cwd="/", stdout=subprocess.DEVNULL)
    if not data.exists():
        data.mkdir()
        os.chown(data, user.pw_uid, user.pw_gid)
        run(programs / "initdb", "-D", data, "-U", "bench", "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8")
    settings = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    options = f"-p {PORT} {settings} -c unix_socket_directories={data}"
    run(programs / "pg_ctl", "-D", data, "-w", "-l", data / "log", "start", "-o", options)
    stop = lambda: run(programs / "pg_ctl", "-D", data, "-m", "fast", "stop")
    return Postgres(f"postgres://bench@127.0.0.1:{PORT}"), stop


def ticks(process):
    """How long a process had a processor, in ticks: itself, and those of its children that have ended."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])


def ticks_of_server(postmaster):
    """The same for a whole PostgreSQL: its sessions are children of one process, and may end at any time."""
    sessions = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    alive = 0
    for session in sessions:
        try:
            alive += ticks(session)[0]
        except (FileNotFoundError, ProcessLookupError):
            continue
    return sum(ticks(postmaster)) + alive
