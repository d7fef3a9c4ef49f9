package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.WindowManager;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.macro.InputText;
import org.prompttoprompt.macro.MacroLine;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** A value that means nothing, in every key of every command: one sentence that names it, and nothing is made. */
class WrongValuesTest {
    private static final String WRONG = "9q";
    /** Keys that take any text or make a file of that name; Check My System tells it in its report. */
    private static final Set<String> ANY_TEXT = Set.of(
            "Check My System... model",
            "Save with Recipe... path",
            "Make Dataset... folder",
            "Score Benchmark... out",
            "Token Table... prompt",
            "Token Table... target",
            "Preview Mask... prompt",
            "Preview Mask... target",
            "Preview Mask... blend");

    @Test
    void namesTheValueAndMakesNothing() throws Exception {
        List<String> silent = new ArrayList<>();
        try (Context context = new Context()) {
            ImagePlus result = (ImagePlus) context.service(P2PService.class)
                    .run(EditRequest.of(Task.SWAP)
                            .with("prompt", "a red ball")
                            .with("target", "a blue ball")
                            .with("steps", 1));
            result.setRoi(20, 20, 60, 60);
            for (CommandInfo info : context.service(CommandService.class).getCommands()) {
                if (!info.getDelegateClassName().startsWith("org.prompttoprompt.command.")) continue;
                for (String key : MacroLine.keys(info)) {
                    String name = info.getMenuPath().getLeaf().getName() + " " + key;
                    if (ANY_TEXT.contains(name)) continue;
                    WindowManager.setTempCurrentImage(result);
                    String reason = reason(context, info, key);
                    boolean names = reason.contains(WRONG) && (reason.contains(key) || reason.contains("not know"));
                    if (!names) silent.add(name + ": " + reason);
                }
            }
        } finally {
            WindowManager.setTempCurrentImage(null);
        }
        assertEquals("", String.join("\n", silent));
    }

    private static String reason(Context context, CommandInfo info, String key) throws Exception {
        Module module = context.service(ModuleService.class).createModule(info);
        try {
            Object value = InputText.value(info.getInput(key), WRONG, context.service(ConvertService.class));
            Map<String, Object> inputs = new LinkedHashMap<>();
            inputs.put(key, value instanceof File ? new File("/" + WRONG) : value);
            Module done = context.service(ModuleService.class)
                    .run(module, true, inputs)
                    .get();
            MenuCommand command = (MenuCommand) done.getDelegateObject();
            assertTrue(command.fault().isEmpty(), () -> info.getTitle() + " " + key + " failed");
            return command.isCanceled() ? "" + command.getCancelReason() : "went on";
        } catch (org.prompttoprompt.Refusal e) {
            return e.getMessage();
        }
    }
}
