package org.prompttoprompt.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.command.ModelsWindowDriver;
import org.prompttoprompt.command.PlainImageJ;
import org.prompttoprompt.pipeline.Progress;

/** The window of models where a download is stopped and gone on with, or refused. */
@Tag("window")
class ModelsWindowGuiTest {
    private static final String UNET = "unet/diffusion_pytorch_model.safetensors";
    private static final int PIECE = 50_000;

    /** Sends a file so slowly the first time that it can be stopped: about half a megabyte a second. */
    private static LocalServer.Reply slowly(byte[] content) {
        return exchange -> {
            if (exchange.getRequestHeaders().containsKey("Range")) {
                LocalServer.bytes(content, "\"1\"").to(exchange);
                return;
            }
            exchange.getResponseHeaders().set("ETag", "\"1\"");
            exchange.sendResponseHeaders(200, content.length);
            for (int i = 0; i < content.length; i += PIECE) {
                LocalServer.send(exchange, Arrays.copyOfRange(content, i, Math.min(content.length, i + PIECE)));
                try {
                    Thread.sleep(100);
                } catch (InterruptedException e) {
                    return;
                }
            }
        };
    }

    /** Leaves a download that is not finished. */
    private static void begin(LocalServer server, Path models, String name) {
        ModelStore store =
                new ModelStore(models, Map.of("HF_ENDPOINT", server.uri().toString()), Patience.USUAL);
        Offer offer = store.offer("somebody/small", "", true, "");
        Progress stopped = (done, total, message) -> done < 200_000;
        assertThrows(CancellationException.class, () -> store.download(offer, name, "bsd-2-clause", stopped));
    }

    @Test
    void stoppedAndGoneOnWith(@TempDir Path folder) throws Exception {
        try (LocalServer server = new LocalServer()) {
            Map<String, byte[]> files = ModelsGuiTest.mini();
            LocalHub.serve(server, "somebody/small", "bsd-2-clause", files);
            server.serve("/somebody/small/resolve/" + LocalHub.COMMIT + "/" + UNET, slowly(files.get(UNET)));
            server.serve("/api/models/somebody/private/revision/main", LocalServer.status(401));
            LocalHub.serve(server, "somebody/huge", "mit", Map.of("x.safetensors", LocalHub.lora(10)));
            server.serve(
                    "/api/models/somebody/huge/revision/main",
                    LocalServer.text(
                            "{\"cardData\":{\"license\":\"mit\"},\"siblings\":[{\"rfilename\":\"x.safetensors\",\"size\":7000000000000000}]}",
                            "application/json"));
            for (String name : List.of("left1", "left2", "left3")) begin(server, folder.resolve("models"), name);
            Path cached =
                    folder.resolve(".cache/huggingface/hub/models--somebody--cached/snapshots/" + LocalHub.COMMIT);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path to = cached.resolve(file.getKey());
                Files.createDirectories(to.getParent());
                Files.write(to, file.getValue());
            }
            for (String one : List.of("a", "b"))
                Files.write(
                        Files.createDirectories(folder.resolve("loras").resolve(one))
                                .resolve("ink.safetensors"),
                        LocalHub.lora(100));
            new PlainImageJ(folder)
                    .withWindowManager()
                    .drive(
                            ModelsWindowDriver.class,
                            server.uri().toString(),
                            folder.resolve("models").toString());
        }
        assertEquals(
                List.of(
                        "asked: Delete what has come of left1, or of all downloads that are not finished? [Only this, All 3, Cancel (Enter)]",
                        "after Cancel: [left1, left2, left3]",
                        "asked: Delete what has come of left1, or of all downloads that are not finished? [Only this, All 3, Cancel (Enter)]",
                        "told: Removed what had come of left1 (n kB); nothing of it is left.",
                        "after Only this: [left2, left3]",
                        "asked: Delete what has come of left2, or of all downloads that are not finished? [Only this, All 2, Cancel (Enter)]",
                        "told: Removed what had come of left2, left3 (n kB).",
                        "after All 2: []",
                        "its menu: true",
                        "Copy Name: somebody/cached",
                        "its menu: true",
                        "Copy for Macro: model=somebody/cached",
                        "columns: [Name, What it is, Size, Precision, Licence, Files, From]",
                        "cut when opened: []",
                        "the last button in sight: true",
                        "tip: a small model of 94 words",
                        "libraries removable: false",
                        "stable-diffusion-1.5 in the field: 0, Stable Diffusion 1.5",
                        "somebody/private in the field: -1, nothing",
                        "private: For a private one give a token in the field Token of the Models window or by HF_TOKEN in the environment.",
                        "closed by Escape: true",
                        "token: The token holds a space, a line break or another character that no token has; it is not shown here. Copy it once more, whole and alone: it looks like hf_ and letters and digits.",
                        "closed by Escape: true",
                        "somebody/huge in the field: -1, nothing",
                        "huge: 7000.00 TB to come, x free in models, which is too little, no box empty, download off",
                        "closed by Escape: true",
                        "somebody/small in the field: -1, nothing",
                        "offered: 22 MB to come, x free in models, box empty, download off",
                        "its menu is closed by Escape: true, it stays: true",
                        "closed by Escape: true",
                        "accepted: box ticked, download on",
                        "bar: Downloading small: n of 22 MB, n/s, m:ss left, " + UNET,
                        "stopped: Stopped. n of 22 MB of small are here; Download goes on from there",
                        "listed: [mini, a small model of 94 words, cells, a small model of 69 words, small, unfinished, somebody/cached, a small model of 94 words]",
                        "asked again: The licence was accepted on today, box ticked, download on, n of 22 MB left, x free in models",
                        "not accepted: box empty, download off",
                        "sd-turbo in the field: 1, SD-Turbo",
                        "short ones cut at 900: []",
                        "cut with what came: []",
                        "somebody/small in the field: -1, nothing",
                        "installed: There is a model called 'small' already: give another name here, or remove that one first., box ticked, download off",
                        "closed by Escape: true",
                        "a as ink: ",
                        "selected: ink",
                        "b as ink: There is a model called 'ink' already: give another name here, or remove that one first.",
                        "selected: ink-b",
                        "found can be removed: true",
                        "asked: Look no more for models in loras? Its models leave the list; nothing on the disk is deleted. [Stop Looking, Cancel (Enter)]",
                        "its file is there: true"),
                Files.readAllLines(PlainImageJ.OUT.resolve("models-window-seen.txt")));
    }
}
