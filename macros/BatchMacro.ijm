makeRectangle(32, 32, 64, 64);
run("Edit Image...", "prompt=[a red ball on the grass] target=[a blue ball on the grass] slices=each steps=4 tau=0 strength=1");