// Microscopy: another stain keeps most cells where they are; then nuclei are added to cells that had none.
cells = "fluorescence microscopy image of dense round green cells";
run("Word Swap...", "prompt=[" + cells + "] target=[fluorescence microscopy image of dense round red cells] tau=0:0.2:1 seed=42");
run("Add Phrase...", "prompt=[" + cells + "] target=[" + cells + " with bright nuclei] tau=0:0.2:1 seed=42");
