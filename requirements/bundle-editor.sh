#!/bin/sh
# Bundle the editor of the page for queries: viz/pages/modules/editor.js and the packages that requirements/editor pins,
# as one module for the browser, with their licences. Git ignores it, the wheel carries it where it was made.
# The packages are kept inside .venv. Without node, or without a package index, the page keeps its plain text area.
set -eu
cd "$(dirname "$0")/.."

home=.venv/editor
entry=viz/pages/modules/editor.js
bundle=viz/pages/static/editor.js
pins=requirements/editor

skip() {
    printf '%s\n' "The editor is not bundled, the page for queries keeps its text area: $*" >&2
    exit 0
}

# Whether the bundle was made from what is here now.
is_newest() {
    [ -f "$bundle" ] && [ -z "$(find "$entry" "$pins" "$0" -type f -newer "$bundle")" ]
}

licences() {
    printf '\n/*! This file contains the following packages.\n'
    for licence in "$home"/node_modules/*/LICENSE "$home"/node_modules/@*/*/LICENSE; do
        package=${licence#"$home"/node_modules/}
        case $package in esbuild/* | @esbuild/*) continue ;; esac
        printf '\n%s\n\n' "${package%/LICENSE}"
        cat "$licence"
    done
    printf '*/\n'
}

if is_newest; then exit 0; fi
command -v node >/dev/null 2>&1 || skip "node is not installed (Debian: apt-get install nodejs npm)."
mkdir -p "$home"
if ! cmp -s "$pins/package-lock.json" "$home/installed"; then
    command -v npm >/dev/null 2>&1 || skip "npm is not installed (Debian: apt-get install npm)."
    cp "$pins/package.json" "$pins/package-lock.json" "$home/"
    # What a package would run when it is installed is not run: none of these needs it.
    npm ci --silent --no-audit --no-fund --ignore-scripts --fetch-retries=0 --fetch-timeout=10000 \
        --prefix "$home" >/dev/null 2>&1 || skip "the packages could not be fetched."
    cp "$pins/package-lock.json" "$home/installed"
fi
cp "$entry" "$home/entry.js"
"$home/node_modules/.bin/esbuild" "$home/entry.js" --bundle --minify --format=esm --target=es2022 --charset=utf8 \
    --legal-comments=eof --log-level=warning --outfile="$home/bundle.js" || skip "esbuild failed."
licences >>"$home/bundle.js"
mv "$home/bundle.js" "$bundle"
