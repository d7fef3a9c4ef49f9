package org.prompttoprompt.dialog;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.swing.ImageIcon;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.prompttoprompt.Refusal;

/** The pages of the documentation, which lie in the plugin's jar as they do in the repository. */
final class Pages {
    private static final String ROOT = "/doc/";
    private static final String COMMANDS = ROOT + "src/doc/commands/";
    private static final Pattern PICTURE = Pattern.compile("<img src=\"([^\"]+)\"[^>]*>");
    private static final Pattern HEADING = Pattern.compile("(?s)<h([1-6])>(.*?)</h\\1>");
    private static final String STYLE = "<style>body { font-family: sans-serif; margin: 12px; }"
            + " code, pre { font-family: monospaced; } pre { background-color: #eeeeee; padding: 6px; }"
            + " th, td { padding: 2px 8px; text-align: left; vertical-align: top; }</style>";

    private Pages() {}

    /** Returns where the page of a command lies. */
    static URL ofCommand(String name) {
        String file = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-").replaceAll("-$", "");
        return resource(COMMANDS + file + ".md");
    }

    /** Returns where the list of all pages lies. */
    static URL index() {
        return resource(ROOT + "src/doc/commands.md");
    }

    private static URL resource(String path) {
        URL url = Pages.class.getResource(path);
        if (url == null) throw new Refusal("The plugin's jar has no page " + path + ": install the plugin again.");
        return url;
    }

    /**
     * Returns a page as HTML; its links and pictures are relative to where it lies.
     *
     * @param widest width in pixels that wider pictures are shown with
     */
    static String html(URL page, int widest) throws IOException {
        List<Extension> extensions = List.of(TablesExtension.create());
        String text;
        try (InputStream in = page.openStream()) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String body = HtmlRenderer.builder()
                .extensions(extensions)
                .build()
                .render(Parser.builder().extensions(extensions).build().parse(text));
        return "<html><head>" + STYLE + "</head><body>" + anchored(fitted(body, page, widest)) + "</body></html>";
    }

    /** Gives pictures that are wider than the window the size that fits. */
    private static String fitted(String html, URL page, int widest) {
        return PICTURE.matcher(html).replaceAll(picture -> {
            String size = "";
            try {
                ImageIcon image = new ImageIcon(new URL(page, picture.group(1)));
                if (image.getIconWidth() > widest)
                    size = " width=\"" + widest + "\" height=\"" + image.getIconHeight() * widest / image.getIconWidth()
                            + "\"";
            } catch (MalformedURLException e) {
                size = ""; // the window shows that a picture is missing
            }
            return Matcher.quoteReplacement(picture.group().replaceFirst("<img", "<img" + size));
        });
    }

    /** Gives each heading the name that links to it use. */
    private static String anchored(String html) {
        return HEADING.matcher(html)
                .replaceAll(heading -> Matcher.quoteReplacement("<h" + heading.group(1) + "><a name=\""
                        + anchor(heading.group(2)) + "\">" + heading.group(2) + "</a></h" + heading.group(1) + ">"));
    }

    private static String anchor(String heading) {
        return heading.replaceAll("<[^>]*>|&[a-z]+;", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9 -]", "")
                .replace(' ', '-');
    }
}
