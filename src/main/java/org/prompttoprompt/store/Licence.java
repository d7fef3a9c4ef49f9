package org.prompttoprompt.store;

import org.prompttoprompt.model.NotedLicence;
import org.prompttoprompt.request.ShellWord;

/**
 * The licence of a model, as its server or a list tells it: what is not a name or no address of the web is not passed on.
 *
 * @param id its short name, such as {@code creativeml-openrail-m}, or {@link #UNKNOWN}
 * @param link where it can be read, empty where nobody tells
 */
record Licence(String id, String link) {
    /** The server does not tell it. */
    static final String UNKNOWN = NotedLicence.UNKNOWN;

    /** The short name of the licence of the first models of this kind. */
    private static final String OPEN_RAIL = "creativeml-openrail-m";

    private static final String OPEN_RAIL_TEXT = "https://huggingface.co/spaces/CompVis/stable-diffusion-license";

    Licence {
        id = id.replaceAll("[\\p{C}\\s<>]+", " ").strip(); // windows would show a name that begins like a page as one
        if (id.isEmpty()) id = UNKNOWN;
        link = Links.checked(link);
        if (link.isEmpty() && id.equals(OPEN_RAIL)) link = OPEN_RAIL_TEXT;
    }

    /** Returns whether somebody has told which one it is. */
    boolean isTold() {
        return !id.equals(UNKNOWN);
    }

    /** Returns what accepts it, as it is given on the command line. */
    String accept() {
        return ShellWord.option("accept", id);
    }

    @Override
    public String toString() {
        return (isTold() ? id : "not told by the server") + (link.isEmpty() ? "" : " (" + link + ")");
    }
}
