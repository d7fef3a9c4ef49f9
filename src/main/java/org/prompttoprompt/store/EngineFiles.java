package org.prompttoprompt.store;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.prompttoprompt.Refusal;

/**
 * The public place of DJL's native libraries: {@code files.txt} lists them as {@code flavor/system/native/lib/name.gz}, the same
 * list that DJL itself would download from (https://docs.djl.ai, PyTorch engine).
 */
final class EngineFiles {
    static final String VERSION = "2.7.1";
    /** Names a mirror. */
    static final String VARIABLE = "PROMPTTOPROMPT_LIBTORCH";

    /** The flavors that the plugin's own JNI library is built for. */
    private static final Map<String, String> FLAVORS = Map.of("linux-x86_64", "cu128", "win-x86_64", "cu128");

    private static final String USUAL = "https://publish.djl.ai/pytorch/" + VERSION;

    private final URI place;
    private final Web web;

    EngineFiles(Map<String, String> environment) {
        Server server = server(environment);
        place = server.uri();
        // Nobody's token is for this server.
        web = new Web(Token.none(), server, environment);
    }

    /**
     * Returns the server that is asked. No check sums of its files are published, and they are code: by an open connection none come.
     *
     * @throws Refusal if the setting names none, or one at the other end of an open connection
     */
    static Server server(Map<String, String> environment) {
        Server server = Server.of(VARIABLE, USUAL, environment);
        if (!"https".equals(server.uri().getScheme()) && !Web.isThisComputer(server.uri()))
            throw new Refusal(VARIABLE + ", which names a mirror: what comes by http:// can be changed on its way, and"
                    + " libraries run as a part of this program. Name a mirror by https://, or one on this computer.");
        return server;
    }

    Web web() {
        return web;
    }

    /** Returns how DJL calls a system: {@code linux-x86_64}, {@code win-x86_64}, {@code osx-aarch64}. */
    static String system(String os, String arch) {
        String name = os.startsWith("Windows") ? "win" : os.startsWith("Mac") ? "osx" : "linux";
        boolean arm = arch.equals("aarch64") || arch.equals("arm64");
        return name + "-" + (arm ? "aarch64" : arch.equals("amd64") || arch.equals("x86_64") ? "x86_64" : arch);
    }

    /** Returns the flavor of libtorch with which a GPU of NVIDIA computes on a system, if there is one. */
    static Optional<String> flavor(String system) {
        return Optional.ofNullable(FLAVORS.get(system));
    }

    /**
     * Returns the files for a system, with their sizes.
     *
     * @throws Refusal if there are none, or the server cannot be asked
     */
    EngineOffer offer(String system) {
        String flavor = flavor(system)
                .orElseThrow(() -> new Refusal(
                        "There is no libtorch for an NVIDIA GPU on " + system + ": the CPU computes there."));
        String begin = flavor + "/" + system + "/native/lib/";
        List<RemoteFile> files = new ArrayList<>();
        for (String line : new TreeSet<>(listing().lines().map(String::strip).toList())) {
            if (!line.startsWith(begin) || !line.endsWith(".gz")) continue;
            URI from = address(line);
            String name = URLDecoder.decode(line.substring(begin.length()), StandardCharsets.UTF_8);
            files.add(new RemoteFile(name, from, size(from), Optional.empty()));
        }
        if (files.isEmpty())
            throw new Refusal(place.getHost() + " lists no libraries for " + flavor + " on " + system + ": libtorch "
                    + VERSION + " from pytorch.org will do, as the README says under NVIDIA and Apple GPUs.");
        return new EngineOffer(flavor, files);
    }

    /** The list names files as they stand in addresses. */
    private URI address(String line) {
        try {
            URLDecoder.decode(line, StandardCharsets.UTF_8);
            return URI.create(place + "/" + line);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    place.getHost() + " lists '" + line.replaceAll("\\p{C}", "?")
                            + "', which is no file's address: nothing was"
                            + " downloaded. Try again later, or look whether " + VARIABLE + " names the right server.",
                    e);
        }
    }

    private String listing() {
        URI list = URI.create(place + "/files.txt");
        try (Answer answer = web.get(list, Map.of())) {
            Complaints.check(answer, "'files.txt'", web);
            String text = web.text(answer);
            Complaints.refusePage(
                    text.getBytes(StandardCharsets.ISO_8859_1),
                    text.length(),
                    answer,
                    new RemoteFile("files.txt", list, -1, Optional.empty()));
            return text;
        } catch (Unreachable e) {
            throw e.refusal();
        } catch (IOException e) {
            throw new Refusal(
                    "The connection to " + list.getHost() + " broke off (" + e.getMessage() + "): try again.", e);
        }
    }

    private long size(URI from) {
        try (Answer answer = web.get(from, Map.of())) {
            Complaints.check(answer, "'" + from.getPath() + "'", web);
            return answer.length().orElse(-1);
        } catch (Unreachable e) {
            throw e.refusal();
        } catch (IOException e) {
            return -1; // told when it is downloaded
        }
    }
}
