package org.prompttoprompt.command;

import org.scijava.command.Command;

/** Marks the commands whose macro keys {@link MacroDefaults} checks and whose outputs {@link ShowOutputs} shows. */
public interface P2PCommand extends Command {}
