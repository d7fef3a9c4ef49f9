package org.prompttoprompt.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnusableTest {
    @TempDir
    private Path root;

    @Test
    void whatSomebodyMayTakeForAModelIsTold() throws IOException {
        Path part = Files.createDirectories(root.resolve("mine/unet"));
        assertFalse(Unusable.isTold(root, part), "its model is told");
        assertFalse(Unusable.isTold(part, part));
        Path pose = root.resolve("ControlNet/pose.safetensors");
        assertFalse(Unusable.isTold(root, pose));
        assertTrue(Unusable.isTold(pose, pose), "the user has named it");
        assertTrue(Unusable.isTold(pose.getParent(), pose), "and its folder");
        assertTrue(Unusable.isTold(root, root.resolve("Stable-diffusion/old.ckpt")));
    }
}
