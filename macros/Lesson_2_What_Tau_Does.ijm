// Lesson 2: what tau does. Its page: Plugins > Prompt-to-Prompt > Documentation, Lessons
// The word changes and the maps of the first image are kept for the first part of the steps, which is tau.
run("Word Swap...", "prompt=[a cat riding on a bicycle] target=[a cat riding on a car] tau=0:0.1:0.5");
sweep = getTitle();
run("Labelled Montage");
print("Lesson 2. From left to right more of the first image's attention is kept: its picture comes back, and the car goes.");

// How alike are they? The plot marks the tau from which on more of it gains little.
selectImage(sweep);
run("Metrics");
print("The suggested tau is where the curve levels off. Which one would you take?");
