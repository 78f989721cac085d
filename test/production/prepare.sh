#!/usr/bin/env bash
# What the production stack needs besides npm's packages: PostgreSQL from Debian, and Temporal's server from its Go module, of the version that
# docker-compose.yml names. It is kept in .nbn-orders/bin; the first time takes some minutes.
set -euo pipefail
cd "$(dirname "$0")/../.."

version=$(sed -n 's|.*temporalio/server:\([0-9.]*\).*|\1|p' docker-compose.yml)
bin="$PWD/.nbn-orders/bin"
mkdir -p "$bin"

if ! ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; then
  apt-get update -qq
  apt-get install --yes -qq --no-install-recommends postgresql >/dev/null
fi
if [ "$("$bin/temporal-sql-tool" --version 2>/dev/null)" != "temporal-sql-tool version $version" ]; then
  GOBIN="$bin" go install "go.temporal.io/server/cmd/server@v$version" "go.temporal.io/server/cmd/tools/sql@v$version"
  mv "$bin/server" "$bin/temporal-server"
  mv "$bin/sql" "$bin/temporal-sql-tool"
fi
