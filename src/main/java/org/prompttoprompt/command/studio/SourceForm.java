package org.prompttoprompt.command.studio;

import java.awt.BorderLayout;
import java.awt.FlowLayout;
import javax.swing.JButton;
import javax.swing.JFileChooser;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextField;
import org.prompttoprompt.pipeline.EditRequest;
import org.prompttoprompt.pipeline.Option;

/** The source image: its prompt, seed and model. */
final class SourceForm extends JPanel {
    final JButton generate = new JButton("Generate");
    private final JTextField prompt = field("prompt", 30, "What the source image shows");
    private final JTextField seed = field("seed", 6, "The same seed is the same image");
    private final JTextField steps = field("steps", 4, "Sampling steps (0: the model's)");
    private final JTextField guidance = field("guidance", 4, "Classifier-free guidance scale (0: the model's)");
    private final JTextField negative = field("negative", 10, "What the image should not show (empty: nothing)");
    private final JTextField model =
            field("model", 10, "Stable Diffusion in diffusers layout (empty: the embedded model)");
    private EditRequest shown;

    SourceForm(Runnable whenAsked) {
        super(new BorderLayout(6, 2));
        JPanel first = new JPanel(new BorderLayout(6, 2));
        first.add(label("Prompt", 'P', prompt), BorderLayout.WEST);
        first.add(prompt, BorderLayout.CENTER);
        first.add(generate, BorderLayout.EAST);
        JPanel second = new JPanel(new WrapLayout());
        row(second, "Seed", 'S', seed);
        row(second, "Steps", 'T', steps);
        row(second, "Guidance", 'G', guidance);
        row(second, "Negative", 'N', negative);
        row(second, "Model", 'M', model);
        JButton browse = new JButton("Browse");
        browse.addActionListener(event -> chooseModel());
        second.add(browse);
        add(first, BorderLayout.NORTH);
        add(second, BorderLayout.CENTER);
        generate.setName("generate");
        generate.addActionListener(event -> whenAsked.run());
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

    private void chooseModel() {
        JFileChooser chooser = new JFileChooser(model.getText());
        chooser.setFileSelectionMode(JFileChooser.DIRECTORIES_ONLY);
        chooser.setDialogTitle("Choose a model folder");
        if (chooser.showOpenDialog(this) == JFileChooser.APPROVE_OPTION) {
            model.setText(chooser.getSelectedFile().getPath());
        }
    }

    void show(EditRequest source) {
        shown = source;
        prompt.setText(source.get(Option.PROMPT));
        seed.setText(source.get(Option.SEED));
        steps.setText(source.get(Option.STEPS));
        guidance.setText(source.get(Option.GUIDANCE));
        negative.setText(source.get(Option.NEGATIVE));
        model.setText(source.get(Option.MODEL));
    }

    /**
     * Returns the source that is asked for.
     *
     * @throws IllegalArgumentException if the seed is no single number
     */
    EditRequest source() {
        EditRequest source = shown.with(Option.PROMPT, prompt.getText())
                .with(Option.SEED, seed.getText())
                .with(Option.STEPS, orModels(steps))
                .with(Option.GUIDANCE, orModels(guidance))
                .with(Option.NEGATIVE, negative.getText())
                .with(Option.MODEL, model.getText());
        if (source.seeds().size() > 1) {
            throw new IllegalArgumentException("seed=" + seed.getText()
                    + ": the Studio draws one image at a time; give one seed. To Stack sweeps seeds.");
        }
        return source;
    }

    private static String orModels(JTextField field) {
        return field.getText().isBlank() ? "0" : field.getText();
    }
}
