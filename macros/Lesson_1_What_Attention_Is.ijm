// Lesson 1: what attention is. Its page: Plugins > Prompt-to-Prompt > Documentation, Lessons
prompt = "a red ball on the grass";

// The image first.
run("Generate...", "prompt=[" + prompt + "]");

// Where does each word act? Averaged over all steps, over the image; the 32-bit numbers are in the stack behind.
run("Attention Maps...", "prompt=[" + prompt + "]");
print("Lesson 1. Each word of the prompt acts somewhere: look for 'ball' and 'grass' in the montage.");

// And when? Step by step, with guidance 2 and as the model draws, without. Press \\ to play.
run("Denoising Film...", "prompt=[" + prompt + "] words=[ball, grass]");
print("The film: 'ball' points at its place before there is a ball. With guidance (first slice) the prompt counts for more than this model needs.");
