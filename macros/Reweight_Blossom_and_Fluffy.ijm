// Re-weighting: less, none or more of a word, from -2 to 2. At c = 1 the image is the source.
run("Re-weight Words...", "prompt=[a blossom tree] words=blossom weight=-2:1:2 seed=42");
run("Re-weight Words...", "prompt=[a fluffy red ball] words=fluffy weight=-2:1:2 seed=42");
