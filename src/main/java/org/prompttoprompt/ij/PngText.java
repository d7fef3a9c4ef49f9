package org.prompttoprompt.ij;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.OutputFile;
import org.w3c.dom.NodeList;

/** PNG files with text chunks: tEXt for Latin letters, iTXt for all others (PNG specification, section 11.3.4). */
public final class PngText {
    /** The chunk with our own recipe. */
    static final String RECIPE = "prompt-to-prompt";
    /** The chunk that Stable Diffusion tools read. */
    static final String PARAMETERS = "parameters";
    /** The chunk with XMP metadata. */
    static final String XMP = "XML:com.adobe.xmp";

    private static final String FORMAT = "javax_imageio_png_1.0";

    private PngText() {}

    /** Writes the picture with these texts by keyword; a file of this name is replaced. */
    public static void write(BufferedImage picture, Map<String, String> texts, Path file) {
        try (OutputStream bytes = Files.newOutputStream(file)) {
            write(picture, texts, bytes);
        } catch (IOException e) {
            throw new Refusal(
                    file + " cannot be written, because " + OutputFile.why(file, e) + ". Choose another folder.", e);
        }
    }

    /** Writes the picture with these texts by keyword. */
    static void write(BufferedImage picture, Map<String, String> texts, OutputStream bytes) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            IIOMetadata metadata = writer.getDefaultImageMetadata(
                    ImageTypeSpecifier.createFromBufferedImageType(picture.getType()), null);
            IIOMetadataNode root = new IIOMetadataNode(FORMAT);
            IIOMetadataNode latin = new IIOMetadataNode("tEXt");
            IIOMetadataNode unicode = new IIOMetadataNode("iTXt");
            texts.forEach((keyword, text) -> {
                boolean plain = StandardCharsets.ISO_8859_1.newEncoder().canEncode(text) && !keyword.equals(XMP);
                (plain ? latin : unicode).appendChild(plain ? textEntry(keyword, text) : unicodeEntry(keyword, text));
            });
            if (latin.hasChildNodes()) root.appendChild(latin);
            if (unicode.hasChildNodes()) root.appendChild(unicode);
            metadata.mergeTree(FORMAT, root);
            writer.setOutput(out);
            writer.write(new IIOImage(picture, null, metadata));
        } finally {
            writer.dispose();
        }
    }

    private static IIOMetadataNode textEntry(String keyword, String text) {
        IIOMetadataNode entry = new IIOMetadataNode("tEXtEntry");
        entry.setAttribute("keyword", keyword);
        entry.setAttribute("value", text);
        return entry;
    }

    private static IIOMetadataNode unicodeEntry(String keyword, String text) {
        IIOMetadataNode entry = new IIOMetadataNode("iTXtEntry");
        entry.setAttribute("keyword", keyword);
        entry.setAttribute("compressionFlag", "FALSE");
        entry.setAttribute("compressionMethod", "0");
        entry.setAttribute("languageTag", "");
        entry.setAttribute("translatedKeyword", "");
        entry.setAttribute("text", text);
        return entry;
    }

    /** Returns the texts of a PNG file by keyword, none if it is no PNG. */
    public static Map<String, String> read(Path file) {
        Map<String, String> texts = new LinkedHashMap<>();
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            IIOMetadataNode root = (IIOMetadataNode) reader.getImageMetadata(0).getAsTree(FORMAT);
            collect(root.getElementsByTagName("tEXtEntry"), "value", texts);
            collect(root.getElementsByTagName("iTXtEntry"), "text", texts);
        } catch (IIOException e) {
            return Map.of();
        } catch (IOException e) {
            throw new Refusal(
                    file + " cannot be read (" + e.getMessage()
                            + "): copy it to another folder and open it from there.",
                    e);
        } finally {
            reader.dispose();
        }
        return texts;
    }

    private static void collect(NodeList entries, String attribute, Map<String, String> texts) {
        for (int i = 0; i < entries.getLength(); i++) {
            IIOMetadataNode entry = (IIOMetadataNode) entries.item(i);
            texts.put(entry.getAttribute("keyword"), entry.getAttribute(attribute));
        }
    }
}
