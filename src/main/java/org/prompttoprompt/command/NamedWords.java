package org.prompttoprompt.command;

import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.WordName;
import org.prompttoprompt.request.WordValue;
import org.prompttoprompt.service.P2PService;
import org.prompttoprompt.text.Tokens;

/** Words of a prompt that an input lists. */
final class NamedWords {
    private NamedWords() {}

    /**
     * Looks, before anything is drawn, whether they are there.
     *
     * @param words separated by commas, may be none
     * @throws Refusal naming the first one that the source prompt of the request does not have
     */
    static void require(P2PService p2p, EditRequest request, String words) {
        if (words.isBlank()) return;
        Tokens tokens = p2p.tokens(request, request.get(Option.PROMPT));
        try {
            for (WordName name : WordValue.names("words", words)) if (!tokens.has(name)) tokens.find(name);
        } catch (Refusal e) {
            throw e.getMessage().startsWith("words=") ? e : new Refusal("words=" + words + ": " + e.getMessage(), e);
        }
    }

    /**
     * Refuses what would be passed over: inputs that count for a prompt given in the dialog, where none is.
     *
     * @param value of the input as it is, and as it is by default
     */
    static void requireUnused(String key, String value, String byDefault) {
        if (value.strip().equals(byDefault)) return;
        throw new Refusal(key + "=" + value.strip()
                + ": without a prompt the image in front decides that. Give the prompt too, or" + " leave " + key
                + " out.");
    }
}
