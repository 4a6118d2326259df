#!/usr/bin/env bash
# Publishes this sample with Native AOT, and measures its size, start, memory and speed beside those of the JIT in the same run.
#   measure.sh             for linux-x64: as the project and the package set it up, and in the variants below
#   measure.sh --arm64     for linux-arm64 too, under qemu-aarch64: are the outputs those of linux-x64, to 1e-5?
#   measure.sh --install   installs what --arm64 takes, on Debian and as root; then ends
# Times are those of the least disturbed run: on a machine that does other work, compare them with each other only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export LC_ALL=C DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

readonly starts=50 rounds=7
readonly arm64_packages=(clang-14 gcc-aarch64-linux-gnu binutils-aarch64-linux-gnu libc6-dev-arm64-cross zlib1g-dev qemu-user)

if [[ ${1-} == --install ]]; then
    apt-get update -q
    exec apt-get install -q -y --no-install-recommends "${arm64_packages[@]}"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

build() {
    dotnet "$@" --configuration Release --property:UseArtifactsOutput=true --property:ArtifactsPath="$work/artifacts" > "$work/log" < /dev/null || { cat "$work/log"; exit 1; }
}

publish() { # variant target options
    build publish --runtime "$2" --output "$work/$1" "${@:3}"
    printf '  %-10s %9d bytes\n' "$1" "$(stat -c %s "$work/$1/Inference")"
}

# Runs a variant with the arguments; {time} among them stands for the time at which the process becomes that program.
run() {
    local program=("$work/$1/Inference") environment=()
    if [[ $1 == jit* ]]; then program=(dotnet "$work/artifacts/bin/Inference/release/Inference.dll"); fi
    if [[ $1 == jit-avx2 ]]; then environment=(DOTNET_EnableAVX512=0); fi
    env "${environment[@]}" bash -c 'exec "${@/#\{time\}/$EPOCHREALTIME}"' bash "${program[@]}" "${@:2}" | sed "s/^/$1 /"
}

echo "Size"
build build
publish x86-64-v3 linux-x64
publish baseline linux-x64 --property:NetGenSetInstructionSet=false
variants=(x86-64-v3 baseline)
if grep -qw avx512vl /proc/cpuinfo; then
    publish x86-64-v4 linux-x64 --property:IlcInstructionSet=x86-64-v4
    variants+=(x86-64-v4)
fi
# At an address that the linker chooses, and with its tables as they are in memory: fewer pages to prepare at the start.
publish fixed linux-x64 --property:PositionIndependentExecutable=false --property:IlcDehydrate=false
variants+=(fixed jit-avx2 jit)

for ((i = 0; i < starts; i++)); do
    for variant in "${variants[@]}"; do run "$variant" --started '{time}' >> "$work/starts"; done
    start=$EPOCHREALTIME
    /bin/true
    echo "/bin/true $start $EPOCHREALTIME" | awk '{ print $1, ($3 - $2) * 1e3, 0 }' >> "$work/starts"
done
echo "From the start of the process to the first prediction, and the peak of resident memory until then; /bin/true from its start to its end"
for variant in "${variants[@]}" /bin/true; do
    grep "^$variant " "$work/starts" | sort -g -k 2 | awk '
        { time[NR] = $2; if ($3 > peak) peak = $3 }
        END { printf "  %-10s %7.2f ms at least, %7.2f ms median%s\n", $1, time[1], time[int((NR + 1) / 2)], peak ? sprintf(", %6d KiB", peak) : "" }'
done

for ((i = 0; i < rounds; i++)); do
    for variant in "${variants[@]}"; do run "$variant" --measure >> "$work/measures"; done
done
echo "Speed, the least of $rounds runs, with its ratio to the JIT without AVX-512; and the peak of resident memory"
awk -v variants="${variants[*]}" '
    / lanes$/ { lanes[$1] = $3 }
    /single prediction:/ { if (!($1 in single) || $4 < single[$1]) single[$1] = $4 }
    /batch of 32:/ { if (!($1 in batch) || $5 < batch[$1]) batch[$1] = $5 }
    /resident memory:/ { if ($8 > peak[$1]) peak[$1] = $8 }
    END {
        count = split(variants, names, " ")
        for (i = 1; i <= count; i++) {
            n = names[i]
            printf "  %-10s %2d lanes, %7.1f ns a prediction (%.2f), %8.1f ns a batch of 32 (%.2f), %6d KiB\n",
                n, lanes[n], single[n], single[n] / single["jit-avx2"], batch[n], batch[n] / batch["jit-avx2"], peak[n]
        }
    }' "$work/measures"

[[ ${1-} == --arm64 ]] || exit 0

for tool in clang-14 qemu-aarch64 aarch64-linux-gnu-objcopy; do
    command -v "$tool" > /dev/null || { echo "There is no $tool: install ${arm64_packages[*]}, as --install does."; exit 1; }
done
echo "linux-arm64"
publish arm64 linux-arm64 --property:CppCompilerAndLinker=clang-14
"$work/x86-64-v3/Inference" --samples --outputs > "$work/x64.csv"
qemu-aarch64 -L /usr/aarch64-linux-gnu "$work/arm64/Inference" --samples --outputs > "$work/arm64.csv"
paste -d, "$work/x64.csv" "$work/arm64.csv" | awk -F, '
    { for (i = 1; i <= NF / 2; i++) { d = $i - $(i + NF / 2); if (d < 0) d = -d; if (d > most) most = d; count++ } }
    END { printf "  the %d outputs differ by at most %.1e from those of linux-x64\n", count, most; exit !(count > 0 && most <= 1e-5) }'
