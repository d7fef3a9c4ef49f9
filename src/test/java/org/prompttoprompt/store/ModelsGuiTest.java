package org.prompttoprompt.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.command.ModelsDriver;
import org.prompttoprompt.command.PlainImageJ;

/** The window of models in a plain ImageJ: a model that draws comes from a server on this computer and is chosen by its name. */
@Tag("window")
class ModelsGuiTest {
    private static final Path GOLDEN =
            Path.of("src/test/resources/golden/models").toAbsolutePath();

    static Map<String, byte[]> mini() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        Path mini = Path.of("models/mini");
        try (Stream<Path> all = Files.walk(mini)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList())
                files.put(mini.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
        }
        files.put("LICENSE", "Redistribution and use are permitted.".getBytes());
        return files;
    }

    @Test
    void fromNothingToAWordSwap(@TempDir Path folder) throws Exception {
        try (LocalServer server = new LocalServer()) {
            LocalHub.serve(server, "somebody/small", "bsd-2-clause", mini());
            new PlainImageJ(folder)
                    .withWindowManager()
                    .drive(
                            ModelsDriver.class,
                            server.uri().toString(),
                            folder.resolve("models").toString(),
                            GOLDEN.resolve("loras/kohya_conv_ranks.safetensors").toString(),
                            GOLDEN.resolve("tiny-taesd").toString());
        }
        assertEquals(
                List.of(
                        "at first: mini, a small model of 94 words, 22 MB, half, BSD-2-Clause, right, embedded; cells, a small model of 69 words, 22 MB, half, BSD-2-Clause, right, embedded",
                        "removable: false",
                        "recommended: Stable Diffusion 1.5",
                        "before consent: false",
                        "installed: small, a small model of 94 words, 22 MB, half, bsd-2-clause, accepted today, right, checked today, installed",
                        "removable: true",
                        "engine: true",
                        "chosen: auto",
                        "shows usable: false",
                        "opened again: All models: half precision where it is faster",
                        "chosen: float32",
                        "chosen: usual",
                        "offered as model: [mini (embedded), cells (embedded), small, More models...]",
                        "chosen: small",
                        "offered as vae: [tiny-vae, More...]",
                        "chosen: tiny-vae",
                        "offered as embeddings: [None is installed yet, More...]",
                        "chosen: ",
                        "offered as lora: [ink, More...]",
                        "chosen: ink",
                        "offered as lora: [ink, More...]",
                        "chosen: ink 0.5; ink",
                        "drawn: 2 slices"),
                Files.readAllLines(PlainImageJ.OUT.resolve("models-seen.txt")));
    }
}
