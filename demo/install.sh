# Sourced by the scripts that need Debian packages or Python packages: says what it installs, and is silent when all is there.

# need_apt COMMAND=PACKAGE…: installs the packages whose command is missing.
need_apt() {
    local pair missing=()
    for pair in "$@"; do
        command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
    done
    apt_install "${missing[@]}"
}

# need_file PATTERN=PACKAGE…: installs the packages of which no file matches the pattern.
need_file() {
    local pair missing=()
    for pair in "$@"; do
        compgen -G "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
    done
    apt_install "${missing[@]}"
}

apt_install() {
    [ $# -eq 0 ] && return
    local as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    if ! command -v apt-get >/dev/null; then
        echo "please install what Debian calls: $*" >&2
        exit 1
    fi
    echo "installing by apt: $*"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# need_venv FOLDER REQUIREMENTS…: a virtual environment that has what the requirements files list. A copy of each file
# inside the environment tells that it is installed already.
need_venv() {
    local venv=$1 file stamp
    shift
    if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
        apt_install python3-venv
    fi
    if [ ! -x "$venv/bin/python" ]; then
        echo "making a Python environment in $venv"
        python3 -m venv "$venv"
    fi
    for file in "$@"; do
        stamp=$venv/installed-$(basename "$file")
        if ! cmp -s "$file" "$stamp"; then
            echo "installing by pip into $venv: $(tr '\n' ' ' <"$file")"
            "$venv/bin/pip" install --quiet --disable-pip-version-check --only-binary=:all: -r "$file"
            cp "$file" "$stamp"
        fi
    done
}
