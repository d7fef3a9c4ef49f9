#!/usr/bin/env bash
# The course of one model: tokenizer, latents, decoder, text encoder + UNet, judge, scores, grids, export.
# usage: run.sh scenes|cells [MINUTES of UNet training, default 120] [MINUTES of decoder training, default 30]
# Everything is kept in $TRAINING (default: the ignored folder .training of the work tree) and found there by the next start, also on
# another machine, on a CPU (two processes of one thread) or on a GPU (one process).  NICE=19 trains at low priority.
set -e
here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-python3}
model=$1; minutes=${2:-120}; decoder=${3:-30}
export OMP_NUM_THREADS=1                                # one thread per process: two OpenMP threads on a loaded core waste nine tenths of it
export GLIBC_TUNABLES=${GLIBC_TUNABLES-glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=1073741824:glibc.malloc.trim_threshold=8000000000:glibc.malloc.top_pad=268435456}   # keeps freed memory, in large pages: 1.4 times as fast
export TRAINING=${TRAINING:-$here/../../.training}
root=$TRAINING/$model
run() { nice -n "${NICE:-0}" "$python" -W ignore "$here/$1.py" "$model" "${@:2}"; }
mkdir -p "$root" && cd "$root"
[ -d tokenizer ] || run tokenizer
[ -f "$here/$model.pca.npz" ] || run latents
if [ "$decoder" != 0 ]; then
  in=new; [ -d autoencoder ] && in=autoencoder
  run decoder "$decoder" 1 2 "$in" autoencoder & other=$!; run decoder "$decoder" 0 2 "$in" autoencoder; wait $other
fi
from=(); [ -d run ] && from=(--resume run)
[ -d run ] || [ ! -f "$here/checkpoints/$model.pt" ] || { run pack unpack "$here/checkpoints/$model.pt" run; from=(--resume run); }
train=(train run "$minutes" --bf16 "${from[@]}" ${ARGS:-})        # ARGS: more options, such as --until 300000 for the last part
if "$python" -c 'import sys, torch; sys.exit(not torch.cuda.is_available())'; then run "${train[@]}" --batch 256 --workers "$(($(nproc) - 1))" --reuse 0.8
else run "${train[@]}" --world 2 --rank 1 & other=$!; run "${train[@]}" --world 2 --rank 0; wait $other; fi
run recentre run recentred
[ -f follow.pt ] || run follow 15
run score recentred 1000
run grids recentred grid
run export recentred export
