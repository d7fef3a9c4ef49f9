// An added phrase restyles the whole image; the castle and the river keep their places.
run("Add Phrase...", "prompt=[castle next to a river] target=[children drawing of a castle next to a river] tau=0:0.2:1 seed=42");
