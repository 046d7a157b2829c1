#!/usr/bin/env bash
# Brings each PublicAPI.Unshipped.txt up to date with the code, so that a change of the public face is a diff to review.
set -euo pipefail
cd "$(dirname "$0")/.."
for project in src/*/*.csproj; do
  folder=$(dirname "$project")
  file="$folder/PublicAPI.Unshipped.txt"
  [ -f "$file" ] || continue
  log=$(mktemp)
  dotnet build "$project" --no-incremental -p:TreatWarningsAsErrors=false -p:MSBuildTreatWarningsAsErrors=false >"$log" 2>&1 || true
  # What a project builds with comes along; only its own lines count, which end with its file: [/…/ApiSecurity.csproj].
  grep -F "/$(basename "$project")]" "$log" >"$log.own" || true
  # One symbol a line: "warning RS0016: Symbol '…' is not part of the declared public API".
  sed -nE "s/.*RS0016: Symbol '(.*)' is not part of the declared.*/\1/p" "$log.own" | sort -u >"$log.add"
  sed -nE "s/.*RS0017: Symbol '(.*)' is part of the declared API, but.*/\1/p" "$log.own" | sort -u >"$log.remove"
  { echo '#nullable enable'; { tail -n +2 "$file"; cat "$log.add"; } | grep -v '^$' | LC_ALL=C sort -u | grep -vxFf "$log.remove" || true; } >"$log.new"
  mv "$log.new" "$file"
  echo "$file: $(wc -l <"$log.add") added, $(wc -l <"$log.remove") removed"
  rm -f "$log" "$log.own" "$log.add" "$log.remove"
done
