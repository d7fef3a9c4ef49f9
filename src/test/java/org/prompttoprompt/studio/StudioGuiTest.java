package org.prompttoprompt.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.command.PlainImageJ;

/** Prompt Studio in a real window, from the first image to the Recorder's line. */
@Tag("window")
class StudioGuiTest {
    @Test
    void fromThePromptToTheStack(@TempDir Path folder) throws Exception {
        new PlainImageJ(folder).drive(StudioDriver.class);
        List<String> seen = Files.readAllLines(PlainImageJ.OUT.resolve("studio-seen.txt"));
        assertEquals(
                List.of(
                        "the model's numbers: 10, 1",
                        "source, its preview was seen: true",
                        "attention over source and edited: true, true",
                        "swap",
                        "swap and weight",
                        "tau",
                        "phrase",
                        "undone: blue, 8",
                        "target=a blue zebra on the grass: the embedded model does not know 'zebra'. Words..., in dialogs and the Studio, lists those that it knows.",
                        "taken back: ball; Result 4 of 5: a blue ball on the grass, blue 2, tau 0.4.",
                        "redone: night",
                        "opened: red -> blue, a red ball on the grass, 2",
                        "stack: 7, tau=0.5 (3 of 6 steps)",
                        "recorded sweep: red -> blue, a red ball on the grass-1, 7"),
                seen);
        String recorded = Files.readString(PlainImageJ.OUT.resolve("studio-recorded.txt"));
        assertTrue(
                recorded.contains(
                        "run(\"Word Swap...\", \"prompt=[a red ball on the grass] target=[a blue ball on the grass] words=[blue 2] tau=0.4 seed=7 steps=6 defaults=1\");"),
                recorded);
    }

    @Test
    void aRecipeWithMoreThanTheStudioHasWidgetsFor(@TempDir Path folder) throws Exception {
        new PlainImageJ(folder).drive(StudioRecipeDriver.class);
        assertEquals(
                List.of(
                        "The recipe has several images; the Studio makes one: weight=1.5 of 0.5,1.5 and seed=8 of 7,8. The images are those that are open in ImageJ; an edit draws them anew.",
                        "opened: Source: a red ball on the grass, Edited: a blue ball on the grass, ball 1.5, as they are: true",
                        "Every edit also has tau=0.2-0.6; windows=blue 0.4; blend=ball",
                        "Done in some s.",
                        "differs by at most one level: true",
                        "windows=blue 0.4: The word 'blue' does not occur in the prompt 'a red cube on the grass'. Its words: a, red, cube, on, the, grass",
                        "Result 1 of 1: a blue ball on the grass, ball 1.5, tau 0.2-0.6.",
                        "carried: false; Done in some s. The source was known: half of the work was saved.",
                        "least width 560, pictures are seen: true"),
                Files.readAllLines(PlainImageJ.OUT.resolve("studio-recipe-seen.txt")));
    }

    @Test
    void whoDoesNotWaitSeesWhatHeAskedFor(@TempDir Path folder) throws Exception {
        new PlainImageJ(folder).drive(StudioBusyDriver.class);
        assertEquals(
                List.of(
                        "tau without an edit: seed 8",
                        "swap: tau=0.5, seed=8",
                        "two seeds: 8,9, green, seed=8,9: the Studio draws one image at a time; give one seed. To Stack sweeps seeds.",
                        "another prompt: a blue cube, green, The words below are those of 'a red ball on the grass', the prompt is 'a blue cube': press Generate for its own words, or put the old prompt back.",
                        "the prompt put back: target=a green ball on the grass, words=ball 1.5, seed=8",
                        "looked while it ran: 4 results, tau 8, Done",
                        "gone back while it ran: red, Nothing is edited yet: type over a word, or move its slider, 4 results",
                        "redone while it ran: red, Nothing is edited yet: type over a word, or move its slider, 4 results",
                        "undone while it ran: green, Edited: a green ball on the grass, ball 1.5, 4 results",
                        "edited while it swept: 0 windows, 5 results",
                        "Escape: Stopped: what is shown was drawn before., 0 windows",
                        "Stop: Stopped: what is shown was drawn before., 0 windows",
                        "looked while it swept: The stack is open in ImageJ."),
                Files.readAllLines(PlainImageJ.OUT.resolve("studio-busy-seen.txt")));
    }

