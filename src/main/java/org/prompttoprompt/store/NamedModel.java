package org.prompttoprompt.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.EmbeddedModel;
import org.prompttoprompt.model.InstalledModels;
import org.prompttoprompt.model.NearNames;

/** The installed or added model that a name stands for, and what is said of a name that stands for none. */
final class NamedModel {
    private NamedModel() {}

    /**
     * Returns its own folder.
     *
     * @throws Refusal if there is none, with what may have been meant
     */
    static Path require(Path store, String name) {
        String called = name.strip();
        if (EmbeddedModel.NAMES.contains(called))
            throw new Refusal(
                    "'" + called + "' is embedded in the plugin and goes with it: there is nothing to remove.");
        if (InstalledModels.isName(called)
                && Files.isRegularFile(store.resolve(called).resolve(InstalledModels.NOTE)))
            return store.resolve(called);
        Unfinished.named(store, called).ifPresent(unfinished -> {
            throw new Refusal("'" + called + "' is no whole model yet. "
                    + unfinished.entry().look().problem());
        });
        List<String> names = new ArrayList<>(InstalledModels.names(store));
        Unfinished.all(store).forEach(unfinished -> names.add(unfinished.name()));
        boolean others = called.contains("/") || called.contains("\\");
        throw new Refusal("model=" + name + ": no model of this name was installed or added here."
                + (others ? " What other programs have downloaded is theirs to mend and to remove." : "")
                + NearNames.hint(called, names));
    }
}
