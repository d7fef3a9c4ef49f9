#!/usr/bin/env bash
# The course of one model: tokenizer, latents, decoder, text encoder + UNet, distillation of its guidance, judge, scores, grids, export.
# usage: run.sh scenes|cells [MINUTES of UNet training, default 120] [MINUTES of decoder training, default 30] [MINUTES of distillation, default 30 for a model whose guidance is 1, else 0]
# A course that was killed in its distillation goes on there, with the minutes that were left (delete $TRAINING/MODEL/distilling to begin another).
# Goes on from the last run, else from a packed one (checkpoints), else from the embedded model's own weights.  Everything is kept
# in $TRAINING (default: the ignored folder .training of the work tree) and found there by the next start, also on another machine, on a CPU (two processes of one thread) or on a GPU (one process, and renderers beside it).  NICE=19 trains at low priority.
set -e
here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-python3}
model=$1; folder=$model; [ "$model" = scenes ] && folder=mini
minutes=${2:-120}; decoder=${3:-30}
export OMP_NUM_THREADS=1                                # one thread per process: two OpenMP threads on a loaded core waste nine tenths of it
export GLIBC_TUNABLES=${GLIBC_TUNABLES-glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=1073741824:glibc.malloc.trim_threshold=8000000000:glibc.malloc.top_pad=268435456}   # keeps freed memory, in large pages: 1.4 times as fast
export TRAINING=${TRAINING:-$here/../../.training}
root=$TRAINING/$model
run() { nice -n "${NICE:-0}" "$python" -W ignore "$here/$1.py" "$model" "${@:2}"; }
distil=${4:-$(cd "$here" && "$python" -c "from $model import DEFAULTS; print(30 if DEFAULTS['guidance'] == 1 else 0)")}
mkdir -p "$root" && cd "$root"
[ -d tokenizer ] || run tokenizer
[ -f "$here/$model.pca.npz" ] || run latents
for r in run distilled; do [ -d $r ] || [ ! -d $r.old ] || mv $r.old $r; done      # killed while it was written
killed=; [ "$distil" != 0 ] && [ -f distilling ] && killed=1
gpu=; "$python" -c 'import sys, torch; sys.exit(not torch.cuda.is_available())' && gpu=1
spare=$(($(nproc --all) - 2)); [ "$spare" -ge 1 ] || spare=1
if [ "$decoder" != 0 ] && [ -z "$killed" ]; then
  in=$here/../$folder/vae; [ -d autoencoder ] && in=autoencoder
  if [ -n "$gpu" ]; then run decoder "$decoder" "$in" autoencoder --workers "$spare"
  else run decoder "$decoder" "$in" autoencoder --world 2 --rank 1 & other=$!; run decoder "$decoder" "$in" autoencoder --world 2 --rank 0; wait $other; fi
fi
[ -d autoencoder ] || cp -r "$here/../$folder/vae" autoencoder         # 0 minutes of the decoder: the embedded one, which scores, grids and export read
from=(--weights "$here/../$folder"); [ -d run ] && from=(--resume run)
[ -d run ] || [ ! -f "$here/checkpoints/$model.pt" ] || { run pack unpack "$here/checkpoints/$model.pt" run; from=(--resume run); }
fit() {        # RUN MINUTES OPTIONS
  if [ -n "$gpu" ]; then run train "$@" --bf16 --batch 512 --pool 400000 --workers "$spare"
  else run train "$@" --bf16 --world 2 --rank 1 & other=$!; run train "$@" --bf16 --world 2 --rank 0; wait $other; fi
}
[ -n "$killed" ] || fit run "$minutes" "${from[@]}" ${ARGS:-}        # ARGS: more options, such as --until 300000 for the last part
last=run
if [ "$distil" != 0 ]; then
  if [ -n "$killed" ] && [ -d distilled ]; then pupil=(--resume distilled --rest); else rm -rf distilled; pupil=(--resume run); fi
  touch distilling
  fit distilled "$distil" "${pupil[@]}" --distil run --lr 4e-4 --mlr 0.008 --warm 50 --fall --decay 0.9
  rm distilling; last=distilled
fi
run recentre "$last" recentred
[ -f follow.pt ] || [ -f "$here/checkpoints/$model-judge.pt" ] || run follow 15 ${gpu:+$spare}
run score recentred 1000 --jobs "$([ -n "$gpu" ] && echo 1 || echo 2)"
run grids recentred grid
run export recentred export
