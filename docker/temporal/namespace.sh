#!/bin/sh
# The namespace and the search attributes of contract/search-attributes.ts; what exists already stays as it is.
set -eu

# A server that has just opened its port needs some seconds, and so has a new namespace until it can be used.
try() {
  for _ in $(seq 30); do
    "$@" && return
    sleep 2
  done
  echo "Gave up: $*" >&2
  return 1
}

namespace() {
  temporal operator namespace describe --namespace default >/dev/null 2>&1 ||
    # How long an order can be looked up after its end.
    temporal operator namespace create --namespace default --retention 30d
}

try namespace
try temporal operator search-attribute create --namespace default \
  --name NbnState --type Keyword \
  --name NbnOrderStatus --type Keyword \
  --name NbnOrderId --type Keyword \
  --name NbnCustNo --type Keyword \
  --name NbnGroupNo --type Keyword \
  --name NbnWaitingFor --type Keyword \
  --name NbnJeopardy --type Bool \
  --name NbnDueDate --type Datetime
