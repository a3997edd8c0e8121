#!/bin/sh
# Makes .venv if there is none and installs a hashed requirements file into it: setup/environment.sh FILE
set -eu
requirements=$1
python=${PYTHON:-python3}

if [ ! -x .venv/bin/python ]; then
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        echo "Modcheck needs Python 3.11 or later; $python is $("$python" -V). Name another: make PYTHON=python3.12"
        exit 1
    }
    echo "Making the Python environment in .venv"
    "$python" -m venv .venv
fi

echo "Installing $requirements into .venv"
.venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check \
    --require-hashes --only-binary :all: -r "$requirements"

# A first PDF takes half as long when nothing is left to compile. Files that are not meant to compile
# (a package's templates) are no fault of ours.
.venv/bin/python -m compileall -qq .venv/lib || true
