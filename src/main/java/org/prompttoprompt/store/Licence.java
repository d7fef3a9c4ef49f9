package org.prompttoprompt.store;

/**
 * The licence of a model.
 *
 * @param id its short name, such as {@code creativeml-openrail-m}, or {@link #UNKNOWN}
 * @param link where it can be read, empty where nobody tells
 */
record Licence(String id, String link) {
    /** The server does not tell it. */
    static final String UNKNOWN = "unknown";

    /** The short name of the licence of the first models of this kind. */
    private static final String OPEN_RAIL = "creativeml-openrail-m";

    private static final String OPEN_RAIL_TEXT = "https://huggingface.co/spaces/CompVis/stable-diffusion-license";

    Licence {
        id = id.isBlank() ? UNKNOWN : id.strip();
        if (link.isBlank() && id.equals(OPEN_RAIL)) link = OPEN_RAIL_TEXT;
    }

    @Override
    public String toString() {
        return (id.equals(UNKNOWN) ? "not told by the server" : id) + (link.isBlank() ? "" : " (" + link + ")");
    }
}
