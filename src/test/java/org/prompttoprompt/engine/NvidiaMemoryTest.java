package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.*;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is free of a GPU's memory, up to the driver. */
class NvidiaMemoryTest {
    /** Notes what it is asked; fails where it is told to. */
    private static final class Driver implements NvidiaMemory.Driver {
        private final List<String> asked = new ArrayList<>();
        private final String fails;

        Driver(String fails) {
            this.fails = fails;
        }

        private int answer(String what) {
            asked.add(what);
            return what.equals(fails) ? 999 : 0;
        }

        @Override
        public int cuInit(int flags) {
            return answer("init");
        }

        @Override
        public int cuDeviceGet(int[] device, int number) {
            device[0] = number + 10;
            return answer("device");
        }

        @Override
        public int cuDevicePrimaryCtxRetain(PointerByReference context, int device) {
            context.setValue(new Pointer(device));
            return answer("retain");
        }

        @Override
        public int cuCtxPushCurrent_v2(Pointer context) {
            assertEquals(11, Pointer.nativeValue(context));
            return answer("push");
        }

        @Override
        public int cuMemGetInfo_v2(LongByReference free, LongByReference total) {
            free.setValue(5_000_000_000L);
            return answer("memory");
        }

        @Override
        public int cuCtxPopCurrent_v2(PointerByReference context) {
            return answer("pop");
        }

        @Override
        public int cuDevicePrimaryCtxRelease_v2(int device) {
            assertEquals(11, device);
            return answer("release");
        }
    }

    @Test
    void theDriverTellsOfItsContextAndLeavesItAsItWas() {
        Driver driver = new Driver("");
        assertEquals(OptionalLong.of(5_000_000_000L), NvidiaMemory.free(driver, 1));
        assertEquals(List.of("init", "device", "retain", "push", "memory", "pop", "release"), driver.asked);
    }

    @Test
    void whereItFailsNothingIsKnownAndNothingIsHeld() {
        for (String fails : List.of("init", "device", "retain", "push", "memory")) {
            Driver driver = new Driver(fails);
            assertEquals(OptionalLong.empty(), NvidiaMemory.free(driver, 1), fails);
            assertEquals(driver.asked.contains("push"), driver.asked.contains("release"), fails);
            assertEquals(driver.asked.contains("memory"), driver.asked.contains("pop"), fails);
        }
    }

    /** What PyTorch keeps of runs before is as good as free, and asked for only where it is wanted. */
    @Test
    void whatIsKeptIsGivenBackWhereTooLittleIsFree() {
        List<String> done = new ArrayList<>();
        long[] free = {100};
        Runnable giveBack = () -> {
            done.add("given back");
            free[0] = 300;
        };
        assertEquals(OptionalLong.of(100), DeviceMemory.free(100, () -> OptionalLong.of(free[0]), giveBack));
        assertEquals(List.of(), done);
        assertEquals(OptionalLong.of(300), DeviceMemory.free(101, () -> OptionalLong.of(free[0]), giveBack));
        assertEquals(OptionalLong.empty(), DeviceMemory.free(101, OptionalLong::empty, giveBack));
        assertEquals(List.of("given back"), done);
    }
}
