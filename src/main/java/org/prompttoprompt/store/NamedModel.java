package org.prompttoprompt.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.EmbeddedModel;
import org.prompttoprompt.model.FoundInHub;
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
        return require(store, name, List.of());
    }

    /**
     * Returns it where its files are to be checked, as those of other programs and of the plugin can be too.
     *
     * @throws Refusal if there is none, with what may have been meant
     */
    static Path toVerify(Path store, String name) {
        List<String> others = new ArrayList<>(EmbeddedModel.NAMES);
        FoundInHub.all().forEach(found -> others.add(found.id()));
        return require(store, name, others);
    }

    private static Path require(Path store, String name, List<String> checked) {
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
        names.addAll(checked);
        boolean others = called.contains("/") || called.contains("\\");
        String cure = !others
                ? ""
                : !checked.isEmpty()
                        ? " What lies elsewhere is checked when it was added: models add /path."
                        : " What other programs have downloaded is theirs to mend and to remove."
                                + FoundModels.howToForget(store, called);
        throw new Refusal("model=" + name + ": no model of this name was installed or added here"
                + (checked.isEmpty() ? "." : ", found, or comes with the plugin.") + cure
                + NearNames.hint(called, names));
    }
}
