package org.prompttoprompt.request;

/**
 * What the network reads of two prompts.
 *
 * @param mix 0 is the source prompt, 1 the edited one
 * @param spherical whether vectors between them lie on an arc, else on a straight line
 */
public record TextShare(double mix, boolean spherical) {
    /** The edited prompt alone. */
    public static final TextShare TARGET = new TextShare(1, false);
}
