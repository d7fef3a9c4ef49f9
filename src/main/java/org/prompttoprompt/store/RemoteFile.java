package org.prompttoprompt.store;

import java.net.URI;
import java.util.Optional;
import org.prompttoprompt.Refusal;

/**
 * A file that can be downloaded.
 *
 * @param path where it lies within the model's folder, with {@code /}
 * @param from its address
 * @param size in bytes, -1 where nobody tells
 * @param sum its check sum, where it is known
 */
record RemoteFile(String path, URI from, long size, Optional<Checksum> sum) {
    RemoteFile {
        boolean safe = !path.isEmpty()
                && path.length() < 400
                && !path.matches("(?s).*[\\\\:\\x00-\\x1f*?\"<>|].*")
                && java.util.Arrays.stream(path.split("/", -1))
                        .noneMatch(part -> part.isBlank() || part.matches("\\.+") || !part.equals(part.strip()));
        if (!safe)
            throw new Refusal("The server names a file '" + path + "', which may lie outside of the model's folder:"
                    + " nothing was downloaded. Take the model from another place.");
    }
}
