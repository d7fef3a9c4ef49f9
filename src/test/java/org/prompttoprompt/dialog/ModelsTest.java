package org.prompttoprompt.dialog;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;

/** What is named to the window of models, which takes nothing, is not dropped in silence. */
class ModelsTest {
    @Test
    void theWindowTakesNoModel() throws Exception {
        try (Context context = new Context()) {
            for (String key : new String[] {"model", "name", "file", "sha256", "accept"}) {
                CommandModule module = context.service(CommandService.class)
                        .run(Models.class, true, key, "foo")
                        .get();
                Models command = (Models) module.getDelegateObject();
                assertTrue(
                        command.isCanceled()
                                && command.getCancelReason().startsWith(key + "=foo: the window takes none"),
                        key + ": " + command.getCancelReason());
            }
        }
    }
}
