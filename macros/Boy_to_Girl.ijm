// Two edits of the same source image: the child, then the valley. The same seed gives the same first slice.
prompt = "a young boy playing in a field, on a hill overlooking a green valley";
girl = "a young girl playing in a field, on a hill overlooking a green valley";
dry = "a young boy playing in a field, on a hill overlooking a dry valley";
run("Word Swap...", "prompt=[" + prompt + "] target=[" + girl + "] tau=0.1,0.3,0.5 seed=42");
run("Word Swap...", "prompt=[" + prompt + "] target=[" + dry + "] tau=0.1,0.3,0.5 seed=42");
