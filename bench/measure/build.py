"""What must be there before anything is measured."""

import os
import subprocess

from measure.contestants import NODE, RELEASE
from measure.questions import BENCH


def programs(with_postgraphile):
    cargo = ["cargo", "build", "--release", "--locked", "--quiet"]
    cargo += ["-p", "cluster-directory", "-p", "directory-bench", "-p", "directory-floor"]
    subprocess.run(cargo, cwd=BENCH.parent, check=True)
    if with_postgraphile and not NODE.exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=BENCH / "postgraphile", check=True, stdout=subprocess.DEVNULL)


def databases(folder, size, postgres):
    """The address of each, filled if it was missing. What is drawn comes from SQLite's, so that is always there."""
    file = folder / f"{size}.db"
    addresses = {"sqlite": f"sqlite://{file}"}
    if not file.exists():
        fill(f"sqlite://{file}.part", size)
        os.replace(f"{file}.part", file)
    if postgres:
        addresses["postgres"] = postgres.of(size)
        if not postgres.sql(f"SELECT 1 FROM pg_database WHERE datname = '{size}'"):
            postgres.sql(f"CREATE DATABASE {size}_part")
            fill(postgres.of(f"{size}_part"), size)
            postgres.sql(f"ALTER DATABASE {size}_part RENAME TO {size}")
    return addresses


def fill(address, size):
    subprocess.run([RELEASE / "generate", address, "--size", size], check=True)
