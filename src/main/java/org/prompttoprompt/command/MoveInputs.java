package org.prompttoprompt.command;

import java.util.Map;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.pipeline.EditInput;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.service.P2PService;

/** What a move begins with, where it differs from other edits, and what can be told of its inputs before anything is drawn. */
final class MoveInputs {
    static final String TAU = "1";
    static final String SELFATTENTION = "0.4";
    static final String METHOD = "direct";

    private MoveInputs() {}

    /**
     * Reads every input, the selections apart.
     *
     * @param asked with all but where the object is and goes
     * @throws Refusal naming the first value that cannot be read, or is not in the prompt
     */
    static void require(P2PService p2p, EditRequest asked, String shift, String zoom, String place) {
        asked.requireValues();
        Map.of(Option.SHIFT, shift, Option.ZOOM, zoom, Option.PLACE, place).forEach((option, text) -> {
            if (!text.isBlank()) option.read(text);
        });
        EditRequest source = asked.ofSource();
        p2p.lend(source, Progress.NONE, facade -> facade.estimate(source, EditInput.NONE));
        String object = asked.get(Option.OBJECT);
        try {
            NamedWords.require(p2p, source, object);
        } catch (Refusal e) {
            throw new Refusal(e.getMessage().replaceFirst("^words=", "object="), e);
        }
    }
}
