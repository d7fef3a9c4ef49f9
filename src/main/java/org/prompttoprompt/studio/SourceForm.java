package org.prompttoprompt.studio;

import java.awt.BorderLayout;
import java.awt.FlowLayout;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import javax.swing.JButton;
import javax.swing.JFileChooser;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextField;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.dialog.ModelPicker;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.NegativePrompt;
import org.prompttoprompt.request.Numbers;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.RandomSeed;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.request.Values;

/** The source image: its prompt, seed and model. */
final class SourceForm extends JPanel {
    private static final String GENERATE = "Generate";

    final JButton generate = new JButton(GENERATE);
    final JButton startFrom = new JButton();
    private final JTextField prompt = field("prompt", 30, "What the source image shows");
    private final JTextField seed = field("seed", 6, "The same seed is the same image");
    private final JTextField steps = field("steps", 4, "Sampling steps (0: the model's)");
    private final JTextField guidance = field("guidance", 4, "Classifier-free guidance scale (0: the model's)");
    private final JTextField negative =
            field("negative", 10, "What the image should not show (empty: nothing); acts through guidance");
    private final JTextField model =
            field("model", 10, "Stable Diffusion in diffusers layout (empty: the embedded model)");
    private final JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEFT, 4, 0));
    private EditRequest shown;
    private EditRequest models = EditRequest.of(Task.GENERATE);

    /**
     * A form.
     *
     * @param whenAsked called when its image is wanted
     * @param whenModel called when another model was named
     */
    SourceForm(Runnable whenAsked, Runnable whenModel) {
        super(new BorderLayout(6, 2));
        JPanel first = new JPanel(new BorderLayout(6, 2));
        first.add(label("Prompt", 'P', prompt), BorderLayout.WEST);
        first.add(prompt, BorderLayout.CENTER);
        buttons.add(generate);
        first.add(buttons, BorderLayout.EAST);
        JPanel second = WrapLayout.panel();
        row(second, "Seed", 'S', seed);
        row(second, "Steps", 'T', steps);
        row(second, "Guidance", 'G', guidance);
        row(second, "Negative", 'N', negative);
        row(second, "Model", 'M', model);
        second.add(ModelPicker.button(name -> {
            model.setText(name);
            whenModel.run();
        }));
        JButton browse = new JButton("Browse");
        second.add(browse);
        startFrom.setName("start from");
        second.add(startFrom);
        add(first, BorderLayout.NORTH);
        add(second, BorderLayout.CENTER);
        generate.setName("generate");
        generate.addActionListener(event -> whenAsked.run());
        browse.addActionListener(event -> chooseModel());
        browse.addActionListener(event -> whenModel.run());
        model.addFocusListener(new FocusAdapter() {
            @Override
            public void focusLost(FocusEvent event) {
                if (!event.isTemporary()) whenModel.run();
            }
        });
        for (JTextField field : new JTextField[] {prompt, seed, steps, guidance, negative, model}) {
            field.addActionListener(event -> whenAsked.run());
        }
    }

    private static JTextField field(String name, int columns, String tip) {
        JTextField field = new JTextField(columns);
        field.setName(name);
        field.setToolTipText(tip);
        return field;
    }

    private static JLabel label(String text, char mnemonic, JTextField field) {
        JLabel label = new JLabel(text);
        label.setDisplayedMnemonic(mnemonic);
        label.setLabelFor(field);
        return label;
    }

    /** A label and its field, which stay together when the row wraps. */
    private static void row(JPanel row, String text, char mnemonic, JTextField field) {
        JPanel pair = new JPanel(new FlowLayout(FlowLayout.LEFT, 4, 0));
        pair.add(label(text, mnemonic, field));
        pair.add(field);
        row.add(pair);
    }

    /** Puts a button beside <i>Generate</i>. */
    void add(JButton button) {
        buttons.add(button);
    }

    /** Returns where the prompt is typed. */
    JTextField prompt() {
        return prompt;
    }

    /** Takes another seed. */
    void takeSeed(long value) {
        seed.setText(String.valueOf(value));
    }

    private void chooseModel() {
        JFileChooser chooser = new JFileChooser(model.getText());
        chooser.setFileSelectionMode(JFileChooser.FILES_AND_DIRECTORIES);
        chooser.setDialogTitle("Choose a model: a folder or one file");
        if (chooser.showOpenDialog(this) == JFileChooser.APPROVE_OPTION) {
            model.setText(chooser.getSelectedFile().getPath());
        }
    }

    void show(EditRequest source) {
        shown = source;
        boolean image = source.task().takesImage();
        generate.setText(image ? "Reconstruct" : GENERATE);
        startFrom.setText(image ? "Start from Prompt" : "Start from Image");
        startFrom.setToolTipText(
                image
                        ? "Goes back to images that the model draws"
                        : "Edits the image in front, inside of its selection if it has one");
        prompt.setText(source.get(Option.PROMPT));
        seed.setText(source.get(Option.SEED));
        steps.setText(number(Option.STEPS));
        guidance.setText(number(Option.GUIDANCE));
        negative.setText(source.get(Option.NEGATIVE));
        model.setText(source.get(Option.MODEL));
    }

    /** Shows the model's numbers where none were asked for. */
    void showNumbers(EditRequest filled) {
        boolean itsSteps = steps.getText().equals(number(Option.STEPS));
        boolean itsGuidance = guidance.getText().equals(number(Option.GUIDANCE));
        models = filled;
        if (itsSteps) steps.setText(number(Option.STEPS));
        if (itsGuidance) guidance.setText(number(Option.GUIDANCE));
    }

    /** What the field of an option shows: the model's own number where the source leaves it open. */
    private String number(Option option) {
        if (!isOpen(shown.get(option))) return shown.get(option);
        String own = models.get(option);
        if (option != Option.GUIDANCE || isOpen(own)) return own;
        return Numbers.text(NegativePrompt.guidance(shown, Double.parseDouble(own)));
    }

    private static boolean isOpen(String value) {
        return value.isBlank() || Values.isZero(value);
    }

    /** Returns the folder that is named, empty for the embedded model. */
    String model() {
        return model.getText().strip();
    }

    /**
     * Returns the source that is asked for. A random seed is drawn and shown in its field.
     *
     * @throws Refusal if the seed is no single number
     */
    EditRequest source() {
        String drawn = RandomSeed.drawn(seed.getText());
        if (!drawn.equals(seed.getText())) seed.setText(drawn);
        EditRequest source = shown.with(Option.PROMPT, prompt.getText())
                .with(Option.SEED, seed.getText())
                .with(Option.STEPS, valueOf(Option.STEPS, steps))
                .with(Option.GUIDANCE, valueOf(Option.GUIDANCE, guidance))
                .with(Option.NEGATIVE, negative.getText())
                .with(Option.MODEL, model.getText());
        if (source.seeds().size() > 1) {
            throw new Refusal("seed=" + seed.getText()
                    + ": the Studio draws one image at a time; give one seed. To Stack sweeps seeds.");
        }
        return source;
    }

    /** A number that still is the model's stays open, so that another model brings its own. */
    private String valueOf(Option option, JTextField field) {
        String text = field.getText().strip();
        if (text.equals(number(option))) return shown.get(option);
        return text.isEmpty() ? "0" : text;
    }
}
