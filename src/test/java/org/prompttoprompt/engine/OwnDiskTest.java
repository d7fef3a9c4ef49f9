package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Disks of one's own by the names of their file systems; all others may be a network's. */
class OwnDiskTest {
    @ParameterizedTest
    @CsvSource({
        "ext4, /models/a, true",
        "NTFS, C:\\models\\a, true",
        "apfs, /Users/a, true",
        "NTFS, \\\\server\\models\\a, false",
        "nfs4, /models/a, false",
        "cifs, /models/a, false",
        "fuse.sshfs, /models/a, false",
        "9p, /models/a, false"
    })
    void typesAreThoseOfDisks(String type, String path, boolean own) {
        assertEquals(own, OwnDisk.holds(type, path));
    }

    @Test
    void whatIsNotThereIsNowhere(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("a"), "a");
        String type = Files.getFileStore(file).type();
        assertEquals(OwnDisk.holds(type, file.toRealPath().toString()), OwnDisk.holds(file));
        assertFalse(OwnDisk.holds(folder.resolve("b")));
    }
}
