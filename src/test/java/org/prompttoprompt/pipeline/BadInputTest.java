package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.model.EmbeddedModel;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/** Requests that cannot be run: one sentence each, with the value and the cure. */
class BadInputTest {
    private static final PromptToPrompt P2P = new PromptToPrompt();
    private static final SourceImage GREY = SourceImage.of(128, 128, new float[3 * 128 * 128]);

    @BeforeAll
    static void load() {
        P2P.loaded(swap(), Progress.NONE);
    }

    @AfterAll
    static void close() {
        P2P.close();
    }

    private static EditRequest swap() {
        return EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball and a red cube")
                .with("target", "a blue ball and a red cube");
    }

    /** A range of one value is that value, however many steps could follow. */
    @Test
    void aRangeOfOneValueRuns() {
        EditRequest one = swap().with("tau", "0.5:0.1:0.5").with("steps", "2.0").with("injection", "1e-1:1:1e-1");
        assertEquals(
                List.of("source", "tau=0.5 (1 of 2 steps)"),
                P2P.run(one, Progress.NONE).frames().stream().map(Frame::label).toList());
    }

    /** The same with a loaded model as without one, where nothing is told before: not even that a model is loaded. */
    private static String refusal(EditRequest request) {
        return refusal(request, EditInput.NONE);
    }

    private static String refusal(EditRequest request, EditInput input) {
        String loaded = refusal(P2P, request, input, "computing had begun", true);
        try (PromptToPrompt fresh = new PromptToPrompt()) {
            assertEquals(loaded, refusal(fresh, request, input, "something had begun", false));
        }
        return loaded;
    }

    private static String refusal(
            PromptToPrompt p2p, EditRequest request, EditInput input, String begun, boolean mayLoad) {
        return assertThrows(
                        Refusal.class,
                        () -> p2p.run(request, input, (done, total, message) -> {
                            assertTrue(mayLoad && done == 0, begun + ": " + message);
                            return true;
                        }))
                .getMessage();
    }

    /** What only shows when weights are read. */
    private static String refusalOfAModel(EditRequest request) {
        return refusal(P2P, request, EditInput.NONE, "computing had begun", true);
    }

    /** Whatever the file is, the message begins with key and value, names the value once, and ends with what to do. */
    @ParameterizedTest
    @EnumSource(
            value = Option.class,
            names = {"MODEL", "LORA", "EMBEDDINGS", "VAE"})
    void aFileThatHoldsNoWeights(Option option, @TempDir Path folder) throws Exception {
        for (String name : List.of("a.png", "a.bin", "a.ckpt", "a.safetensors")) {
            Path file = Files.writeString(folder.resolve(name), "no weights at all");
            String reason = refusal(swap().with(option, file.toString()));
            assertTrue(reason.startsWith(option.key() + "=" + file), reason);
            assertEquals(reason.indexOf(file.toString()), reason.lastIndexOf(file.toString()), reason);
            assertTrue(reason.matches("(?si).*(choose|give|download) .*"), reason);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "prompt     | ''                          | prompt is empty",
                "prompt     | a red ball                  | Use Add Phrase",
                "prompt     | a red ball and a red kube   | 'kube' (nearest: 'cube')",
                "prompt     | a very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very red ball | red ball'. Shorten it",
                "words      | castle 2                    | Its words: a, blue, ball",
                "words      | a 2                         | a#1, a#2",
                "words      | a#3 2                       | occurs 2 times",
                "words      | ball#2 2                    | occurs once in",
                "words      | red cube 2                  | Separate words by commas",
                "weight     | 1, 2                        | name the words to re-weight",
                "weight     | 2                           | name the words to re-weight",
                "words      | ball 2, ball -1             | 'ball' is named twice",
                "windows    | ball 0.2, ball 0.5          | 'ball' is named twice",
                "words      | cube 1e30                   | -1000 to 1000",
                "negative   | a zebra                     | does not know 'zebra'.",
                "prompt     | a red ball.                 | does not know '.'",
                "windows    | ball                        | has no window",
                "keep       | cube                        | needs blend",
                "blend      | castle                      | does not occur",
                "steps      | -3                          | steps=-3",
                "steps      | NaN                         | steps=NaN",
                "steps      | 2000                        | from 0 to 1000",
                "steps      | 2.5                         | whole number",
                "guidance   | NaN                         | guidance=NaN",
                "width      | 100                         | such as 96 or 128",
                "seed       | forty-two                   | is no number",
                "seed       | 1.5                         | whole number of 64 bits",
                "tau        | 1.5                         | between 0 and 1",
                "threshold  | 2                           | threshold=2",
                "target     | ''                          | target is empty",
                "clipskip   | 50                          | layer to leave out. Give 0 to",
                "originalsize | 64x64                     | originalsize=64x64",
                "speed      | every 2, layers 9           | layers. Give layers 1 to",
                "object     | castle                      | shift=0,0 moves it nowhere",
                "vae        | src/test/resources/golden/models/tiny-sd1/vae | Give an autoencoder for this kind of model.",
                "renormalise | maybe                      | Give yes, no or model",
                "scheduler  | Haun                        | scheduler=Haun",
                "model      | /no/such/folder             | there is no such folder",
            })
    void isRefusedWithItsCure(String key, String value, String part) {
        String message = refusal(swap().with(key, value.equals("''") ? "" : value));
        assertTrue(message.contains(part), message);
    }

