package org.prompttoprompt.command;

import java.io.File;
import org.prompttoprompt.request.Option;
import org.scijava.plugin.Parameter;
import org.scijava.widget.FileWidget;

/** The inputs that name a model, what is put on top of it, and how it is asked. */
abstract class ModelCommand extends EngineCommand {
    /** Characters of a field for sentences, and of one for a value. */
    static final int WIDE = 40;

    static final int NARROW = 8;

    @Parameter(persist = false, style = FileWidget.OPEN_STYLE, required = false)
    private File model = new File(Option.MODEL.defaultValue());

    @Parameter(persist = false, columns = WIDE)
    private String lora = Option.LORA.defaultValue();

    @Parameter(persist = false, columns = WIDE)
    private String embeddings = Option.EMBEDDINGS.defaultValue();

    @Parameter(persist = false, style = FileWidget.OPEN_STYLE, required = false)
    private File vae = new File(Option.VAE.defaultValue());

    @Parameter(
            persist = false,
            choices = {Option.OF_THE_MODEL, "epsilon", "v_prediction", "sample"})
    private String prediction = Option.PREDICTION.defaultValue();

    @Parameter(
            persist = false,
            choices = {Option.OF_THE_MODEL, "leading", "trailing", "linspace"})
    private String spacing = Option.SPACING.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String rescale = Option.RESCALE.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String speed = Option.SPEED.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String clipskip = Option.CLIPSKIP.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String originalsize = Option.ORIGINALSIZE.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String croppedat = Option.CROPPEDAT.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String targetsize = Option.TARGETSIZE.defaultValue();
}
