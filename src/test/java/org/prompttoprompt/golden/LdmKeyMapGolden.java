package org.prompttoprompt.golden;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import org.prompttoprompt.ldm.LdmMaps;

/** The names of every tensor of real models in the original layout. */
final class LdmKeyMapGolden implements GoldenKind {
    @Override
    public void check(GoldenCase c) {
        c.json().getAsJsonObject("maps").entrySet().forEach(model -> {
            for (Map.Entry<String, JsonElement> part :
                    model.getValue().getAsJsonObject().entrySet()) {
                if (!part.getValue().isJsonObject()) continue;
                JsonObject expected = part.getValue().getAsJsonObject();
                Map<String, String> names = new TreeMap<>();
                expected.entrySet()
                        .forEach(e -> names.put(e.getKey(), e.getValue().toString()));
                c.equal(model.getKey() + ", " + part.getKey(), names, LdmMaps.of(part.getKey(), expected.keySet()));
            }
        });
    }
}
