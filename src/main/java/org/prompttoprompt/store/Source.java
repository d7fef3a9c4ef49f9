package org.prompttoprompt.store;

import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.NearNames;

/**
 * Where a model is to come from, as it was written: a repository {@code owner/name} with or without {@code @revision}, or the address
 * of one file.
 *
 * @param id of the repository, empty for an address
 * @param revision of the repository
 * @param address of one file, null for a repository
 */
record Source(String id, String revision, URI address) {
    static final String MAIN = "main";
    private static final Pattern ID =
            Pattern.compile("([A-Za-z0-9][\\w.-]{0,95}/[A-Za-z0-9][\\w.-]{0,95})(?:@([\\w./-]{1,100}))?");
    /** What people copy from the address line of a browser. */
    private static final Pattern PAGE =
            Pattern.compile("https?://[^/]+/([^/?#]+/[^/?#]+?)(?:/(?:(?:tree|blob)/([^/?#]+))?)?(?:[?#].*)?");

    /**
     * Reads one.
     *
     * @param hub the server of repositories, whose pages stand for these
     * @throws Refusal if it is neither
     */
    static Source parse(String text, URI hub) {
        String stripped = text.strip();
        Matcher id = ID.matcher(stripped);
        if (id.matches()) return repository(id.group(1), id.group(2));
        if (!stripped.contains("://"))
            throw new Refusal(
                    "'" + text + "' names no model that can be downloaded: give a repository as owner/name, the"
                            + " address of a file, or the name of a recommended model (models recommended lists them)."
                            + near(stripped));
        URI address = Web.address(stripped);
        Matcher page = PAGE.matcher(stripped);
        boolean ofHub =
                address.getHost().equals(hub.getHost()) || address.getHost().equals("huggingface.co");
        if (ofHub && page.matches()) return repository(page.group(1), page.group(2));
        if (ofHub) address = URI.create(stripped.replaceFirst("/blob/", "/resolve/"));
        return new Source("", "", address);
    }

    private static String near(String name) {
        List<String> names = Recommended.all().stream().map(Recommended::name).toList();
        return NearNames.question(NearNames.near(name, names));
    }

    private static Source repository(String id, String revision) {
        return new Source(id, revision == null ? MAIN : revision, null);
    }

    @Override
    public String toString() {
        return address != null ? address.toString() : id + (revision.equals(MAIN) ? "" : "@" + revision);
    }
}
