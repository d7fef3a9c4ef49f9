package org.prompttoprompt.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs the text of a TorchScript class without parameters into the archive that libtorch loads: a ZIP of four stored
 * entries, as {@code torch.jit.save} writes it.
 */
final class TorchScriptArchive {
    private TorchScriptArchive() {}

    static byte[] pack(String className, byte[] code) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "k/data.pkl", object(className));
            put(zip, "k/code/__torch__.py", code);
            // Pickle protocol 2 of an empty tuple.
            put(zip, "k/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            put(zip, "k/version", "3\n".getBytes(US_ASCII));
        }
        return bytes.toByteArray();
    }

    /** Pickles an object of the class with the one attribute {@code training = False}. */
    private static byte[] object(String className) throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2, 'c'});
        pickle.write(("__torch__\n" + className + "\n").getBytes(US_ASCII));
        pickle.write(new byte[] {')', (byte) 0x81, '}', '(', 'X', 8, 0, 0, 0});
        pickle.write("training".getBytes(US_ASCII));
        pickle.write(new byte[] {(byte) 0x89, 'u', 'b', '.'});
        return pickle.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
