package org.prompttoprompt.lora;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** LoRAs of few steps by the names under which they are published. */
class FewStepLoraTest {
    @ParameterizedTest
    @CsvSource({
        "lcm-lora-sdv1-5, LCM, model, 4, 1",
        "lcm_lora_sdxl, LCM, model, 4, 1",
        "Hyper-SD15-8steps-lora, DDIM, trailing, 8, 1",
        "Hyper-SDXL-2steps-lora, DDIM, trailing, 2, 1",
        "Hyper-SD15-12steps-CFG-lora, DDIM, trailing, 12, 5",
        "Hyper-SDXL-1step-lora, TCD, model, 4, 1",
        "TCD-SD15-LoRA, TCD, model, 4, 1",
        "sdxl_lightning_8step_lora, Euler, trailing, 8, 1",
        "sd_xl_turbo_lora_v1, Euler a, trailing, 4, 1",
    })
    void theNameTellsTheUse(String name, String sampler, String spacing, int steps, double guidance) {
        assertEquals(Optional.of(new FewStepLora(sampler, spacing, steps, guidance)), FewStepLora.named(name), name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ink", "calcmatic", "hyperdetailed", "turbocharger", "lightnings", "stcd"})
    void partsOfWordsTellNothing(String name) {
        assertEquals(Optional.empty(), FewStepLora.named(name));
    }

    /** The best known one is a file called pytorch_lora_weights, in a folder that is called as it is, or in the cache of its repository. */
    @ParameterizedTest
    @CsvSource({
        "lcm-lora-sdv1-5/pytorch_lora_weights.safetensors, LCM",
        "hub/models--latent-consistency--lcm-lora-sdv1-5/snapshots/0a1b2c/pytorch_lora_weights.safetensors, LCM",
        "lcm-lora-tiny-sd/adapter_model.safetensors, LCM",
        "TCD-SD15-LoRA/pytorch_lora_weights.safetensors, TCD",
        "hub/models--turbo-art--ink/snapshots/0a1b2c/pytorch_lora_weights.safetensors, ",
        "lcm-lora-sdv1-5/./pytorch_lora_weights.safetensors, LCM",
        "lcm/ink.safetensors, ",
        "models--a--lcm/snapshots/0a1b2c/ink.safetensors, ",
        "lcm/loras/pytorch_lora_weights.safetensors, "
    })
    void aGeneralNameIsThatOfItsFolder(String path, String sampler, @TempDir Path folder) throws Exception {
        Path lora = folder.resolve(path);
        Files.createDirectories(lora.getParent());
        Files.copy(Path.of("src/test/resources/golden/models/loras/lcm_like.safetensors"), lora);
        assertEquals(Optional.ofNullable(sampler), FewStepLora.of(lora).map(FewStepLora::sampler));
    }

    /** Files are renamed; some programs write what they are into the notes. */
    @Test
    void theNotesTellItToo(@TempDir Path folder) throws Exception {
        String header = "{\"__metadata__\":{\"modelspec.title\":\"LCM LoRA\"},"
                + "\"lora_unet_x.alpha\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}";
        byte[] text = header.getBytes();
        byte[] file = java.nio.ByteBuffer.allocate(8 + text.length)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
        Path lora = Files.write(folder.resolve("fast.safetensors"), file);
        assertEquals("LCM", FewStepLora.of(lora).orElseThrow().sampler());
    }
}
