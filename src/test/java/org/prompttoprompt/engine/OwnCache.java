package org.prompttoprompt.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A cache of its own for each test, so that it neither finds nor leaves what others have chosen and measured. */
public final class OwnCache implements BeforeEachCallback, AfterEachCallback {
    private final Supplier<Path> folder;
    private final List<String> settings;
    private String before;

    /**
     * @param folder where it is
     * @param settings of Java that the test may set and that nobody else does
     */
    public OwnCache(Supplier<Path> folder, String... settings) {
        this.folder = folder;
        this.settings = List.of(settings);
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        before = System.getProperty(CacheFolder.SETTING);
        System.setProperty(CacheFolder.SETTING, folder.get().toString());
    }

    @Override
    public void afterEach(ExtensionContext test) {
        settings.forEach(System::clearProperty);
        if (before == null) System.clearProperty(CacheFolder.SETTING);
        else System.setProperty(CacheFolder.SETTING, before);
    }
}
