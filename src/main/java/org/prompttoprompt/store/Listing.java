package org.prompttoprompt.store;

import java.util.List;
import java.util.Optional;

/**
 * What a server says of a model.
 *
 * @param source as it was asked for
 * @param name that the model may have here
 * @param version that the files are of, empty where the server names none
 * @param licence of the model
 * @param files all of them, or those that are chosen
 */
record Listing(String source, String name, String version, Licence licence, List<RemoteFile> files) {
    /** Returns the bytes of all files, -1 where one is not known. */
    long bytes() {
        return files.stream().anyMatch(file -> file.size() < 0)
                ? -1
                : files.stream().mapToLong(RemoteFile::size).reduce(0, Listing::sum);
    }

    /** Sizes that nobody has stay sizes that nobody has. */
    private static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }

    Optional<RemoteFile> file(String path) {
        return files.stream().filter(file -> file.path().equals(path)).findFirst();
    }

    Listing with(List<RemoteFile> chosen) {
        return new Listing(source, name, version, licence, chosen);
    }

    /** Returns the file with the text of the licence, if there is one. */
    Optional<RemoteFile> licenceText() {
        return files.stream()
                .filter(file -> file.path().matches("(?i)licen[cs]e(\\.md|\\.txt)?"))
                .findFirst();
    }
}
