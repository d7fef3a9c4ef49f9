package org.prompttoprompt.store;

import java.io.File;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.NearNames;
import org.prompttoprompt.request.ShellWord;

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
    private static final String SAFE = ".safetensors";
    /** Names of files, of which a repository's may be one, and hardly ever is. */
    private static final Pattern FILE = Pattern.compile("(?i).*\\.(safetensors|ckpt|pt|pth|bin|pkl|zip)");
    /** What people copy from the address line of a browser. */
    private static final Pattern PAGE =
            Pattern.compile("https?://[^/]+/([^/?#]+/[^/?#]+?)(?:/(?:(?:tree|blob)/([^/?#]+)/?)?)?(?:[?#].*)?");

    /** Returns whether a text is called as a repository is, {@code owner/name}. */
    static boolean isRepository(String text) {
        return ID.matcher(text).matches();
    }

    /**
     * Reads one.
     *
     * @param hub the server of repositories, whose pages stand for these
     * @throws Refusal if it is neither, or is called as files are; a repository of such a name is meant where a revision or its page is given
     */
    static Source parse(String text, URI hub) {
        String stripped = withoutEnd(text);
        Matcher id = ID.matcher(stripped);
        if (isFile(stripped)) throw file(stripped, id.matches());
        if (id.matches()) return repository(id.group(1), id.group(2));
        if (!stripped.contains("://"))
            throw new Refusal(
                    "'" + text + "' names no model that can be downloaded: give a repository as owner/name, the"
                            + " address of a file, which begins with https://, or the name of a recommended model (Get More in the Models window, and models recommended, list them)."
                            + near(stripped));
        URI address = Web.address(stripped);
        Matcher page = PAGE.matcher(stripped);
        boolean ofHub =
                address.getHost().equals(hub.getHost()) || address.getHost().equals("huggingface.co");
        if (ofHub && page.matches()) return page(stripped, page.group(1), page.group(2));
        if (ofHub) address = URI.create(stripped.replaceFirst("/blob/", "/resolve/"));
        return new Source("", "", address);
    }

    /** Returns a name or a path without the slash that shells and people put behind it; an address stays as it is. */
    static String withoutEnd(String text) {
        String stripped = text.strip();
        return stripped.contains("://") ? stripped : stripped.replaceFirst("(?<=[^/\\\\:])[/\\\\]+$", "");
    }

    /** Returns whether a text is the name of a file, and not its address. */
    private static boolean isFile(String text) {
        return FILE.matcher(text).matches() && !text.contains("://");
    }

    private static Refusal file(String text, boolean mayBeRepository) {
        boolean safe = text.toLowerCase(Locale.ROOT).endsWith(SAFE);
        boolean here = new File(text).isFile();
        String told = here
                ? "'" + text + "' is a file of this computer, and need not be downloaded"
                : "'" + text + "' is called as a file is, and neither an address nor a file of this computer";
        String cure = here && safe
                ? "add it by models add " + ShellWord.of(text) + "."
                : safe
                        ? "give its address, which begins with https://, or add a file of this computer by models add"
                                + " /path/model.safetensors."
                        : "only .safetensors files are taken, as others can run code when they are opened. Look for a"
                                + " copy that ends with .safetensors, and give its address, or add it by models add.";
        String repository = mayBeRepository && !here
                ? " A repository that is really called so is meant by " + text + "@" + MAIN + "."
                : "";
        return new Refusal(told + ": " + cure + repository);
    }

    private static String near(String name) {
        List<String> names = Recommended.all().stream().map(Recommended::name).toList();
        return NearNames.question(NearNames.near(name, names));
    }

    /** What an address holds is encoded there, and may be no repository's. */
    private static Source page(String address, String id, String revision) {
        String text = decoded(id) + (revision == null ? "" : "@" + decoded(revision));
        Matcher m = ID.matcher(text);
        if (m.matches()) return repository(m.group(1), m.group(2));
        throw new Refusal("'" + address + "' is the page of no repository: '" + text
                + "' is none of a name, as owner/name. Copy the address of the model's own page, or give owner/name.");
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return part;
        }
    }

    private static Source repository(String id, String revision) {
        return new Source(id, revision == null ? MAIN : revision, null);
    }

    @Override
    public String toString() {
        return address != null ? address.toString() : id + (revision.equals(MAIN) && !isFile(id) ? "" : "@" + revision);
    }
}
