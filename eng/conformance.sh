#!/usr/bin/env bash
# Runs iscsi-test-cu against the embedded target and tgtd and writes docs/conformance.md. A test compares the page with its own run, so there is no --check.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec dotnet run -c Release --project eng/BootLab.Conformance -- "$@"
