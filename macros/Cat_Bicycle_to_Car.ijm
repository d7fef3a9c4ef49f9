// Word swap over tau, figure 2 of the paper: at tau = 0 the car is drawn freely, at tau = 1 everything but the word is kept.
run("Word Swap...", "prompt=[a cat riding on a bicycle] target=[a cat riding on a car] tau=0:0.1:0.5 seed=42");
