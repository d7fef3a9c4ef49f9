// A sweep, measured; where its words act; and what decided it.
run("Word Swap...", "prompt=[a red ball on the grass] target=[a blue ball on the grass] tau=[0.1, 0.3, 0.5]");
sweep = getTitle();

// MSE, PSNR and SSIM of each image to the source, and a plot with a suggested tau.
run("Metrics");

// Without a prompt these take the active image's: where "ball" and "grass" act, and both as selections and labels.
selectImage(sweep);
run("Attention Maps...", "words=[ball, grass] overlay=yes");
selectImage(sweep);
run("Words to ROIs...", "words=[ball, grass]");

// The same images once more, from what the sweep remembers.
selectImage(sweep);
run("Run Again...");
