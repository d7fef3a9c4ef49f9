package org.prompttoprompt.lora;

import static org.junit.jupiter.api.Assertions.*;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.RawTensors;
import org.prompttoprompt.checkpoint.TensorSource;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.unet.UNet;

/** An adapter as PEFT saves it, with its strength in a file beside it, changes what the same matrices change in diffusers' naming. */
class PeftAdapterTest {
    private static final Path MODELS = Path.of("src/test/resources/golden/models");

    /** Its pictures are compared with those of diffusers among the goldens. */
    private static final Path KNOWN = MODELS.resolve("loras/peft_alpha_in_header.safetensors");

    private static final Path NETWORK = MODELS.resolve("tiny-sd1/unet/diffusion_pytorch_model.safetensors");
    private static final String CONFIG =
            "{\"peft_type\":\"LORA\",\"r\":4,\"lora_alpha\":16,\"alpha_pattern\":{\"attn2.to_v\":2},\"use_rslora\":false}";

    @TempDir
    private Path folder;

    private Path adapter;

    @BeforeEach
    void asPeftSavesIt() throws IOException {
        Map<String, RawTensors.Raw> tensors = new LinkedHashMap<>();
        RawTensors.read(KNOWN).forEach((name, raw) -> {
            if (name.startsWith("unet.")) tensors.put(name.replaceFirst("^unet", "base_model.model"), raw);
        });
        adapter = folder.resolve("adapter_model.safetensors");
        RawTensors.write(tensors, adapter);
    }

    private void config(String text) throws IOException {
        Files.writeString(folder.resolve("adapter_config.json"), text);
    }