    @Test
    @Tag("slow")
    void theFocusAndWhatIsTypedStay(@TempDir Path folder) throws Exception {
        new PlainImageJ(folder).drive(StudioKeysDriver.class);
        assertEquals(
                List.of(
                        "swapped while the source was drawn: 2 results, Done in some s. The source was known: half of the work was saved.",
                        "after Enter: word 1",
                        "after the result: word 1",
                        "the next key: greenx, prompt a red ball on the grass",
                        "Tab: word 2",
                        "Tab: word 3",
                        "Shift Tab: word 2",
                        "typed while it ran: cu, word 2",
                        "swapped: cube, word 2"),
                Files.readAllLines(PlainImageJ.OUT.resolve("studio-keys-seen.txt")));
    }

    @Test
    void picturesAndSlidersInAPersonsHands(@TempDir Path folder) throws Exception {
        new PlainImageJ(folder).drive(StudioLooksDriver.class);
        assertEquals(
                List.of(
                        "unedited: Nothing is edited yet: type over a word, or move its slider",
                        "pictures stay where they are: true",
                        "edge: as the image's",
                        "wiped: true, not false",
                        "wiped with attention: true, not false",
                        "typed as it was: 3 results",
                        "enlarged: true, true, larger",
                        "both again: true",
                        "side by side: Result 1: a red ball on the grass; Edited: a blue ball on the grass",
                        "followed: true, 3 results",
                        "let go: true, Edited: a blue ball on the grass, drawn 2 times",
                        "put back: true, 1 result more, drawn 3 times",
                        "wheel: 7",
                        "arrow: 5",
                        "film: Film of red -> blue, a red ball on the grass, 1 slice, 6 frames, step 1 of 6, t=999, guidance off, tau 0.35",
                        "the recorded lines make it again: true",
                        "taken: 44, Edited: a blue ball on the grass, ball 1.25",
                        "Stop is in view: true"),
                Files.readAllLines(PlainImageJ.OUT.resolve("studio-looks-seen.txt")));
    }

    @Test
    void anImageThatIsOpen(@TempDir Path folder) throws Exception {
        new PlainImageJ(folder).drive(StudioImageDriver.class);
        assertEquals(
                List.of(
                        "without an image: No image is open: open the one that is to be edited, such as File > Open Samples > Clown.",
                        "begun: Edits 'dog' inside of its selection. Say in Prompt what it shows and press Reconstruct, then type over a word. Reconstruct, Start from Prompt",
                        "without a prompt: Prompt is empty: say what 'dog' shows.",
                        "read: Done in some s. Reconstruction: exact to the autoencoder's round trip, some dB to the image.; Source: dog: a green dog on the street",
                        "swapped: Done in some s. Reconstruction: exact to the autoencoder's round trip, some dB to the image. The source was known: half of the work was saved.; Edited: a white dog on the street",
                        "strength, weight: words=white 1.5, tau=0, automatic=local, method=virtual, strength=0.7",
                        "opened: 300 x 300, 16 bit, 3 channels, 2 slices, in µm, outside as it was: true, changed inside: true",
                        "The edited image is open in ImageJ, behind its reconstruction: slice 2 of 2.",
                        "film: Film shows how images come out of noise; what stands here is an image that is open. To Stack shows its edit from tau to tau.",
                        "seeds: Seeds draws a prompt from eight seeds; what stands here is an image that is open. Another seed in Seed makes another edit of it.",
                        "recorded:  / makeRectangle(60, 60, 200, 200); / run(\"Edit Image...\", \"prompt=[a green dog on the street] target=[a white dog on the street] words=[white 1.5] tau=0 strength=0.7 steps=6 defaults=1\");",
                        "stack: 7 slices, 16 bit",
                        "the recorded lines make it again: true",
                        "closed: The image 'dog' was closed: open it again, and press Start from Image. What was made of it stays in the history.",
                        "closed, to be opened: The image 'dog' was closed: open it again, and press Start from Image. What was made of it stays in the history.",
                        "back: Press Generate to draw the image. Generate, Start from Image",
                        "undone: Result 4 of 4: a white dog on the street, white 1.5, tau 0. Reconstruct"),
                Files.readAllLines(PlainImageJ.OUT.resolve("studio-image-seen.txt")));
    }
}
