#!/usr/bin/env bash
# Executes notebooks in place, all of them or those that are named, and keeps their outputs.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"

(($# > 0)) || set -- *.ipynb
# Kernels would warn about a debugger that nobody uses here, and times of execution would differ each time.
PYDEVD_DISABLE_FILE_VALIDATION=1 jupyter-nbconvert --to notebook --execute --inplace \
  --ExecutePreprocessor.record_timing=False "$@"
