package org.prompttoprompt.command;

import org.scijava.plugin.Plugin;
import org.scijava.script.AdaptedScriptLanguage;
import org.scijava.script.ScriptLanguage;

/** What Fiji's scripting-groovy does, over groovy-jsr223. */
@Plugin(type = ScriptLanguage.class, name = "Groovy")
public class TestGroovy extends AdaptedScriptLanguage {
    public TestGroovy() {
        super("groovy");
    }
}
