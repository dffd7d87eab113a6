# Names the compilers, for the scripts here and in demo: GCC, GXX, GFORTRAN, CLANG and CLANGXX. The
# environment's values count; CONTRIBUTING.md describes the variables. tests/compilers/mod.rs does
# the same for the tests.

# beside COMMAND THIS THAT: the command with THAT where the name of COMMAND has THIS.
beside() {
    local folder='' name=$1
    case $1 in */*) folder=${1%/*}/ name=${1##*/} ;; esac
    printf '%s%s' "$folder" "${name/$2/$3}"
}

export GCC=${GCC:-gcc}
export GXX=${GXX:-$(beside "$GCC" gcc g++)}
export GFORTRAN=${GFORTRAN:-$(beside "$GCC" gcc gfortran)}
export CLANG=${CLANG:-clang-19}
export CLANGXX=${CLANGXX:-$(beside "$CLANG" clang clang++)}
