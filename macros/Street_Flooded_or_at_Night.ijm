// Added words change one thing each: the street, then the hour.
prompt = "a car on the side of the street";
run("Add Phrase...", "prompt=[" + prompt + "] target=[a car on the side of the flooded street] tau=0.4,0.6,0.8 seed=42");
run("Add Phrase...", "prompt=[" + prompt + "] target=[" + prompt + " at night] tau=0.4,0.6,0.8 seed=42");
