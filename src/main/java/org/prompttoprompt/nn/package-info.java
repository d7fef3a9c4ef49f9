/**
 * Layers of which the networks are made, each with its formula. May import {@code engine} and {@code checkpoint}.
 */
package org.prompttoprompt.nn;
