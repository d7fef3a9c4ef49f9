package org.prompttoprompt.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prompttoprompt.checkpoint.Config;

/** What a config.json may ask for; the rest is refused by key, value and file. */
class UNetConfigTest {
    @TempDir
    private Path folder;

    @Test
    void absentOptionsAreThoseOfStableDiffusion1() throws IOException {
        UNetConfig c = read(new JsonObject());
        assertEquals(List.of(320, 640, 1280, 1280), c.channels());
        assertEquals(List.of(true, true, true, false), c.attends());
        assertEquals(List.of(false, true, true, true), c.upAttends());
        assertEquals(List.of(8, 8, 8, 8), c.heads());
        assertEquals(1280, c.timeChannels());
    }

    @Test
    void acceptsWhatIsOff() throws IOException {
        JsonObject json = new JsonObject();
        for (String key : List.of("dual_cross_attention", "only_cross_attention", "class_embeddings_concat")) {
            json.addProperty(key, false);
        }
        json.add("class_embed_type", JsonNull.INSTANCE);
        json.addProperty("upcast_attention", true);
        json.addProperty("resnet_out_scale_factor", 1.0);
        assertEquals(4, read(json).levels());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            strange_option       | 5
            class_embed_type     | "timestep"
            addition_embed_type  | "image_hint"
            num_attention_heads  | 8
            only_cross_attention | true
            act_fn               | "gelu"
            mid_block_type       | "UNetMidBlock2D"
            time_embedding_type  | "fourier"
            conv_in_kernel       | 5
            down_block_types     | ["DownBlock2D", "DownBlock2D", "DownBlock2D", "SimpleCrossAttnDownBlock2D"]
            up_block_types       | ["UpBlock2D"]
            attention_head_dim   | [5, 10, 20]
            attention_head_dim   | 7
            attention_head_dim   | 0
            norm_num_groups      | 33
            downsample_padding   | 2
            sample_size          | -1
            block_out_channels   | [0, 0, 0, 0]
            time_cond_proj_dim   | 2
            time_cond_proj_dim   | 257
            addition_time_embed_dim | -2
            freq_shift           | 160
            layers_per_block     | 0
            in_channels          | "four"
            _class_name          | "UNet3DConditionModel"
            """)
    void refusesWhatIsNotSupported(String key, String value) {
        JsonObject json = new JsonObject();
        JsonElement element = JsonParser.parseString(value);
        json.add(key, element);
        String message =
                assertThrows(IllegalArgumentException.class, () -> read(json)).getMessage();
        assertTrue(message.contains(key + " = " + element), message);
        assertTrue(message.contains("config.json"), message);
    }

    /** Left out it is there, as diffusers has it: the two are not the same. */
    @Test
    void aMiddleBlockIsMissingWhereTheFileSaysSo() throws IOException {
        JsonObject none = new JsonObject();
        none.add("mid_block_type", JsonNull.INSTANCE);
        assertFalse(read(none).middle());
        assertTrue(read(new JsonObject()).middle());
    }

    private UNetConfig read(JsonObject json) throws IOException {
        return UNetConfig.of(Config.open(Files.writeString(folder.resolve("config.json"), json.toString())));
    }
}
