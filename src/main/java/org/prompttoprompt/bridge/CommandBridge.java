package org.prompttoprompt.bridge;

import ij.IJ;
import ij.Macro;
import ij.plugin.PlugIn;
import ij.plugin.frame.Recorder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.prompttoprompt.Fault;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.command.CommandEnd;
import org.prompttoprompt.command.MacroEnd;
import org.prompttoprompt.command.MenuCommand;
import org.prompttoprompt.command.ModuleRun;
import org.prompttoprompt.dialog.CommandDialog;
import org.prompttoprompt.ij.Messages;
import org.prompttoprompt.macro.InputText;
import org.prompttoprompt.macro.MacroLine;
import org.prompttoprompt.macro.RefusedInput;
import org.prompttoprompt.macro.ShortLine;
import org.prompttoprompt.macro.StrictMacro;
import org.scijava.Context;
import org.scijava.app.AppService;
import org.scijava.command.CommandService;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;
import org.scijava.service.SciJavaService;
import org.scijava.ui.UIService;

/**
 * Runs the commands in an ImageJ 1.x without SciJava, from its {@code plugins.config}. Dialog, macro keys and the Recorder's
 * line are made from the command's parameters and equal what Fiji makes of them. Where it comes into an ImageJ2 nevertheless,
 * that has it run the command its own way.
 */
public final class CommandBridge implements PlugIn {
    private static Context context;

    private static synchronized Context context() {
        if (context == null) {
            IJ.showStatus("Prompt-to-Prompt is starting");
            // SciJava's plugin index and the engine lie in the class loader of the plugins folder.
            Thread.currentThread().setContextClassLoader(CommandBridge.class.getClassLoader());
            context = made();
            IJ.showStatus("");
        }
        return context;
    }

    /**
     * Makes a context with all that SciJava makes when it shows a first status: it shows it in a thread of its own, beside that
     * of the command, and its cache of annotated fields, which is for one thread, may then have a field twice for ever.
     */
    static Context made() {
        Context made = new Context(SciJavaService.class);
        made.service(AppService.class).getApp();
        made.service(UIService.class).getAvailableUIs();
        BridgeDialogs.addTo(made);
        return made;
    }

    /** Runs the command of this class name. */
    @Override
    public void run(String className) {
        try {
            Context host = ImageJ2.context();
            if (host != null) CommandEnd.of(host.service(CommandService.class).run(className, true));
            else execute(className);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Macro.abort();
        } catch (Refusal | Fault e) {
            show(e.getMessage());
        } catch (ThreadDeath e) {
            throw e; // how a macro is ended
        } catch (ExecutionException | RuntimeException | Error e) {
            String sentence = Messages.ofFault(e);
            MacroEnd.because(sentence, context());
            show(sentence);
        }
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
        try {
            setInputs(module, options);
        } catch (Refusal e) {
            MacroEnd.because(e.getMessage(), context());
            throw e;
        }
        ModuleRun.finish(module, context());
    }

    private static void setInputs(Module module, String options) {
        List<String> keys = MacroLine.keys(module.getInfo());
        Map<String, String> values = StrictMacro.check(name(module), options, keys);
        InputText.set(module, values, context().service(ConvertService.class));
        keys.forEach(module::resolveInput);
    }

    /**
     * Shows the dialog of a command that has inputs, records what was chosen, and runs it. What it refuses is told, and the
     * dialog comes back with what was typed.
     */
    static void ask(Module module) throws ExecutionException, InterruptedException {
        if (MacroLine.keys(module.getInfo()).isEmpty()) {
            ModuleRun.finish(module, context());
            return;
        }
        if (module.getDelegateObject() instanceof MenuCommand command && !command.asks()) {
            record(module);
            ModuleRun.finish(module, context());
            return;
        }
        Module filled = module;
        Map<String, String> typed = Map.of();
        String reason = "";
        while (true) {
            CommandDialog dialog = dialog(filled, typed);
            dialog.beginAfter(reason);
            if (!dialog.show()) {
                ModuleRun.doNotRecord(module.getInfo());
                return;
            }
            try {
                dialog.setInputs();
                record(filled);
                ModuleRun.finish(filled, context());
                return;
            } catch (Refusal | Fault e) {
                if (IJ.isMacro()) throw e;
                reason = String.valueOf(e.getMessage());
                show(RefusedInput.inDialog(module.getInfo(), reason));
            }
            typed = dialog.typed();
            filled = context().service(ModuleService.class).createModule(module.getInfo());
        }
    }

    private static CommandDialog dialog(Module module, Map<String, String> typed) {
        try {
            return new CommandDialog(
                    module, MacroLine.keys(module.getInfo()), typed, context().service(ConvertService.class));
        } catch (Refusal e) {
            ModuleRun.doNotRecord(module.getInfo());
            throw e;
        }
    }

    /** Runs a command with its present inputs, and records it if it comes to something. */
    static void runRecorded(Module module) throws ExecutionException, InterruptedException {
        record(module);
        ModuleRun.finish(module, context());
        if (Recorder.record && name(module).equals(Recorder.getCommand())) Recorder.saveCommand();
    }

    private static void record(Module module) {
        List<String> keys = MacroLine.keys(module.getInfo());
        keys.forEach(module::resolveInput);
        if (module.getDelegateObject() instanceof MenuCommand command) command.settle();
        if (!Recorder.record) return;
        Recorder.setCommand(name(module));
        ShortLine.of(module).forEach((key, value) -> Recorder.recordOption(key, MacroLine.escape(value)));
    }

    /** Opens a message, where there is somebody to press OK. The log has it in macros. */
    private static void show(String refusalOrFault) {
        if (MacroEnd.isSeen()) IJ.showMessage("Prompt-to-Prompt", Messages.forDialog(refusalOrFault));
    }

    private static String name(Module module) {
        return module.getInfo().getMenuPath().getLeaf().getName();
    }
}