    /** A request holds the texts until the model is known; then each is refused before anything is computed. */
    @ParameterizedTest
    @EnumSource(value = Option.class, mode = EnumSource.Mode.EXCLUDE, names = "MASK") // the name of a file or an image
    void everyKeyRefusesEveryTextThatIsNoValue(Option option) {
        for (String text : List.of(
                "abc",
                "NaN",
                "1e999999999",
                "0:1e-999999999:1",
                "9".repeat(5000),
                "\u22121",
                "0x10",
                "1:2:3:4",
                "\0")) {
            String message = Task.SWAP.options().contains(option)
                    ? refusal(swap().with(option, text))
                    : refusalOfAnImagesEdit(option, text);
            assertTrue(message.startsWith(option.key()), message);
            assertTrue(message.contains(text) || message.contains(option.key() + " is too long"), message);
        }
    }

    /** What is said of an image is read before that image is looked at. */
    private static String refusalOfAnImagesEdit(Option option, String text) {
        EditRequest edit = EditRequest.of(Task.EDIT)
                .with("prompt", "a red ball")
                .with("target", "a blue ball")
                .with(option, text);
        return refusal(edit, EditInput.of(GREY));
    }

    @Test
    void aWeightThatNoWordTakesIsRefused() {
        String message = refusal(swap().with("words", "blue 2").with("weight", "1, 2"));
        assertTrue(message.contains("weights of their own"), message);
    }

    /** As the field of a folder in a dialog is, once it was cleared. */
    @Test
    void aValueThatIsNotThereIsEmpty() {
        assertEquals("", swap().with("model", null).get(Option.MODEL));
    }

    @Test
    void threeSweptParametersAreTooMany() {
        assertTrue(refusal(swap().with("tau", "0, 1").with("seed", "1, 2").with("injection", "0, 1"))
                .contains("tau, injection, seed"));
    }

    @Test
    void aRunThatCannotFitIsRefusedBeforeItStarts() {
        String message =
                refusalOfAModel(swap().with("width", 4096).with("height", 4096).with("tau", "0:0.01:1"));
        assertTrue(message.contains("GB of memory") && message.contains("smaller width and height"), message);
    }

    @Test
    void unknownKeysAreRefused() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> swap().with("taus", 1))
                .getMessage()
                .contains("tau, windows"));
        EditRequest generate = EditRequest.of(Task.GENERATE);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> generate.with("tau", 1))
                .getMessage()
                .contains("Generate..."));
    }

    @Test
    void anObjectThatThePromptLacksIsRefused() {
        assertTrue(refusal(swap().with("object", "castle").with("shift", "8,0")).contains("object=castle: The word"));
    }

    @Test
    void anImagesEditIsReadBeforeTheModelToo() {
        EditRequest edit = EditRequest.of(Task.EDIT).with("prompt", "a red ball");
        EditInput grey = EditInput.of(GREY);
        assertTrue(refusal(edit, grey).contains("target=: nothing is to change"), refusal(edit, grey));
        assertTrue(refusal(
                        edit.with("target", "a blue ball")
                                .with("method", "direct")
                                .with("scheduler", "Heun"),
                        grey)
                .contains("Choose scheduler=DDIM"));
        assertTrue(refusal(edit.with("target", "a blue ball"), EditInput.NONE).contains("needs an image"));
        assertTrue(refusal(edit.with("target", "a blue ball").with("width", 256), grey)
                .contains("give it at that size"));
    }

    /** As benchmarks load a model, whose prompts come later. */
    @Test
    void aModelIsNotLoadedForWhatItCannotTake() {
        try (PromptToPrompt fresh = new PromptToPrompt()) {
            for (EditRequest wrong : List.of(
                    EditRequest.of(Task.EDIT).with("clipskip", 50),
                    EditRequest.of(Task.EDIT).with("speed", "layers 9"),
                    EditRequest.of(Task.EDIT).with("targetsize", "64x64")))
                assertThrows(
                        Refusal.class,
                        () -> fresh.loaded(wrong, (done, total, message) -> {
                            throw new AssertionError(message);
                        }));
        }
    }

    @Test
    void aFolderWithoutAPartIsNoModel(@TempDir Path folder) throws Exception {
        for (String part : new String[] {"tokenizer", "text_encoder", "unet", "scheduler"})
            Files.createDirectory(folder.resolve(part));
        assertTrue(refusal(swap().with("model", folder)).contains("no folder 'vae'"));
        assertTrue(refusal(swap().with("model", Files.createFile(folder.resolve("x.ckpt"))))
                .contains("pickled checkpoint"));
    }

    @Test
    void aModelWithoutAFileNamesIt(@TempDir Path folder) throws Exception {
        Path model = EmbeddedModel.folder();
        try (Stream<Path> files = Files.walk(model)) {
            for (Path file : files.toList()) {
                Path to = folder.resolve(model.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(to);
                else if (!file.endsWith("unet/diffusion_pytorch_model.safetensors")) Files.copy(file, to);
            }
        }
        assertTrue(refusalOfAModel(swap().with("model", folder)).contains("unet"));
    }
}
