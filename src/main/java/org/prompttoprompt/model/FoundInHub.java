package org.prompttoprompt.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.Refusal;

/**
 * A model of the Hugging Face download cache.
 *
 * @param id of its repository, {@code owner/name}
 * @param folder its snapshot
 */
public record FoundInHub(String id, Path folder) {
    /** Returns those of this computer's cache, sorted; what cannot be read there is not ours to mend. */
    public static List<FoundInHub> all() {
        List<FoundInHub> all = new ArrayList<>();
        try {
            for (Path model : HubCache.all()) add(model, all);
        } catch (Refusal e) {
            all.clear();
        }
        return all;
    }

    /** Returns those of several snapshots of which none is the main one, each with the folder of all of them. */
    public static List<FoundInHub> unclear() {
        List<FoundInHub> unclear = new ArrayList<>();
        try {
            for (Path model : HubCache.all())
                if (isUnclear(model)) unclear.add(new FoundInHub(HubCache.id(model), model));
        } catch (Refusal e) {
            unclear.clear();
        }
        return unclear;
    }

    private static boolean isUnclear(Path model) {
        try {
            HubCache.snapshot(model);
            return false;
        } catch (Refusal e) {
            return HubCache.snapshots(model).size() > 1;
        }
    }

    /** Returns the snapshots of a model of the cache, sorted. */
    public static List<Path> snapshots(Path model) {
        return HubCache.snapshots(model);
    }

    private static void add(Path model, List<FoundInHub> to) {
        try {
            to.add(new FoundInHub(HubCache.id(model), HubCache.snapshot(model)));
        } catch (Refusal e) {
            // None or several snapshots, of which none is the main one.
        }
    }
}
