package org.prompttoprompt.bridge;

import static org.junit.jupiter.api.Assertions.*;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.app.AppService;
import org.scijava.plugin.AbstractSingletonService;
import org.scijava.ui.DefaultUIService;
import org.scijava.ui.UIService;

/** What a first command in plain ImageJ finds. */
class BridgeContextTest {
    /** SciJava makes it else at its first status, in a thread beside the command's, and their caches are for one thread. */
    @Test
    void whatAStatusNeedsIsMadeBeforeACommandRunsBesideIt() throws Exception {
        try (Context context = CommandBridge.made()) {
            assertNotNull(field(AbstractSingletonService.class, "instances", context.service(AppService.class)));
            assertEquals(true, field(DefaultUIService.class, "initialized", context.service(UIService.class)));
        }
    }

    private static Object field(Class<?> type, String name, Object of) throws Exception {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }
}
