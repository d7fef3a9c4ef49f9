package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Linux tells of machine and control groups, from files as it writes them. */
class FreeMemoryTest {
    @TempDir
    Path folder;

    private void file(String name, String text) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private long bytes() {
        return new FreeMemory(folder.resolve("proc"), folder.resolve("cgroup")).bytes();
    }

    private void machine() throws Exception {
        file("proc/meminfo", "MemTotal:       16000000 kB\nMemFree: 1 kB\nMemAvailable:    8000000 kB\n");
    }

    @Test
    void aMachineAlone() throws Exception {
        machine();
        assertEquals(8_192_000_000L, bytes());
    }

    @Test
    void theSecondVersionLimitsByTheTightestGroupOnTheWayUp() throws Exception {
        machine();
        file("proc/self/cgroup", "0::/jobs/mine\n");
        file("cgroup/jobs/mine/memory.max", "max\n");
        file("cgroup/jobs/mine/memory.current", "5\n");
        file("cgroup/jobs/memory.max", "4000000000\n");
        file("cgroup/jobs/memory.current", "3000000000\n");
        file(
                "cgroup/jobs/memory.stat",
                "anon 2300000000\nfile 700000000\ninactive_file 500000000\nactive_file 200000000\n");
        assertEquals(1_700_000_000L, bytes());
        file("cgroup/jobs/mine/memory.max", "1000\n");
        assertEquals(995, bytes());
    }

    @Test
    void theFirstVersionLimitsToo() throws Exception {
        machine();
        file("proc/self/cgroup", "5:cpu,cpuacct:/\n3:memory:/docker/abc\n");
        // the path is the host's: in the container the root is the group
        file("cgroup/memory/memory.limit_in_bytes", "2000000000\n");
        file("cgroup/memory/memory.usage_in_bytes", "1500000000\n");
        file(
                "cgroup/memory/memory.stat",
                "cache 7\ninactive_file 5\ntotal_inactive_file 60000000\ntotal_active_file 40000000\n");
        assertEquals(600_000_000L, bytes());
        file("cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        assertEquals(8_192_000_000L, bytes());
    }

    @Test
    void aGroupThatIsFullGivesNothing() throws Exception {
        machine();
        file("proc/self/cgroup", "0::/\n");
        file("cgroup/memory.max", "10\n");
        file("cgroup/memory.current", "20\n");
        assertEquals(0, bytes());
        assertTrue(FreeMemory.here() > 0 && FreeMemory.heap() > 0);
    }
}
