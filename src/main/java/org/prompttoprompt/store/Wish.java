package org.prompttoprompt.store;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.prompttoprompt.Refusal;

/**
 * A download as it is asked for.
 *
 * @param what is to be downloaded, as {@link ModelStore#offer} reads it
 * @param file of it, empty to choose
 * @param name that it is to have, empty for its own
 * @param accept the short name of its licence, empty if it was accepted before
 */
record Wish(String what, String file, String name, String accept) {
    /**
     * Refuses what is wrong with it before a server is asked.
     *
     * @param store where it would be kept
     * @param hub the server of repositories
     * @throws Refusal if it cannot be read or written here, no model can have the name or one has it, or its licence is another
     */
    void require(Path store, URI hub) {
        Optional<Recommended> known = Recommended.named(what);
        String called = name.isBlank() ? known.map(Recommended::name).orElse("") : name.strip();
        if (known.isEmpty()) requireUnknown(Source.parse(what, hub).address(), hub);
        else if (!accept.isBlank()) known.get().requireLicence(accept);
        if (!called.isEmpty()) Addition.requireNew(store, called);
        LocalDisk.requireWritable(store);
    }

    private void requireUnknown(URI address, URI hub) {
        if (address == null) return;
        if (file.isBlank()) Offers.requireNotPickled(address);
        Licence none = new Licence("", "");
        if (!accept.isBlank())
            Licences.requireName(what, none, LicenceText.place(hub, address.toString(), none), accept);
    }
}
