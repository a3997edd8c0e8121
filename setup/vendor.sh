#!/bin/sh
# Brings compliance/static/vendor/ from the npm packages named below (needs npm and .venv). What it makes is kept
# in git, so that neither `make run` nor a server ever needs it: it is for raising a version.
#
# Pages get variable fonts cut into subsets, of which a browser loads only those that a page uses. The PDF gets
# one whole file for each style instead: WeasyPrint 70 writes one PDF font for each family and style, so that
# several subset files of one style come out as wrong letters (see vendor/fonts/pdf/fonts.css).
set -eu
cd "$(dirname "$0")/.."

vendor=compliance/static/vendor
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

unpack() { # npm package with version, folder below $work
    mkdir "$work/$2"
    tar xzf "$work/$(cd "$work" && npm pack --silent "$1")" -C "$work/$2" --strip-components=1
}
unpack bootstrap@5.3.9 bootstrap
unpack @fontsource-variable/source-sans-3@5.3.0 web-sans
unpack @fontsource-variable/source-serif-4@5.3.1 web-serif
unpack source-sans@3.52.0 pdf-sans
unpack source-serif@4.5.1 pdf-serif

rm -rf "$vendor/bootstrap" "$vendor/fonts/source-sans-3" "$vendor/fonts/source-serif-4" "$vendor"/fonts/pdf/*.woff2
mkdir -p "$vendor/bootstrap" "$vendor/fonts/source-sans-3" "$vendor/fonts/source-serif-4" "$vendor/fonts/pdf"

# The source map is not bundled, and a static files manifest refuses a reference to a missing file.
sed '/^\/\*# sourceMappingURL=/d' "$work/bootstrap/dist/css/bootstrap.min.css" > "$vendor/bootstrap/bootstrap.min.css"
cp "$work/bootstrap/LICENSE" "$vendor/bootstrap/LICENSE"

# Web: the @font-face rules of four subsets, and the files that they name.
faces() { # folder below $work, its style sheet, family, its folder
    cp "$work/$1/LICENSE" "$vendor/fonts/$4/LICENSE"
    awk -v RS= -v ORS='\n\n' '$2 ~ /-(latin|latin-ext|greek|cyrillic)-wght-/ && $2 !~ /(greek|cyrillic)-ext/' \
        "$work/$1/$2" | sed "s/'$3 Variable'/'$3'/; s/'woff2-variations'/'woff2'/; s#(\./files/#(./$4/#" \
        >> "$vendor/fonts/fonts.css"
}
{
    echo "/* Source Sans 3 and Source Serif 4 for pages: variable weight, by subset. Made by setup/vendor.sh. */"
    echo
} > "$vendor/fonts/fonts.css"
faces web-sans wght.css 'Source Sans 3' source-sans-3
faces web-sans wght-italic.css 'Source Sans 3' source-sans-3
faces web-serif wght.css 'Source Serif 4' source-serif-4
for file in $(sed -n 's/.*url(\.\/\([^)]*\)).*/\1/p' "$vendor/fonts/fonts.css"); do
    case $file in
        source-sans-3/*) cp "$work/web-sans/files/${file#*/}" "$vendor/fonts/$file" ;;
        source-serif-4/*) cp "$work/web-serif/files/${file#*/}" "$vendor/fonts/$file" ;;
    esac
done

# PDF: whole fonts, unchanged (their name is reserved: a changed font would need another).
for style in Regular It Semibold Bold; do
    cp "$work/pdf-sans/WOFF2/TTF/SourceSans3-$style.ttf.woff2" "$vendor/fonts/pdf/"
done
for style in Regular Semibold Bold; do
    cp "$work/pdf-serif/WOFF2/TTF/SourceSerif4-$style.ttf.woff2" "$vendor/fonts/pdf/"
done
cp "$work/pdf-sans/LICENSE.md" "$vendor/fonts/pdf/LICENSE-source-sans.md"
cp "$work/pdf-serif/LICENSE.md" "$vendor/fonts/pdf/LICENSE-source-serif.md"

find "$vendor" -type f -exec chmod 644 {} +
du -sh "$vendor"
