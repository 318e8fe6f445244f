#!/bin/sh
# Check the types that the scripts in viz/modules, and the editor where its packages are, declare in their comments: an unknown name or a wrong call is an error.
# TypeScript is kept inside .venv, at the version below; without node, or without a package index, the check is skipped.
set -eu
cd "$(dirname "$0")/.."

version=5.9.3
home=.venv/typescript
tsc=$home/node_modules/.bin/tsc

skip() {
    printf '%s\n' "The scripts in viz/modules are not checked: $*" >&2
    exit 0
}

command -v node >/dev/null 2>&1 || skip "node is not installed (Debian: apt-get install nodejs npm)."
if ! [ "$("$tsc" --version 2>/dev/null)" = "Version $version" ]; then
    command -v npm >/dev/null 2>&1 || skip "npm is not installed (Debian: apt-get install npm)."
    npm install --silent --no-audit --no-fund --no-save --fetch-retries=1 --fetch-timeout=20000 \
        --prefix "$home" "typescript@$version" >/dev/null 2>&1 || skip "typescript $version could not be fetched."
fi

"$tsc" --noEmit --allowJs --checkJs --strict --target es2023 --module es2022 --lib es2023,dom,dom.iterable viz/modules/*.js

# Packages are looked for beside the script that imports them.
editor=.venv/editor
[ -f "$editor/installed" ] || exit 0
cp viz/pages/modules/editor.js "$editor/entry.js"
"$tsc" --noEmit --allowJs --checkJs --strict --skipLibCheck --target es2023 --module es2022 --moduleResolution bundler \
    --lib es2023,dom,dom.iterable "$editor/entry.js"
