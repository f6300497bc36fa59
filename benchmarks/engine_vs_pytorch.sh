#!/usr/bin/env bash
# Largo's compiled engine and PyTorch DDP in turn: engine_vs_pytorch.sh [ROUNDS] [NETWORK]. PYTHON names the interpreter that has torch.
set -euo pipefail

root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
rounds=${1:-5}
network=${2:-resnet-20}
cores=$(nproc)

for ((round = 1; round <= rounds; round++)); do
  OMP_NUM_THREADS=1 "${PYTHON:-/usr/bin/python3}" "$root/benchmarks/pytorch_ddp.py" "$network" --processes "$cores" --rounds 3
  echo "Largo, $network, $cores x 1 threads:$("$root/submit/largo" bench engine --networks "$network" --engines onednn --rounds 3 |
    awk -v n="$cores" '$1 == n && /at once/ { getline; $1 = ""; print }') images/s"
done
