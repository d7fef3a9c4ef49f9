package org.prompttoprompt.ldm;

import com.google.gson.Gson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The names in diffusers by the names of the original, as JSON: one, or those of the rows of one tensor. */
public final class LdmMaps {
    private LdmMaps() {}

    public static Map<String, String> of(String part, Set<String> keys) {
        boolean text = part.startsWith("text");
        String prefix = part.startsWith("unet") ? Family.UNET : part.startsWith("vae") ? Family.VAE : "";
        Set<String> all = keys.stream().map(key -> prefix + key).collect(Collectors.toSet());
        Map<String, Stored> names = !text
                ? prefix.equals(Family.UNET) ? SingleFile.unet(all) : SingleFile.vae(all, prefix)
                : keys.stream().anyMatch(key -> key.startsWith(Family.OPEN_CLIP))
                        ? TextNames.openClip(keys, Family.OPEN_CLIP, true)
                        : TextNames.clip(keys, Family.CLIP);
        Map<String, List<String>> byKey = new TreeMap<>();
        names.entrySet().stream()
                .sorted(java.util.Comparator.comparing(e -> e.getValue().form()))
                .forEach(e -> byKey.computeIfAbsent(
                                e.getValue().key().substring(prefix.length()), k -> new ArrayList<>())
                        .add(e.getKey()));
        Map<String, String> json = new TreeMap<>();
        byKey.forEach((key, found) -> json.put(key, new Gson().toJson(found.size() == 1 ? found.get(0) : found)));
        return json;
    }
}
