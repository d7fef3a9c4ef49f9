package org.prompttoprompt.golden;

import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.prompttoprompt.engine.PyTorch;

/**
 * Compares this program with numbers that the published programs made. Runs every case of a folder in the format of
 * {@code src/test/resources/golden}: {@code mvn -B -q -Dtest=GoldenTest -Dgolden.dir=<folder> test}. Cases of a kind that
 * is not built yet are named. {@code -Dgolden.only=<regex>} runs those whose path matches.
 */
class GoldenTest {
    private static final Path FOLDER = Path.of(System.getProperty("golden.dir", "src/test/resources/golden"));

    private static final Map<String, GoldenKind> KINDS = Map.ofEntries(
            Map.entry("tokenization", new TokenizationGolden()),
            Map.entry("tokenization_files", new TokenizationFilesGolden()),
            Map.entry("alignment", new AlignmentGolden()),
            Map.entry("text", new TextGolden()),
            Map.entry("latents", new LatentsGolden()),
            Map.entry("schedule_table", new ScheduleTableGolden()),
            Map.entry("unet_forward", new UnetForwardGolden()),
            Map.entry("vae", new VaeGolden()),
            Map.entry("plain", new PlainGolden()),
            Map.entry("scheduler_unit", new SchedulerUnitGolden()),
            Map.entry("scheduler", new PlainGolden()),
            Map.entry("p2p", new P2pGolden()),
            Map.entry("long_prompt", new LongPromptGolden()),
            Map.entry("tau_sweep", new TauSweepGolden()),
            Map.entry("p2p_pnp", new P2pPnpGolden()),
            Map.entry("inversion", new InversionGolden()),
            Map.entry("inversion_direct", new InversionGolden()),
            Map.entry("ddpm_inversion", new DdpmInversionGolden()),
            Map.entry("img2img", new Img2ImgGolden()),
            Map.entry("inpaint", new InpaintGolden()),
            Map.entry("pnp", new PnpGolden()),
            Map.entry("infedit", new InfEditGolden()),
            Map.entry("bloc97", new Bloc97Golden()),
            Map.entry("textual_inversion", new TextualInversionGolden()),
            Map.entry("vae_tiny", new VaeTinyGolden()),
            Map.entry("lora", new LoraGolden()),
            Map.entry("lora_refused", new LoraRefusedGolden()),
            Map.entry("single_file", new SingleFileGolden()),
            Map.entry("ldm_key_map", new LdmKeyMapGolden()),
            Map.entry("clip", new ClipGolden()),
            Map.entry("attention_maps", new AttentionMapsGolden()));

    @TestFactory
    Stream<DynamicTest> cases() throws Exception {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(FOLDER.resolve("cases"))) {
            files = walk.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        }
        assertFalse(files.isEmpty(), "no cases in " + FOLDER);
        String only = System.getProperty("golden.only", "");
        return files.stream()
                .filter(file -> name(file).matches(".*(" + only + ").*"))
                .map(file -> DynamicTest.dynamicTest(name(file), () -> run(file)));
    }

    private static String name(Path file) {
        return FOLDER.resolve("cases").relativize(file).toString().replace(".json", "");
    }

    private static void run(Path file) throws Exception {
        JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        GoldenKind kind = KINDS.get(json.get("kind").getAsString());
        Path model = whole(FOLDER.resolve("models").resolve(json.get("model").getAsString()));
        missing(json, model).ifPresent(what -> {
            System.out.println("golden " + name(file) + "  not yet (" + what + ")");
            Assumptions.abort("not yet: " + what);
        });
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager();
                    NDScope scope = new NDScope()) {
                GoldenCase c = new GoldenCase(json, model, manager, tensors(file, manager));
                try {
                    kind.check(c);
                } finally {
                    c.close();
                }
                System.out.println("golden " + name(file) + c.differences());
                return null;
            }
        });
    }

    /** Some models share parts with others, which they name in {@code parts.json}: they are put together in a folder of their own. */
    private static Path whole(Path model) throws IOException {
        Path parts = model.resolve("parts.json");
        if (!Files.exists(parts)) return model;
        Path whole = Path.of("target", "golden").resolve(model.getFileName());
        Map<Path, Path> folders = new HashMap<>(Map.of(model, whole));
        JsonParser.parseString(Files.readString(parts))
                .getAsJsonObject()
                .entrySet()
                .forEach(e -> folders.put(
                        model.resolveSibling(e.getValue().getAsString()).resolve(e.getKey()),
                        whole.resolve(e.getKey())));
        for (Map.Entry<Path, Path> folder : folders.entrySet()) {
            try (Stream<Path> files = Files.walk(folder.getKey())) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path copy = folder.getValue()
                            .resolve(folder.getKey().relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return whole;
    }

    /** What a case needs that the engine does not have yet; what it has is never passed over, however it fails. */
    private static Optional<String> missing(JsonObject json, Path model) throws IOException {
        String kind = json.get("kind").getAsString();
        if (!KINDS.containsKey(kind)) return Optional.of("kind " + kind);
        return Optional.empty();
    }

    /** Reads with DJL's own reader, so that ours is not tested by itself. */
    private static Map<String, NDArray> tensors(Path file, NDManager manager) throws IOException {
        Map<String, NDArray> tensors = new HashMap<>();
        Path stored = Path.of(file.toString().replace(".json", ".safetensors"));
        if (!Files.exists(stored)) return tensors;
        try (InputStream in = Files.newInputStream(stored)) {
            for (NDArray tensor : NDList.decode(manager, in)) {
                tensors.put(tensor.getName(), tensor);
                tensor.setName(null);
            }
        }
        return tensors;
    }
}
