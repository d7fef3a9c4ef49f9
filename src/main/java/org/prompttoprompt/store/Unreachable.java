package org.prompttoprompt.store;

import java.io.IOException;
import java.net.URI;
import java.util.function.Supplier;
import org.prompttoprompt.Refusal;

/** No server answers: for ever, or while the network is away. */
final class Unreachable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreachable(String message, IOException cause) {
        super(message, cause);
    }

    /**
     * Asks for a model.
     *
     * @param what a recommended model's name, a repository or an address
     * @throws Refusal as the job does; where a server is not reached, with the way that needs none
     */
    static <T> T orByHand(String what, Supplier<T> job) {
        try {
            return job.get();
        } catch (Refusal e) {
            if (!(e.getCause() instanceof Unreachable)) throw e;
            throw new Refusal(
                    e.getMessage()
                            + " Or download it on another computer" + from(what)
                            + ", copy it to this one and name its folder or file: Add... in the Models window, or models add.",
                    e);
        }
    }

    private static String from(String what) {
        String source = Recommended.named(what).map(Recommended::source).orElse(what.strip());
        if (source.matches("https?://.*")) return ", from " + Links.shown(source);
        String id = source.replaceFirst("@.*", "");
        return Source.isRepository(id) ? ", from " + Links.page(URI.create(Hub.USUAL), id) : "";
    }

    /** Returns what the user is told. */
    Refusal refusal() {
        return new Refusal(getMessage(), this);
    }
}
