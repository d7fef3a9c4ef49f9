package org.prompttoprompt.pipeline;

import java.util.Map;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.SweptValue;

/**
 * One image of a result.
 *
 * @param label what it is: {@code source}, or the swept values as in {@code tau=0.3 weight=2}
 * @param values the swept values
 * @param source whether it is the source image of its seed, before any edit
 * @param image the pixels, [width, height]
 */
public record Frame(String label, Map<Option, SweptValue> values, boolean source, ArrayImg<ARGBType, IntArray> image) {}
