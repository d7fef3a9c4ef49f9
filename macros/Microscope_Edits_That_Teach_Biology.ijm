// The model of microscope images, cells: the same cells in another stain, with other fibres, with ill mitochondria, and out of focus.
run("Word Swap...", "prompt=[green cells] target=[magenta cells] tau=0:0.4:0.8 seed=905 model=cells");
run("Add Phrase...", "prompt=[green actin fibres with blue nuclei] target=[green microtubules with blue nuclei] tau=0:0.4:0.8 seed=11 model=cells");
run("Word Swap...", "prompt=[healthy red mitochondria with blue nuclei] target=[fragmented red mitochondria with blue nuclei] tau=0:0.4:0.8 seed=11 model=cells");
run("Add Phrase...", "prompt=[magenta mitochondria, in focus] target=[magenta mitochondria, out of focus] tau=0:0.4:0.8 seed=11 model=cells");
