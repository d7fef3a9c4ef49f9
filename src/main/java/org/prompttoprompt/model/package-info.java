/**
 * Models: the folder, what it says of itself, what it wants by default, the embedded one, and the loaded parts.
 */
package org.prompttoprompt.model;
