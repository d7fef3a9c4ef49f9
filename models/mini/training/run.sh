#!/usr/bin/env bash
# The whole recipe, in order: tokenizer, renders, decoder, text encoder + UNet, scores, grids, export.
# usage: run.sh [MINUTES of UNet training, default 120] [MINUTES of decoder training, default 30]     Run it in an empty working folder.
# BF16=1 trains in bfloat16: faster on processors with AVX512-BF16.  To go on from a finished model: see README.md here.
set -e
here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-python3}
export OMP_NUM_THREADS=1                                # one thread per process: two OpenMP threads on a loaded core waste nine tenths of it
export OPENBLAS_CORETYPE=${OPENBLAS_CORETYPE:-SKYLAKEX} # old OpenBLAS does not recognise new processors; three times faster matrix products
run() { "$python" -W ignore "$here/$1.py" "${@:2}"; }
minutes=${1:-120}
decoder=${2:-30}
mkdir -p models data pictures
cp -n "$here/words.json" "$here/pca12.npz" models/ || true
[ -d models/tokenizer ] || run tokenizer
run latents
# The first of two processes goes to the background; either one's failure ends the course.
if [ ! -f data/done ]; then                             # two cores: 8 minutes
  run render pairs 2000000 20000 data/p0 & other=$!; run render pairs 2100000 20000 data/p1; wait $other
  run render focus 3000000 9000 data/f0 & other=$!; run render focus 4000000 9000 data/f1; wait $other
  run render images 1000000 30000 data/a & other=$!; run render images 9000000 1024 data/val; wait $other
  run render pairs 9500000 384 data/pval
  touch data/done
fi
in=new; [ -d models/autoencoder ] && in=models/autoencoder
run decoder "$decoder" 1 2 "$in" models/autoencoder & other=$!; run decoder "$decoder" 0 2 "$in" models/autoencoder; wait $other
from=; [ -d models/start ] && from=start; [ -d models/mini ] && from=mini
resume=(); [ -n "$from" ] && resume=(--resume "$from" --lr 7e-4 --mlr 0.012 --warm 80 --decay 0.93 --ema 0.99 --free 0.4)
train=(train mini "$minutes" --world 2 --batch 24 ${BF16:+--bf16} "${resume[@]}")
run "${train[@]}" --rank 1 & other=$!; run "${train[@]}" --rank 0; wait $other
run recentre models/mini models/recentred
run follow 15
run score recentred 4
run grids recentred pictures/mini
run export recentred export
