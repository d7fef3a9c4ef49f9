package org.prompttoprompt.ldm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Header;

/** What some programs tell of a model in one file by tensors without values. */
class EmptyTensorsTest {
    private static final Path SD2 = Path.of("src/test/resources/golden/models/single/nano-sd2-ldm.safetensors");

    @TempDir
    Path folder;

    @Test
    void withoutThemNothingIsTold() throws Exception {
        SingleFile file = with();
        assertEquals(Optional.empty(), file.prediction());
        assertFalse(file.config("scheduler").getBoolean("rescale_betas_zero_snr", false));
    }

    @Test
    void theyTellThePredictionAndTheNoiseSchedule() throws Exception {
        SingleFile file = with("v_pred", "ztsnr");
        assertEquals(Optional.of("v_prediction"), file.prediction());
        Config scheduler = file.config("scheduler");
        assertTrue(scheduler.getBoolean("rescale_betas_zero_snr", false));
        assertEquals("trailing", scheduler.getString("timestep_spacing", "leading"));
    }

    private SingleFile with(String... names) throws Exception {
        byte[] bytes = Files.readAllBytes(SD2);
        int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        JsonObject header =
                JsonParser.parseString(new String(bytes, 8, length, UTF_8)).getAsJsonObject();
        int end = bytes.length - 8 - length;
        for (String name : names) {
            String empty = "{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[" + end + "," + end + "]}";
            header.add(name, JsonParser.parseString(empty));
        }
        byte[] text = header.toString().getBytes(UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .array());
        out.write(text);
        out.write(bytes, 8 + length, end);
        Path file = Files.write(folder.resolve("model.safetensors"), out.toByteArray());
        return new SingleFile(Header.read("model", file), Optional.empty(), Optional.empty());
    }
}
