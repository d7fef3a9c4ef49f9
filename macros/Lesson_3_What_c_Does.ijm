// Lesson 3: what c does. Its page: Plugins > Prompt-to-Prompt > Documentation, Lessons
// The attention of one word is multiplied by c: 1 changes nothing, 2 is more of it, 0 none, -2 the opposite.
run("Re-weight Words...", "prompt=[a blossom tree] words=blossom weight=-2:1:2");
run("Labelled Montage");
print("Lesson 3. The same tree with less and more blossom. c=1 is the source itself.");
