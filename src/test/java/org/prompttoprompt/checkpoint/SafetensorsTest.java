package org.prompttoprompt.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
            gap        | {'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | is said to begin at byte 4, and the one before it ends at 0
            overlap    | {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | b is said to begin at byte 4, and the one before it ends at 8
            outside    | {'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}} | need 16 bytes, and 8 are there: its download or copy stopped half-way
            too short  | {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | need 4 bytes, and 8 are there
            shape      | {'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | its tensor a (3) of F32 takes 12 bytes
            negative   | {'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | negative size
            backwards  | {'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | takes 8 bytes, and its place in the file is said to be [8,0]
            overflow   | {'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,8]}} | does not tell type, shape and place of a
            type       | {'a':{'dtype':'Q4','shape':[2],'data_offsets':[0,8]}} | unknown type Q4
            twice      | {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | names a twice
            no offsets | {'a':{'dtype':'F32','shape':[2]}} | does not tell type, shape and place of a
            not JSON   | {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype' | its list of tensors, with which it begins, cannot be read behind a
            no object  | [1, 2] | cannot be read
            fraction   | {'a':{'dtype':'F32','shape':[1.5],'data_offsets':[0,8]}} | does not tell type, shape and place of a
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
            assertRefused(file, "half-way");
        }
    }

    @Test
    void refusesAnAbsurdHeaderLength() throws IOException {
        for (long length : new long[] {-1, 0, Long.MAX_VALUE, 1L << 40, 200}) {
            ByteBuffer bytes = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putLong(length);
            Path file = Files.write(folder.resolve("model.safetensors"), bytes.array());
            assertRefused(file, "its list of tensors is said to have " + Long.toUnsignedString(length) + " bytes");
        }
    }

    /** Eight letters are a length of petabytes. */
    @Test
    void refusesAServersMessageAsOne() throws IOException {
        for (String message : new String[] {
            "{\"error\":\"Entry not found\"}",
            "{\n  \"message\": \"none\"}",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey</Code></Error>",
            "\uFEFF<?xml version=\"1.0\"?>",
            "\n <Error>\n<Code>SlowDown</Code></Error>",
            "<ListBucketResult xmlns=\"http://s3.amazonaws.com/\">",
            "<e/>",
            "<!-- busy -->"
        }) {
            Path file = Files.writeString(folder.resolve("model.safetensors"), message);
            String told = assertThrows(IllegalArgumentException.class, () -> new Safetensors(file))
                    .getMessage();
            assertTrue(told.startsWith(file + " is a message of a server and not the file itself"), told);
        }
    }

    private static void assertRefused(Path file, String message) {
        var error = assertThrows(IllegalArgumentException.class, () -> new Safetensors(file));
        assertTrue(error.getMessage().contains(message), error.getMessage());
        assertTrue(error.getMessage().contains("model.safetensors"), error.getMessage());
        assertTrue(
                error.getMessage().matches(".*\\. Download or copy it again(; .* Repair \\(models repair NAME\\))?\\."),
                error.getMessage());
        assertFalse(error.getMessage().matches(".*(JSON|header|offsets|dtype|null).*"), error.getMessage());
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
