package org.prompttoprompt.dataset;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;

/**
 * Pairs for training edits by instructions (Brooks et al. 2023, InstructPix2Pix), as the image folders of Hugging Face's datasets
 * library (<a href="https://huggingface.co/docs/datasets/image_dataset">Create an image dataset</a>, where a column {@code
 * NAME_file_name} becomes an image NAME): {@code train/metadata.jsonl} with a line for each edit, and {@code ID_0.png} before and
 * {@code ID_1.png} after it, and {@code ID_mask.png}, white where the changed words act. The columns are those that the training script of diffusers asks for: {@code input_image}, {@code
 * edit_prompt} and {@code edited_image}.
 */
final class PairsLayout implements Layout {
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    @Override
    public Map<String, String> write(Dataset data, Target target) {
        Map<String, String> files = new LinkedHashMap<>();
        Map<String, StringBuilder> lines = new LinkedHashMap<>();
        data.pairs().forEach((edit, source) -> {
            String before = edit.split() + "/" + edit.id() + "_0.png";
            String first = files.putIfAbsent(source.id(), before);
            files.put(edit.id(), file(edit));
            if (first == null) target.png(before, data.store().pixels(source.id()), Texts.of(source));
            else target.again(before, first);
            target.png(file(edit), data.store().pixels(edit.id()), Texts.of(edit));
            WordMaskImage.of(edit)
                    .ifPresent(mask -> target.png(edit.split() + "/" + edit.id() + "_mask.png", mask, Texts.of(edit)));
            lines.computeIfAbsent(edit.split(), split -> new StringBuilder())
                    .append(line(edit))
                    .append('\n');
        });
        lines.forEach((split, text) -> target.text(split + "/metadata.jsonl", text.toString()));
        data.reasons().keySet().forEach(files::remove);
        return files;
    }

    private static String line(Entry edit) {
        EditRequest request = edit.request();
        Map<String, String> line = new LinkedHashMap<>();
        line.put("input_image_file_name", edit.id() + "_0.png");
        line.put("edited_image_file_name", edit.id() + "_1.png");
        if (WordMaskImage.of(edit).isPresent()) line.put("mask_file_name", edit.id() + "_mask.png");
        line.put("edit_prompt", Instruction.of(request));
        line.put("input_prompt", request.get(Option.PROMPT));
        line.put("edited_prompt", Texts.caption(edit));
        return JSON.toJson(line);
    }

    private static String file(Entry entry) {
        return entry.split() + "/" + entry.id() + "_1.png";
    }

    @Override
    public String reading() {
        return "InstructPix2Pix: load_dataset('imagefolder', data_dir='.') has the columns input_image, edit_prompt and"
                + " edited_image, and mask where the changed words act.";
    }

    @Override
    public String leavesOut() {
        return "the layout holds pairs alone, and this is in none";
    }

    @Override
    public boolean needsLabels() {
        return false;
    }

    @Override
    public boolean needsEdits() {
        return true;
    }
}
