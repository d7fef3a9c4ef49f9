/**
 * Models on this computer: found, added, downloaded, checked, mended and removed; and the libraries for its GPU. No window is opened
 * here, and nothing is downloaded unasked.
 */
package org.prompttoprompt.store;
