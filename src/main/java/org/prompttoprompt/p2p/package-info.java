/**
 * The paper: what is done to the attention maps M of the source and M* of the target. One formula is one record; an edit
 * that is equal to another does the same. A new edit is a new record that implements {@link
 * org.prompttoprompt.p2p.Edit}.
 */
package org.prompttoprompt.p2p;
