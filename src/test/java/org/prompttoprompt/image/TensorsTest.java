package org.prompttoprompt.image;

import static org.junit.jupiter.api.Assertions.*;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import org.junit.jupiter.api.Test;

class TensorsTest {
    @Test
    void roundsAndClips() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            // One row of two pixels: red -1, 1; green 0 (127.5: the even 128), 0.5 (191.25); blue beyond both ends.
            NDArray tensor = manager.create(new float[] {-1, 1, 0, 0.5f, 7, -7}, new Shape(1, 3, 1, 2));
            ArrayImg<ARGBType, IntArray> image = Tensors.toImage(tensor);
            assertArrayEquals(
                    new int[] {0xff0080ff, 0xffffbf00}, image.update(null).getCurrentStorageArray());
            assertEquals(2, image.dimension(0));
        }
    }

    @Test
    void everyLevelSurvivesTheWayThereAndBack() {
        int[] argb = new int[256];
        for (int i = 0; i < 256; i++) argb[i] = ARGBType.rgba(i, 255 - i, i / 2, 255);
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDArray tensor = Tensors.toTensor(manager, ArrayImgs.argbs(argb.clone(), 32, 8));
            assertEquals(new Shape(1, 3, 8, 32), tensor.getShape());
            assertArrayEquals(argb, Tensors.toImage(tensor).update(null).getCurrentStorageArray());
        }
    }

    @Test
    void refusesOtherShapesAndNaN() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            assertThrows(IllegalArgumentException.class, () -> Tensors.toImage(manager.zeros(new Shape(2, 3, 4, 4))));
            NDArray nan = manager.full(new Shape(1, 3, 1, 1), Float.NaN);
            assertThrows(IllegalArgumentException.class, () -> Tensors.toImage(nan));
        }
    }
}
