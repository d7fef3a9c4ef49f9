package org.prompttoprompt.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prompttoprompt.engine.PyTorch;

/** Sound files are read to the bit; of unsound ones nothing is believed. */
class SafetensorsTest {
    private static final String TWO = "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}";

    @TempDir
    private Path folder;

    @Test
    void readsEveryKindOfWeight() throws IOException {
        // 1.5 and -2 as float32, float16 and bfloat16, by hand.
        ByteBuffer data = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        data.putFloat(1.5f).putFloat(-2f);
        data.putShort((short) 0x3E00).putShort((short) 0xC000);
        data.putShort((short) 0x3FC0).putShort((short) 0xC000);
        Path file = write(
                "model.safetensors",
                "{'__metadata__':{'format':'pt'},'b':{'dtype':'BF16','shape':[2],'data_offsets':[12,16]},"
                        + "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
                        + "'h':{'dtype':'F16','shape':[2],'data_offsets':[8,12]}}",
                data.array());
        try (NDManager manager = PyTorch.newManager()) {
            Weights w = Weights.open(file, manager);
            for (String name : new String[] {"a", "b", "h"}) {
                assertArrayEquals(new float[] {1.5f, -2f}, w.get(name, 2).toFloatArray(), name);
            }
            w.requireAllRead();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            gap        | {'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | begins at byte 4
            overlap    | {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | begins at byte 4
            outside    | {'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}} | need 16 bytes, it has 8
            too short  | {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | need 4 bytes, it has 8
            shape      | {'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | needs 12 bytes
            negative   | {'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | negative size
            backwards  | {'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | needs 8 bytes
            overflow   | {'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,8]}} | does not describe a
            type       | {'a':{'dtype':'Q4','shape':[2],'data_offsets':[0,8]}} | unknown type Q4
            twice      | {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | occurs twice
            no offsets | {'a':{'dtype':'F32','shape':[2]}} | does not describe a
            not JSON   | {'a':{'dtype' | not valid JSON
            no object  | [1, 2] | not valid JSON
            fraction   | {'a':{'dtype':'F32','shape':[1.5],'data_offsets':[0,8]}} | does not describe a
            """)
    void refusesALyingHeader(String what, String header, String message) throws IOException {
        assertRefused(write("model.safetensors", header, new byte[8]), message);
    }

    @Test
    void refusesATruncatedFile() throws IOException {
        byte[] whole = Files.readAllBytes(write("model.safetensors", TWO, new byte[8]));
        for (int length : new int[] {0, 7, 8, 20, whole.length - 1}) {
            Path file = folder.resolve("model.safetensors");
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused(file, "truncated");
        }
    }

    @Test
    void refusesAnAbsurdHeaderLength() throws IOException {
        for (long length : new long[] {-1, 0, Long.MAX_VALUE, 1L << 40, 200}) {
            ByteBuffer bytes = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putLong(length);
            Path file = Files.write(folder.resolve("model.safetensors"), bytes.array());
            assertRefused(file, "its header is said to have " + Long.toUnsignedString(length) + " bytes");
        }
    }

    private static void assertRefused(Path file, String message) {
        var error = assertThrows(IllegalArgumentException.class, () -> new Safetensors(file));
        assertTrue(error.getMessage().contains(message), error.getMessage());
        assertTrue(error.getMessage().contains("model.safetensors"), error.getMessage());
        assertEquals(1, error.getMessage().lines().count());
    }

    private Path write(String name, String header, byte[] data) throws IOException {
        return write(folder.resolve(name), header, data);
    }

    /** Writes a file with this header, its quotes single for legibility. */
    static Path write(Path file, String header, byte[] data) throws IOException {
        byte[] json = header.replace('\'', '"').getBytes(UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        return Files.write(file, bytes.putLong(json.length).put(json).put(data).array());
    }
}
