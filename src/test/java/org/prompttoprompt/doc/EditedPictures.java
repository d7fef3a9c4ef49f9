package org.prompttoprompt.doc;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import java.awt.Color;
import java.nio.file.Path;
import java.util.Random;
import org.prompttoprompt.ij.Montage;
import org.prompttoprompt.ij.Shown;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;

/** Draws the pictures of edited images: a render, a drawing, and a micrograph of 16 bits, all made by this project's renderer. */
final class EditedPictures {
    private static final Path RENDERS = Path.of("src/test/resources/edits");

    private EditedPictures() {}

    static void draw(P2PService p2p, Path folder) {
        ImagePlus dog = render("colour-1");
        dog.setRoi(new Roi(18, 54, 72, 56));
        save(
                edit(
                        p2p,
                        dog,
                        "a picture of a slightly fluffy black dog on the beach",
                        "a picture of a slightly fluffy blue dog on the beach",
                        "virtual",
                        "0"),
                folder,
                "edit-render");
        ImagePlus house = render("object-4");
        house.setRoi(new Roi(6, 20, 122, 100));
        save(
                edit(
                        p2p,
                        house,
                        "children drawing of a house in the snow",
                        "children drawing of a castle in the snow",
                        "virtual",
                        "0"),
                folder,
                "edit-drawing");
        ImagePlus cells = micrograph();
        cells.setRoi(new Roi(4, 20, 120, 104));
        save(
                edit(
                        p2p,
                        cells,
                        "fluorescence microscopy image of sparse round red cells with nuclei",
                        "fluorescence microscopy image of sparse round turquoise cells with nuclei",
                        "direct",
                        "1"),
                folder,
                "edit-micrograph");
    }

    private static ImagePlus render(String name) {
        return IJ.openImage(RENDERS.resolve(name + ".png").toString());
    }

    /** A field of cells in three channels of 16 bits, with the noise of a camera. */
    private static ImagePlus micrograph() {
        Random noise = new Random(1);
        ImageProcessor rgb = render("cells-3").getProcessor();
        ImageStack channels = new ImageStack(rgb.getWidth(), rgb.getHeight());
        for (int c = 0; c < 3; c++) {
            ShortProcessor pixels = new ShortProcessor(rgb.getWidth(), rgb.getHeight());
            for (int i = 0; i < rgb.getPixelCount(); i++) {
                int level = rgb.get(i) >> 16 - 8 * c & 255;
                pixels.set(i, (int) Math.round(200 + 14.0 * level + 12 * noise.nextGaussian()));
            }
            channels.addSlice(pixels);
        }
        CompositeImage image = new CompositeImage(new ImagePlus("cells", channels), CompositeImage.COMPOSITE);
        Color[] colours = {Color.RED, Color.GREEN, Color.BLUE};
        for (int c = 1; c <= 3; c++) {
            image.setChannelLut(LUT.createLutFromColor(colours[c - 1]), c);
            image.setC(c);
            image.setDisplayRange(200, 3770);
        }
        return image;
    }

    /** Returns the image with its selection, and the edit, as both are shown. */
    private static ImagePlus edit(
            P2PService p2p, ImagePlus image, String prompt, String target, String method, String tau) {
        EditRequest request = EditRequest.of(Task.EDIT)
                .with("prompt", prompt)
                .with("target", target)
                .with("method", method)
                .with("tau", tau);
        ImagePlus edited = Shown.of((ImagePlus) p2p.editImage(image, request));
        ImageProcessor before = Shown.of(image).getProcessor().duplicate();
        before.setColor(Color.YELLOW);
        image.getRoi().drawPixels(before);
        ImageStack both = new ImageStack(image.getWidth(), image.getHeight());
        both.addSlice("image", before);
        both.addSlice("edited", edited.getStack().getProcessor(edited.getStackSize()));
        return Montage.of(new ImagePlus("", both), 2);
    }

    private static void save(ImagePlus picture, Path folder, String name) {
        String file = folder.resolve(name + ".png").toString();
        if (!new FileSaver(picture).saveAsPng(file)) throw new IllegalStateException("Cannot write " + file);
    }
}
