#!/usr/bin/env bash
# A discovery script for Spark's resource gpu: prints {"name": "gpu", "addresses": [...]}, what CUDA shows to a process here.
#
# A whole GPU's address is the number by which CUDA knows it: its place in CUDA_VISIBLE_DEVICES, else among all GPUs. Where GPUs
# are cut up (MIG) an address is the UUID of an instance, since CUDA gives a process no number for it; so it is with
# LARGO_GPU_ADDRESSES=uuid for whole GPUs.
set -euo pipefail

fail() {
  echo "gpu-discovery: $*" >&2
  exit 1
}

# Lines of nvidia-smi -L, an instance of MIG below its GPU:
#   GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-5c89...)
#     MIG 3g.20gb     Device  0: (UUID: MIG-c6d4...)
command -v nvidia-smi >/dev/null ||
  fail "no nvidia-smi on the PATH; install the NVIDIA driver on $(uname -n), or leave spark.*.resource.gpu out"
listing=$(nvidia-smi -L 2>&1) || fail "nvidia-smi -L failed on $(uname -n): ${listing%%$'\n'*}"

gpus=() indices=() instances=() parents=()
while IFS= read -r line; do
  [[ $line =~ \(UUID:\ *([^\)]+)\) ]] || continue
  uuid=${BASH_REMATCH[1]}
  if [[ $line =~ ^GPU\ +([0-9]+): ]]; then
    indices+=("${BASH_REMATCH[1]}") gpus+=("$uuid")
  elif [[ $line =~ ^\ +MIG\  && ${#gpus[@]} -gt 0 ]]; then
    instances+=("$uuid") parents+=("${gpus[-1]}")
  fi
done <<<"$listing"
((${#gpus[@]})) || fail "nvidia-smi shows no GPU on $(uname -n)"

# Sets seen to the UUIDs that CUDA shows, in its order, and cut where there are instances among them. CUDA stops at the first
# entry that it does not know, and takes the start of a UUID for it.
seen=() cut=
see_gpu() {
  local i own=()
  for i in "${!parents[@]}"; do
    [[ ${parents[i]} != "$1" ]] || own+=("${instances[i]}") cut=yes
  done
  seen+=("${own[@]:-$1}")
}

# Whether there is a GPU or an instance of this number or this UUID.
see() {
  local i
  for i in "${!gpus[@]}"; do
    if [[ $1 == "${indices[i]}" || ($1 == GPU-?* && ${gpus[i]} == "$1"*) ]]; then
      see_gpu "${gpus[i]}"
      return
    fi
  done
  for i in "${!instances[@]}"; do
    if [[ $1 == MIG-?* && ${instances[i]} == "$1"* ]]; then
      seen+=("${instances[i]}") cut=yes
      return
    fi
  done
  return 1
}

if [[ -z ${CUDA_VISIBLE_DEVICES+set} ]]; then
  for uuid in "${gpus[@]}"; do see_gpu "$uuid"; done
else
  IFS=, read -ra visible <<<"$CUDA_VISIBLE_DEVICES"
  for entry in ${visible[@]+"${visible[@]}"}; do
    see "${entry//[[:space:]]/}" || break
  done
  ((${#seen[@]})) ||
    fail "CUDA_VISIBLE_DEVICES = '$CUDA_VISIBLE_DEVICES' leaves none of the ${#gpus[@]} GPUs of $(uname -n); correct or unset it"
fi

if [[ -n $cut || ${LARGO_GPU_ADDRESSES:-number} == uuid ]]; then
  addresses=("${seen[@]}")
else
  addresses=("${!seen[@]}")
fi
list=$(printf ', "%s"' "${addresses[@]}")
echo "{\"name\": \"gpu\", \"addresses\": [${list:2}]}"
