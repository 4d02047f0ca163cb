#!/usr/bin/env bash
# Writes the documents that the program generates (docs/rules, docs/*.schema.json); with --check says which of them are stale instead.
# Needs a Release build.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bootlab() { dotnet "src/BootLab.Cli/bin/${CONFIGURATION:-Release}/net10.0/bootlab.dll" "$@"; }

fresh="$(mktemp -d)"
trap 'rm -rf "$fresh"' EXIT
mkdir "$fresh/rules"
bootlab explain --all --out "$fresh/rules"
schemas=(lab table image image-inspect)
for schema in "${schemas[@]}"; do bootlab schema "$schema" >"$fresh/$schema.schema.json"; done
documents=(rules "${schemas[@]/%/.schema.json}")

case "${1:-}" in
    --check)
        stale=0
        for document in "${documents[@]}"; do diff -ru "docs/$document" "$fresh/$document" || stale=1; done
        if ((stale)); then echo "docs are stale; run eng/docs.sh and commit" >&2; fi
        exit "$stale" ;;
    '')
        mkdir -p docs
        for document in "${documents[@]}"; do rm -rf "docs/$document"; cp -r "$fresh/$document" "docs/$document"; done ;;
    *) echo "docs.sh: found '$1', expected nothing or --check" >&2; exit 2 ;;
esac
