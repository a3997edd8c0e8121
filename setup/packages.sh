#!/bin/sh
# Sees to the Debian packages that `make run` or `make test` needs: setup/packages.sh run|test
# Installs what is missing when root; otherwise prints the one command to run and stops. Silent if all is there.
set -eu
purpose=$1
python=${PYTHON:-python3}

# WeasyPrint sets text with Pango and cuts fonts with HarfBuzz; without the latter a PDF takes 2.5 times as long.
packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
# Names of people and organisations, in scripts that the bundled fonts lack: Arabic, Hebrew, Devanagari, Thai,
# Chinese, Japanese, Korean.
packages="$packages fontconfig fonts-noto-core fonts-noto-cjk"
# Debian keeps this part of Python in a package of its own; other builds of Python bring it along.
"$python" -c 'import venv, ensurepip' 2>/dev/null || packages="python3-venv $packages"
# A browser for tests/journeys; and a database server, which setup/postgresql.py starts for as long as tests run.
[ "$purpose" = run ] || packages="$packages chromium postgresql"
# Other eyes than ours for PDFs and their seals: pdftoppm, pdffonts and pdfsig (certutil tells it whom to trust),
# qpdf, openssl, and what veraPDF's engine runs on, which checks PDF/A and PDF/UA (tests/attestations/verapdf.py).
[ "$purpose" = run ] || packages="$packages poppler-utils libnss3-tools qpdf openssl default-jdk-headless libjaxb-java"

if ! command -v dpkg-query >/dev/null; then
    echo "This is not Debian. Modcheck needs what these Debian packages hold; continuing as if it were there:"
    echo "  $packages"
    exit 0
fi

missing=
for package in $packages; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
    echo "These Debian packages are missing. Install them with this command, then run make again:"
    echo "  sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends$missing'"
    exit 1
fi
echo "Installing the Debian packages that are missing:$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
# Debian would set up a PostgreSQL server and keep it running; tests want one of their own.
no_server=/etc/postgresql-common/createcluster.d/modcheck.conf
case " $missing " in
*" postgresql "*)
    mkdir -p "${no_server%/*}"
    echo "create_main_cluster = false" > "$no_server"
    trap 'rm -f "$no_server"' EXIT
    ;;
esac
# shellcheck disable=SC2086 # a list of words on purpose
apt-get install -q -y --no-install-recommends $missing
