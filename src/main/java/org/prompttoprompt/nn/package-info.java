/**
 * Layers of which the networks are made, each with its formula.
 */
package org.prompttoprompt.nn;
