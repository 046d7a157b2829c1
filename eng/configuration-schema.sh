#!/usr/bin/env bash
# Writes src/ApiSecurity/ConfigurationSchema.json anew, from the options' types and their documentation.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build tests/ApiSecurity.Tests -v quiet
APISECURITY_WRITE_SCHEMA=1 dotnet test --project tests/ApiSecurity.Tests --no-build --filter-method '*The_schema_in_the_package_is_that_of_the_options'
git diff --stat -- src/ApiSecurity/ConfigurationSchema.json
