package org.prompttoprompt.command;

import ij.IJ;
import ij.Macro;
import ij.plugin.PlugIn;
import ij.plugin.frame.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.service.SciJavaService;

/**
 * Runs the commands in an ImageJ 1.x without SciJava, from its {@code plugins.config}. Dialog, macro keys and the Recorder's
 * line are made from the command's parameters and equal what Fiji makes of them.
 */
public final class CommandBridge implements PlugIn {
    private static Context context;

    private static synchronized Context context() {
        if (context == null) {
            // SciJava's plugin index and the engine lie in the class loader of the plugins folder.
            Thread.currentThread().setContextClassLoader(CommandBridge.class.getClassLoader());
            context = new Context(SciJavaService.class);
        }
        return context;
    }

    /** Runs the command of this class name. */
    @Override
    public void run(String className) {
        try {
            execute(className);
        } catch (IllegalArgumentException e) {
            IJ.error("Prompt-to-Prompt", e.getMessage());
        } catch (ExecutionException | InterruptedException e) {
            IJ.handleException(e);
            Macro.abort();
        }
    }

    private static void execute(String className) throws ExecutionException, InterruptedException {
        ModuleService modules = context().service(ModuleService.class);
        Module module =
                modules.createModule(context().service(CommandService.class).getCommand(className));
        List<ModuleItem<?>> items = new ArrayList<>();
        List<String> keys = MacroLine.keys(module.getInfo());
        for (String key : keys) items.add(module.getInfo().getInput(key));

        String options = Macro.getOptions();
        if (options != null) {
            StrictMacro.check(module.getInfo().getMenuPath().getLeaf().getName(), options, keys);
            ConvertService convert = context().service(ConvertService.class);
            for (ModuleItem<?> item : items) {
                String text = Macro.getValue(options, item.getName(), null);
                if (text != null) module.setInput(item.getName(), InputText.value(item, text, convert));
            }
        } else if (!new BridgeDialog(module, items, context().service(ConvertService.class)).show()) {
            return;
        } else if (Recorder.record) {
            Recorder.resetCommandOptions(); // what GenericDialog recorded by its labels
            for (String key : keys) Recorder.recordOption(key, MacroLine.escape(String.valueOf(module.getInput(key))));
        }
        keys.forEach(module::resolveInput);
        modules.run(module, true).get();
        if (module.getDelegateObject() instanceof Cancelable command && command.isCanceled()) {
            // A refused command is not recorded, as in Fiji.
            if (Recorder.record) Recorder.resetCommandOptions();
            String reason = command.getCancelReason();
            if (reason != null && !reason.isEmpty()) throw new IllegalArgumentException(reason);
        }
    }
}