    private static Map<String, float[]> changes(Path file) {
        return PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                Lora lora = new Lora(file, 1, manager);
                Map<String, Shape> network = Header.read(NETWORK).shapes();
                lora.bind("unet", network.keySet());
                Map<String, float[]> changes = new LinkedHashMap<>();
                network.forEach((name, shape) -> {
                    if (!lora.changes("unet", name)) return;
                    try (NDArray change = lora.change("unet", name, shape)) {
                        changes.put(name, change.toFloatArray());
                    }
                });
                return changes;
            }
        });
    }

    @Test
    void itChangesWhatItsMatricesChangeInAnotherNaming() throws IOException {
        config(CONFIG);
        Map<String, float[]> known = changes(KNOWN);
        Map<String, float[]> changes = changes(adapter);
        assertTrue(known.size() > 10, known.size() + " tensors");
        assertEquals(known.keySet(), changes.keySet());
        known.forEach((name, change) -> assertArrayEquals(change, changes.get(name), name));
        config(CONFIG.replace("16", "8"));
        String plain = known.keySet().stream()
                .filter(name -> name.contains("attn1.to_q"))
                .findFirst()
                .orElseThrow();
        assertEquals(known.get(plain)[0] / 2, changes(adapter).get(plain)[0], 1e-6f * Math.abs(known.get(plain)[0]));
        config(CONFIG.replace("\"use_rslora\":false", "\"use_rslora\":true"));
        assertEquals(known.get(plain)[0] * 2, changes(adapter).get(plain)[0], 1e-6f * Math.abs(known.get(plain)[0]));
    }

    /** Attention, convolutions and the time's layers, of two strengths, saved by PEFT 0.21; what its network gives was noted by diffusers 0.42. */
    @Test
    void aNetworkWithItGivesWhatPeftsGives() {
        PyTorch.call(() -> {
            Path golden = MODELS.resolve("lora-peft");
            try (NDManager manager = PyTorch.newManager()) {
                TensorSource expected = TensorSource.open(golden.resolve("expected.safetensors"), manager);
                NDArray x = load(expected, "x");
                NDArray prompts = load(expected, "c");
                float[] plain = noise(manager, List.of(), x, prompts);
                float[] changed = noise(
                        manager,
                        List.of(new Lora(golden.resolve("adapter_model.safetensors"), 1, manager)),
                        x,
                        prompts);
                assertArrayEquals(load(expected, "base").toFloatArray(), plain, 2e-5f);
                assertArrayEquals(load(expected, "y").toFloatArray(), changed, 2e-5f);
            }
            return null;
        });
    }

    private static NDArray load(TensorSource source, String name) throws IOException {
        return source.load(
                name,
                Header.read(MODELS.resolve("lora-peft/expected.safetensors"))
                        .shapes()
                        .get(name));
    }

    private static float[] noise(NDManager manager, List<Lora> loras, NDArray x, NDArray prompts) throws IOException {
        Weights weights = Opening.PLAIN.weights("unet", new Merged("unet", TensorSource.open(NETWORK, manager), loras));
        UNet network = new UNet(Config.open(NETWORK.resolveSibling("config.json")), weights);
        return network.forward(x, 500, prompts, AttentionControl.NONE, FeatureControl.NONE)
                .toFloatArray();
    }

    @Test
    void allPartsOfANetworkAreKnownInItsNaming() {
        for (String layer : List.of(
                "down_blocks.0.x",
                "mid_block.x",
                "up_blocks.0.x",
                "conv_in",
                "conv_out",
                "time_embedding.linear_1",
                "add_embedding.x")) {
            String name = "base_model.model." + layer + ".lora_A.weight";
            assertTrue(LoraKey.isOfAdapter(name), name);
            assertEquals(
                    new LoraKey("unet", layer.replace('.', '_'), LoraKey.Role.DOWN),
                    LoraKey.parse(name).orElseThrow());
        }
        assertTrue(
                LoraKey.parse("base_model.model.layers.0.q_proj.lora_A.weight").isEmpty(), "of a language model");
    }

    /** Eight times as strong as it should be, a picture would be noise. */
    @Test
    void whatDoesNotTellHowStrongItIsIsRefused() throws IOException {
        told("is not beside it. Get that file from where this one is from, and put it into the same folder.");
        told(
                CONFIG.replace("\"lora_alpha\":16,", ""),
                "adapter_config.json: it has no lora_alpha above 0, which tells how strong it is. Download it again");
        told(CONFIG.replace("16", "0"), "adapter_config.json: it has no lora_alpha above 0");
        for (String wrong : List.of("true", "\"abc\"", "NaN", "1e999", "[16]", "{}")) {
            told(CONFIG.replace("16", wrong), "unet.lora_alpha = ");
            told(CONFIG.replace("to_v\":2", "to_v\":" + wrong), "unet.alpha_pattern of attn2.to_v = ");
        }
        told(CONFIG.replace("to_v\":2", "to_v\":0"), "its alpha_pattern has a number that is not above 0");
        told(CONFIG.replace("\"r\":4", "\"r\":true"), "unet.r = true is no number");
        told(CONFIG.replace("\"r\":4", "\"r\":\"four\""), "unet.r = \"four\" is no number");
        told(CONFIG.replace("to_v\":2", "to_v\":null"), "unet.alpha_pattern of attn2.to_v = null is no number");
        told(CONFIG.replace("attn2.to_v", ".*attn2\\\\.to_v"), "only names of layers are read, no expressions");
        told(
                CONFIG.replace("\"r\":4", "\"r\":16"),
                "its r is 16, and the layers have the ranks [4, 8]: it is that of another adapter");
        told(
                CONFIG.replace("16", "\"16\"").replace("false", "\"no\""),
                "adapter_config.json: unet.use_rslora = \"no\" is not true or false");
        told("<html>", "adapter_config.json");
        config(CONFIG);
        assertTrue(Lora.problem(Header.read(adapter)).isEmpty());
    }

    private void told(String config, String part) throws IOException {
        config(config);
        told(part);
    }

    private void told(String part) {
        Refusal run = assertThrows(Refusal.class, () -> changes(adapter));
        assertTrue(run.getMessage().contains(part), run.getMessage());
        Refusal look = Lora.problem(Header.read(adapter)).orElseThrow();
        assertEquals(run.getMessage(), look.getMessage(), "before a run it is told as well");
    }
}
