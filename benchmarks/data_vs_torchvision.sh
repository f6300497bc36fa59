#!/usr/bin/env bash
# Largo's way from image files to samples and torchvision's in turn, one thread each: data_vs_torchvision.sh IMAGES [ROUNDS].
# PYTHON names the interpreter that has torchvision.
set -euo pipefail

root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
images=${1:?a folder of image files}
rounds=${2:-7}
results=()

# Median and quartiles of a column of the results.
spread() {
  printf '%s\n' "${results[@]}" | awk -v column="$1" '{ print $column }' | sort -g | awk '
    function at(share, place, low) { place = 1 + share * (NR - 1); low = int(place); return v[low] + (place - low) * (v[low + 1] - v[low]) }
    { v[NR] = $1 }
    END { v[NR + 1] = v[NR]; printf "%.4g (%.4g - %.4g)", at(0.5), at(0.25), at(0.75) }'
}

for ((round = 1; round <= rounds; round++)); do
  peer=$("${PYTHON:-/usr/bin/python3}" "$root/benchmarks/torchvision_transform.py" "$images" --rounds 3)
  largo=$("$root/submit/largo" bench data --images "$images" --rounds 3)
  if ((round == 1)); then
    echo "$(head -2 <<<"$largo" | tr '\n' ';' | cut -d';' -f1-3); ${peer%%:*}; images/s, medians of 3 passes"
  fi
  read -r processor wall < <(sed -E 's|.*: ([0-9.]+) images/s of processor time, ([0-9.]+) .*|\1 \2|' <<<"$peer")
  read -r own_processor own_wall < <(sed -nE 's|^  Largo +([0-9.]+) \(.*\) +([0-9.]+) \(.*|\1 \2|p' <<<"$largo")
  results+=("$(awk -v a="$processor" -v b="$own_processor" -v c="$wall" -v d="$own_wall" 'BEGIN { printf "%s %s %.3f %s %s %.3f", a, b, b / a, c, d, d / c }')")
  read -ra r <<<"${results[-1]}"
  echo "round $round: of processor time torchvision ${r[0]}, Largo ${r[1]}, x ${r[2]}; of wall time ${r[3]}, ${r[4]}, x ${r[5]}; load $(cut -d' ' -f1 /proc/loadavg)"
done
echo "median (quartiles) of processor time: torchvision $(spread 1), Largo $(spread 2), x $(spread 3)"
echo "median (quartiles) of wall time: torchvision $(spread 4), Largo $(spread 5), x $(spread 6)"
