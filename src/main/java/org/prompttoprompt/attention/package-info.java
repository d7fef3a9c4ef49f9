/**
 * The hook: all that the network and the paper know of each other. The UNet asks an {@link
 * org.prompttoprompt.attention.AttentionControl} whether it wants a map; package p2p answers.
 */
package org.prompttoprompt.attention;
