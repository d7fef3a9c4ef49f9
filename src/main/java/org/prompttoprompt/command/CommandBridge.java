package org.prompttoprompt.command;

import ij.IJ;
import ij.Macro;
import ij.WindowManager;
import ij.plugin.PlugIn;
import ij.plugin.frame.Recorder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
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
            tell(e);
        } catch (ExecutionException | InterruptedException e) {
            IJ.handleException(e);
            Macro.abort();
        }
    }

    /** Returns whether this is the context of an ImageJ without SciJava, where dialogs are ours. */
    static synchronized boolean serves(Context asking) {
        return asking == context;
    }

    private static void execute(String className) throws ExecutionException, InterruptedException {
        Module module = context()
                .service(ModuleService.class)
                .createModule(context().service(CommandService.class).getCommand(className));
        String options = Macro.getOptions();
        if (options == null) {
            ask(module);
            return;
        }
        List<String> keys = MacroLine.keys(module.getInfo());
        StrictMacro.check(name(module), options, keys);
        ConvertService convert = context().service(ConvertService.class);
        for (String key : keys) {
            String text = Macro.getValue(options, key, null);
            if (text != null)
                module.setInput(key, InputText.value(module.getInfo().getInput(key), text, convert));
        }
        keys.forEach(module::resolveInput);
        finish(module, context());
    }

    /**
     * Shows the dialog of a command that has inputs, records what was chosen, and runs it. What it refuses is told, and the
     * dialog comes back with what was typed.
     */
    static void ask(Module module) throws ExecutionException, InterruptedException {
        if (MacroLine.keys(module.getInfo()).isEmpty()) {
            finish(module, context());
            return;
        }
        Module asked = module;
        Map<String, String> typed = Map.of();
        while (true) {
            BridgeDialog dialog = new BridgeDialog(asked, context().service(ConvertService.class), typed);
            if (!dialog.show()) {
                doNotRecord();
                return;
            }
            try {
                dialog.setInputs();
                record(asked);
                finish(asked, context());
                return;
            } catch (IllegalArgumentException e) {
                if (IJ.isMacro()) throw e;
                tell(e);
            }
            typed = dialog.typed();
            asked = context().service(ModuleService.class).createModule(module.getInfo());
        }
    }

    private static void record(Module module) {
        List<String> keys = MacroLine.keys(module.getInfo());
        keys.forEach(module::resolveInput);
        if (!Recorder.record) return;
        Recorder.setCommand(name(module)); // forgets what GenericDialog recorded by its labels
        for (String key : keys) Recorder.recordOption(key, MacroLine.escape(String.valueOf(module.getInput(key))));
    }

    private static void tell(IllegalArgumentException refusal) {
        IJ.error("Prompt-to-Prompt", Wrap.forDialog(refusal.getMessage()));
    }

    private static String name(Module module) {
        return module.getInfo().getMenuPath().getLeaf().getName();
    }

    /** Runs a command whose inputs are set; what it refuses is thrown. */
    static void finish(Module module, Context context) throws ExecutionException, InterruptedException {
        // In a macro each thread has an active image of its own, and the command gets another thread.
        if (module.getDelegateObject() instanceof MenuCommand command)
            command.setImage(WindowManager.getCurrentImage());
        try {
            context.service(ModuleService.class).run(module, true).get();
        } catch (ExecutionException e) {
            doNotRecord();
            throw e;
        }
        if (module.getDelegateObject() instanceof Cancelable command && command.isCanceled()) {
            doNotRecord();
            String reason = command.getCancelReason();
            if (reason != null && !reason.isEmpty()) throw new Refusal(reason);
        }
    }

    /** A command that was refused, cancelled or failed is not recorded, as in Fiji. */
    private static void doNotRecord() {
        if (Recorder.record) Recorder.disableCommandRecording();
    }
}
