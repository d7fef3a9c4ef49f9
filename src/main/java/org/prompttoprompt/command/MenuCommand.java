package org.prompttoprompt.command;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import java.awt.Window;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.Messages;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.request.RandomSeed;
import org.scijava.ItemVisibility;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.command.ContextCommand;
import org.scijava.module.Module;
import org.scijava.plugin.Parameter;

/**
 * What all commands of the menu have in common: what cannot be done is told in one readable sentence, and ends the macro that
 * asked for it, or brings the dialog back; it is not recorded. A fault of ours is logged with its trace besides.
 */
public abstract class MenuCommand extends ContextCommand {
    /** Attribute of an input: the section of the dialog in which it is folded away. */
    public static final String SECTION = "section";

    @Parameter(
            label = "Save",
            visibility = ItemVisibility.INVISIBLE,
            required = false,
            persist = false,
            description = "For scripts and --run: the file that keeps what the command makes")
    private File save = new File("");

    /** A command is made on the thread that calls it; in a macro each thread has an active image of its own. */
    private ImagePlus inFront = WindowManager.getCurrentImage();

    private String refusedFor = "";

    private ImagePlus held;
    private Throwable fault;
    private boolean byDialog;
    private boolean filled;

    /** Returns the image in front when the command was called, if one was open. */
    protected Optional<ImagePlus> imageInFront() {
        return Optional.ofNullable(inFront);
    }

    /**
     * Returns the image in front when the command was called. It keeps its pixels until the command ends, even if its window
     * is closed meanwhile.
     *
     * @throws Refusal if none was open
     */
    protected ImagePlus activeImage() {
        if (held != null) return held;
        ImagePlus active = requireImage();
        active.setIgnoreFlush(true);
        held = active;
        if (active.getProcessor() == null) {
            throw new Refusal("The image '" + active.getTitle()
                    + "' was closed before the command could read it: open it again.");
        }
        return active;
    }

    /** Returns the image in front, for a dialog that needs one; throws a Refusal if none was open. */
    protected ImagePlus requireImage() {
        return imageInFront()
                .orElseThrow(() -> new Refusal("No image is open: open one that Prompt-to-Prompt made, or make one by"
                        + " Plugins > Prompt-to-Prompt > Generate..."));
    }

    /** Makes the image in front the active one again, where a plot came before it. */
    void activateImage() {
        imageInFront().ifPresent(image -> ActiveImage.make(image, context()));
    }

    /**
     * Returns the recipe of {@link #activeImage}, and tells in the log what this version does not understand of it.
     *
     * @throws Refusal if no image is open, or it holds none
     */
    protected Recipe recipe() {
        Recipe recipe = Recipe.of(activeImage());
        List<String> unknown = recipe.unknownKeys();
        if (!unknown.isEmpty()) {
            IJ.log("The recipe of '" + activeImage().getTitle()
                    + "' has lines that this version of Prompt-to-Prompt does not know: "
                    + String.join(", ", unknown)
                    + ". A newer version wrote them; they are passed over, and the image may come out"
                    + " otherwise.");
        }
        return recipe;
    }

    /**
     * Fills the inputs with what is asked for mostly, before the dialog is shown.
     *
     * @throws Refusal if the command lacks what its dialog cannot give, such as an image
     */
    public void fillDialog() {}

    /** Returns whether a dialog asks for the inputs; a macro may set them in any case. */
    public boolean asks() {
        return true;
    }

    /**
     * Puts into the inputs what they come to, such as a drawn seed for {@code random}, before the command works and before it is
     * recorded. What cannot be read stays, for the command to refuse.
     */
    public void settle() {}

    /** Returns seeds with those drawn that are to be drawn, and tells which these are. */
    static String drawn(String seeds) {
        String drawn = RandomSeed.drawn(seeds);
        RandomSeed.note(seeds, drawn).ifPresent(IJ::log);
        return drawn;
    }

    /** Returns what the command has opened besides images, to be laid beside them. */
    List<Window> otherWindows() {
        return List.of();
    }

    /**
     * Returns, by key, what the dialog shows in place of an input's default that stands for another value: the numbers of the
     * model that the present inputs name.
     */
    public Map<String, String> standsFor() {
        return Map.of();
    }

    /** Returns what is to be said below the inputs, by key as they are typed, such as what will be done; empty for nothing. */
    public String says(Map<String, String> typed) {
        return "";
    }

    /** Returns the values that an input takes, each with its text in the dialog; none where it takes any text. */
    public Map<String, String> choices(String key) {
        return Map.of();
    }

    /** Hears that a dialog of SciJava asks for inputs; it comes back if they are refused. */
    void awaitsDialog() {
        byDialog = true;
    }

    /** Takes the inputs as they are, without a dialog and whatever a macro's options say. They are recorded nevertheless. */
    void isFilled() {
        filled = true;
    }

    /** Returns whether the inputs stay as they are. */
    boolean filled() {
        return filled;
    }

    /** Takes the place of a command that was refused, for a reason. */
    void workInPlaceOf(MenuCommand refused, String reason) {
        inFront = refused.inFront;
        refusedFor = reason;
    }

    /** Returns why the command in whose place this one asks again was refused; empty where it asks for the first time. */
    public String refusedFor() {
        return refusedFor;
    }

    /**
     * Does what the command is for.
     *
     * @throws Refusal with one readable sentence if something is wrong that the user can mend
     */
    protected abstract void work();

    /** Returns what went wrong, if the command ended by a fault of ours and not by a refusal. */
    Optional<Throwable> fault() {
        return Optional.ofNullable(fault);
    }

    private void end(String message) {
        cancel(Messages.forDialog(message));
        MacroEnd.because(message, context());
    }

    @Override
    public void run() {
        try {
            InstalledCopies.warnOnce();
            KeptResult.requirePlace(save, info(), context());
            settle();
            work();
        } catch (CancellationException e) {
            cancel("");
        } catch (Refusal e) {
            refuse(e.getMessage());
        } catch (ThreadDeath e) {
            throw e; // how a macro is ended
        } catch (RuntimeException | Error e) {
            fault = e;
            end(Messages.ofFault(e));
        } finally {
            if (held != null) held.setIgnoreFlush(false);
            held = null;
        }
    }

    private void refuse(String reason) {
        if (byDialog) {
            cancel("");
            AskAgain.instead(this, reason);
        } else {
            end(reason);
        }
    }

    /** What was cancelled, by whomever, is not recorded. */
    @Override
    public void cancel(String reason) {
        super.cancel(reason);
        if (info() != null) ModuleRun.doNotRecord(info());
    }

    /** Saves what the command has made, if a file was named for it. */
    void keep(Module module) {
        if (!save.getPath().isBlank()) KeptResult.save(module, save, context());
    }

    private CommandInfo info() {
        return context().service(CommandService.class).getCommand(getClass());
    }
}
