#!/usr/bin/env bash
# Runs a Largo command on a standalone cluster of N workers on this host, each held to PERCENT of a core by a control group of
# Linux, so that more workers than cores do not slow each other down. They exchange over TCP, through loopback. Needs root.
#   benchmarks/capped_workers.sh N PERCENT COMMAND...
set -euo pipefail
cd "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")"
(($# >= 3)) || { echo "usage: benchmarks/capped_workers.sh N PERCENT COMMAND..." >&2; exit 2; }
count=$1 percent=$2
shift 2

submit/largo --version # builds it where need be
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
lib=$PWD/spark-job/target/lib
directory=$(mktemp -d) pids=() groups=()
export SPARK_HOME='' SPARK_LOCAL_IP=127.0.0.1

finish() {
  ((${#pids[@]} == 0)) || kill "${pids[@]}" 2>/dev/null || true
  wait
  for group in "${groups[@]}"; do
    for _ in $(seq 50); do rmdir "$group" 2>/dev/null && break || sleep 0.2; done # executors end a little later
  done
  rm -rf "$directory"
}
trap finish EXIT

# A control group with PERCENT of a core, in slices of 20 ms; version 2 of Linux's groups, or version 1.
capped_group() {
  local quota=$((percent * 200)) group
  if [[ -e /sys/fs/cgroup/cgroup.controllers ]]; then
    group=/sys/fs/cgroup/largo-$$-$1
    echo +cpu >/sys/fs/cgroup/cgroup.subtree_control
    mkdir "$group"
    echo "$quota 20000" >"$group/cpu.max"
  else
    group=/sys/fs/cgroup/cpu/largo-$$-$1
    mkdir "$group"
    echo 20000 >"$group/cpu.cfs_period_us"
    echo "$quota" >"$group/cpu.cfs_quota_us"
  fi
  echo "$group"
}

port=$((20000 + $$ % 20000))
mkdir "$directory/spark"
ln -s "$lib" "$directory/spark/jars" # workers give their executors the jars of SPARK_HOME
"$java" -Xmx512m -cp "$lib/*" org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$port" --webui-port 0 \
  >"$directory/master.log" 2>&1 &
pids+=($!)
for i in $(seq "$count"); do
  groups+=("$(capped_group "$i")")
  (
    echo "$BASHPID" >"${groups[-1]}/cgroup.procs"
    SPARK_HOME=$directory/spark SPARK_SCALA_VERSION=2.12 exec "$java" -Xmx256m -cp "$lib/*" \
      org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --webui-port 0 --cores 1 --memory 1g \
      --work-dir "$directory/work-$i" "spark://127.0.0.1:$port"
  ) >"$directory/worker-$i.log" 2>&1 &
  pids+=($!)
done

unset SPARK_HOME
submit/largo --master "spark://127.0.0.1:$port" --conf spark.executor.memory=1g --conf spark.executor.cores=1 \
  --conf spark.largo.sharedMemory=false --conf spark.ui.enabled=false --conf spark.largo.executorWait=30min "$@"
