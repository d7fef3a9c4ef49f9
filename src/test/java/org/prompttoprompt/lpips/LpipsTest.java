package org.prompttoprompt.lpips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.RawTensors;
import org.prompttoprompt.checkpoint.RawTensors.Raw;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.image.SourceImage;

/** LPIPS against what the published program measured on the same weights and images, and folders that are no LPIPS. */
class LpipsTest {
    private static final Path PUBLISHED = Path.of("src/test/resources/lpips/published.json");

    @TempDir
    Path folder;

    private double distance(SourceImage one, SourceImage other) {
        return PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                return Lpips.open(folder, manager).distance(one, other);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"alex", "vgg", "squeeze"})
    void itMeasuresAsThePublishedProgramDoes(String net) throws IOException {
        PublishedWeights.write(net, folder);
        int compared = 0;
        JsonObject published =
                JsonParser.parseString(Files.readString(PUBLISHED)).getAsJsonObject();
        for (JsonElement each : published.getAsJsonArray("cases")) {
            JsonObject one = each.getAsJsonObject();
            if (!one.get("net").getAsString().equals(net)) continue;
            int height = one.get("height").getAsInt();
            int width = one.get("width").getAsInt();
            SourceImage image = PublishedWeights.image(height, width, 1001);
            double expected = one.get("distance").getAsDouble();
            assertEquals(expected, distance(image, PublishedWeights.image(height, width, 1002)), 2e-5 * expected);
            assertEquals(0, distance(image, image));
            compared++;
        }
        assertEquals(2, compared);
        String named = PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                return Lpips.open(folder, manager).network();
            }
        });
        assertEquals(net, named);
    }

    /** A module that was saved whole has its weights under two names. */
    @Test
    void theOtherNamesOfTheWeightsAreReadToo() throws IOException {
        PublishedWeights.write("alex", folder);
        SourceImage one = PublishedWeights.image(64, 64, 1);
        SourceImage other = PublishedWeights.image(64, 64, 2);
        double before = distance(one, other);
        Map<String, Raw> tensors = tensors();
        for (int i = 0; i < 5; i++)
            tensors.put("lins." + i + ".model.1.weight", tensors.get("lin" + i + ".model.1.weight"));
        tensors.put("scaling_layer.shift", new Raw("F32", new long[] {1, 3, 1, 1}, new byte[12]));
        RawTensors.write(tensors, file());
        assertEquals(before, distance(one, other));
        for (int i = 0; i < 5; i++) tensors.remove("lin" + i + ".model.1.weight");
        RawTensors.write(tensors, file());
        assertEquals(before, distance(one, other));
    }

    @Test
    void whatIsNoLpipsIsRefused() throws IOException {
        assertTrue(refused().contains("no weights"), refused());
        Files.writeString(folder.resolve("alex.pth"), "");
        assertTrue(refused().contains("pickled"), refused());
        Files.delete(folder.resolve("alex.pth"));
        Files.copy(Path.of("models/mini/vae/diffusion_pytorch_model.safetensors"), file());
        assertTrue(refused().contains("lpips=" + folder + " holds no weights of LPIPS"), refused());
        PublishedWeights.write("alex", folder);
        Map<String, Raw> tensors = tensors();
        Map<String, Raw> network = tensors();
        network.keySet().removeIf(name -> name.startsWith("lin"));
        RawTensors.write(network, file());
        assertTrue(refused().contains("without LPIPS's own weights"), refused());
        tensors.remove("net.slice5.10.bias");
        RawTensors.write(tensors, file());
        assertTrue(refused().contains("net.slice5.10.bias"), refused());
        String file =
                assertThrows(Refusal.class, () -> Lpips.requireLpips(file())).getMessage();
        assertTrue(file.contains("is no folder"), file);
        PublishedWeights.write("alex", folder);
        SourceImage small = PublishedWeights.image(16, 64, 1);
        assertTrue(assertThrows(Refusal.class, () -> distance(small, small))
                .getMessage()
                .contains("64 x 16 pixels"));
    }

    private Path file() {
        return folder.resolve("model.safetensors");
    }

    private Map<String, Raw> tensors() throws IOException {
        return RawTensors.read(file());
    }

    private String refused() {
        SourceImage image = PublishedWeights.image(64, 64, 1);
        return assertThrows(Refusal.class, () -> distance(image, image)).getMessage();
    }
}
