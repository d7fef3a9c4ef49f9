package org.prompttoprompt.dialog;

import java.awt.GraphicsEnvironment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.command.MenuCommand;
import org.prompttoprompt.service.RunningTask;
import org.prompttoprompt.store.ModelStore;
import org.prompttoprompt.store.StoreAction;
import org.scijava.ItemIO;
import org.scijava.app.StatusService;
import org.scijava.command.Command;
import org.scijava.log.LogService;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.TaskService;

/** Opens the window of models, or does in a macro what its buttons do. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {@Menu(label = "Plugins"), @Menu(label = "Prompt-to-Prompt"), @Menu(label = "Models...", weight = 60)})
public final class Models extends MenuCommand {
    private static final String SHOW = "show";

    @Parameter(
            label = "Do",
            persist = false,
            choices = {
                SHOW,
                "list",
                "recommended",
                "download",
                "licence",
                "add",
                "look",
                "forget",
                "verify",
                "repair",
                "remove",
                "clear",
                "engine"
            },
            description = "show opens the window; the others do without a window what its buttons do")
    private String action = SHOW;

    @Parameter(
            label = "Model",
            required = false,
            persist = false,
            description = "A name of the list, a repository owner/name, an address, or the path of what is added")
    private String model = "";

    @Parameter(
            label = "Name",
            required = false,
            persist = false,
            description = "The name that a model gets which is downloaded or added (empty: its own)")
    private String name = "";

    @Parameter(
            label = "File",
            required = false,
            persist = false,
            description = "The file of a repository that is downloaded (empty: what is needed)")
    private String file = "";

    @Parameter(
            label = "Precision",
            persist = false,
            choices = {"half", "single"},
            description = "Which weights are downloaded where a repository has both")
    private String precision = "half";

    @Parameter(
            label = "SHA-256",
            required = false,
            persist = false,
            description = "The check sum that a downloaded file must have (empty: as its server tells)")
    private String sha256 = "";

    @Parameter(
            label = "Accept",
            required = false,
            persist = false,
            description = "The licence that is accepted by downloading, by its short name")
    private String accept = "";

    @Parameter
    private StatusService status;

    @Parameter
    private TaskService tasks;

    @Parameter
    private LogService log;

    @Parameter(type = ItemIO.OUTPUT)
    private String report;

    /** The window asks for itself. */
    @Override
    public boolean asks() {
        return false;
    }

    @Override
    protected void work() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("name", name);
        options.put("file", file);
        options.put("sha256", sha256);
        options.put("accept", accept);
        if (action.equalsIgnoreCase(SHOW)) {
            refuse("model", model);
            options.forEach(Models::refuse);
            if (GraphicsEnvironment.isHeadless())
                throw new Refusal("action=show: the models have a window and there is no display: give action=list, or"
                        + " another of the actions.");
            ModelsWindow.open();
            return;
        }
        StoreAction what = StoreAction.of(action);
        if (what == StoreAction.DOWNLOAD) options.put("precision", precision);
        try (RunningTask running = new RunningTask("Models", status, tasks, this)) {
            report = what.run(new ModelStore(), model, options, running).text();
        }
        log.info("\n" + report);
    }

    private static void refuse(String key, String value) {
        if (!value.isBlank())
            throw new Refusal(key + "=" + value + ": the window takes none. Leave it out, or give the action that it is"
                    + " for, such as action=add.");
    }
}
