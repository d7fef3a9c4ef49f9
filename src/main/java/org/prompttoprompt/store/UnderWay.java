package org.prompttoprompt.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.prompttoprompt.model.InstalledModels;
import org.prompttoprompt.request.ShellWord;

/** The downloads that this process is at: what is told of them where it is ended in their midst, as by Ctrl-C. */
public final class UnderWay {
    private UnderWay() {}

    /** Returns a sentence for each of which something has come, with how it goes on; nothing where none is under way. */
    public static List<String> inWords() {
        return StoreLock.stores().stream()
                .flatMap(store -> Unfinished.partial(store).stream())
                .filter(one -> StoreLock.isHeld(one.folder().getParent(), one.name()) && one.bytes() > 0)
                .map(one -> "Stopped. What has come of " + one.name() + " (" + one.come() + ") is kept; it goes on by: "
                        + command(one))
                .toList();
    }

    private static String command(Unfinished one) {
        Path installed = one.folder().resolveSibling(one.name()).resolve(InstalledModels.NOTE);
        return one.attempt()
                .map(attempt -> attempt.command(one.name()))
                .orElse(Files.exists(installed) ? "models repair " + ShellWord.of(one.name()) : "models engine gpu");
    }
}
