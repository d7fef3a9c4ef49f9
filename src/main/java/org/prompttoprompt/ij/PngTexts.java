package org.prompttoprompt.ij;

import java.util.LinkedHashMap;
import java.util.Map;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.pipeline.Provenance;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/** The texts that a saved picture carries: our recipe, what other Stable Diffusion tools read, and how far it is synthetic. */
public final class PngTexts {
    /** IPTC NewsCodes, digital source types. */
    private static final String NEWSCODES = "http://cv.iptc.org/newscodes/digitalsourcetype/";
    /** Created by a model from learned data. */
    public static final String SYNTHETIC = NEWSCODES + Provenance.DRAWN;

    private PngTexts() {}

    public static Map<String, String> of(Recipe recipe) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(PngText.PARAMETERS, parameters(recipe));
        texts.put(PngText.RECIPE, recipe.text());
        texts.put(PngText.XMP, xmp(recipe));
        return texts;
    }

    /** The line that Stable Diffusion tools write and read, with the prompt of this very picture. */
    private static String parameters(Recipe recipe) {
        EditRequest request = recipe.request();
        boolean edited = request.kind() == Task.SWAP || request.kind() == Task.PHRASE;
        String negative = request.get(Option.NEGATIVE);
        String hash = recipe.value("modelhash");
        return request.get(edited ? Option.TARGET : Option.PROMPT)
                + (negative.isEmpty() ? "" : "\nNegative prompt: " + negative)
                + "\nSteps: " + request.get(Option.STEPS)
                + ", Sampler: " + sampler(request)
                + ", CFG scale: " + request.get(Option.GUIDANCE)
                + ", Seed: " + request.get(Option.SEED)
                + ", Size: " + request.get(Option.WIDTH) + "x" + request.get(Option.HEIGHT)
                + clipSkip(request)
                + ", Model hash: " + hash.substring(0, Math.min(10, hash.length()))
                + ", Model: " + recipe.value("modelname");
    }

    /** Other programs count the layer that is read from 1. */
    private static String clipSkip(EditRequest request) {
        int skipped = request.whole(Option.CLIPSKIP, 0, Integer.MAX_VALUE - 1);
        return skipped == 0 ? "" : ", Clip skip: " + (skipped + 1);
    }

    /** Other programs look for the field; recipes of earlier versions may leave the sampler to the model. */
    private static String sampler(EditRequest request) {
        try {
            return PromptToPrompt.sampler(request);
        } catch (Refusal e) {
            return request.get(Option.SCHEDULER); // the model is not on this computer
        }
    }

    private static String xmp(Recipe recipe) {
        String media = recipe.value("media");
        return """
                <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
                <x:xmpmeta xmlns:x="adobe:ns:meta/">
                 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                  <rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
                    Iptc4xmpExt:DigitalSourceType="%s"/>
                 </rdf:RDF>
                </x:xmpmeta>
                <?xpacket end="w"?>
                """.formatted(NEWSCODES + (media.isEmpty() ? Provenance.DRAWN : media));
    }
}
